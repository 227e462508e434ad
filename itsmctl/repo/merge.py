"""Three versions of a text into one, by git; and an older version by its id, out of the history."""

from pathlib import Path
from tempfile import TemporaryDirectory

from itsmctl.repo.git import Repo

__all__ = ["merge_file", "past", "recall"]

NAMES = ("yours", "before", "package")
MOST = 127  # git counts conflicts up to here; beyond it says that it cannot merge at all, as for binary files
REFUSED = 255


def merge_file(repo: Repo, mine: bytes, base: bytes, theirs: bytes) -> tuple[bytes, bool]:
    """Merge what two sides made of a text, line by line; False beside a text with marks where both changed the same."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in NAMES]
        for path, data in zip(paths, (mine, base, theirs), strict=True):
            path.write_bytes(data)
        labels = [word for name in NAMES for word in ("-L", name)]
        allow = (*range(MOST + 1), REFUSED)
        status, text = repo.run("merge-file", "-p", "--diff3", *labels, *map(str, paths), allow=allow)
    return (theirs, False) if status == REFUSED else (text, status == 0)


def recall(repo: Repo, oid: str) -> bytes | None:
    """Return the content of a blob by its id, or None when the repository does not have it."""
    if len(oid) < 40 or not oid.isalnum():  # noqa: PLR2004 - a full id
        return None
    status, data = repo.run("cat-file", "blob", oid, allow=(0, 128))
    return data if status == 0 else None


def past(repo: Repo, path: str) -> list[str]:
    """Return the ids that a file had in the history of HEAD, newest first; none while there is no commit."""
    if not repo.has_commits():
        return []
    rows = repo.text(
        "log", "--format=", "--raw", "--no-abbrev", "--no-renames", "HEAD", "--", f"{repo.prefix}{path}"
    ).splitlines()
    return [row.split()[3] for row in rows]
