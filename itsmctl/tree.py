"""Files by path, from the work tree, from a commit or from a dictionary: all that the rest of the program reads."""

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from itsmctl.repo import Repo

__all__ = ["FOLDERS", "LIMIT", "PACKAGE", "REGULAR", "Entry", "Tree", "at_commit", "from_dict", "from_disk", "share"]

FOLDERS = ("records", "schemas", "templates")
LIMIT = 1024 * 1024  # bytes: a larger file is not read at all
REGULAR = "100644"
PACKAGE = "package:"  # before the path of what comes from the package, not from the repository


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: git's mode, its size in bytes, and its content unless it is too large or no file at all."""

    mode: str
    size: int
    data: bytes | None


@dataclass(frozen=True, slots=True)
class Tree:
    """A set of files by path from the repository's top, with ``/`` between folders; ``commit`` if it has one.

    ``prefix`` leads to the folder that holds ``records/``; it is empty, or ends in ``/``.
    """

    entries: Mapping[str, Entry]
    commit: str | None = field(default=None, compare=False)
    prefix: str = field(default="", compare=False)

    def below(self, folder: str) -> Iterator[tuple[str, Entry]]:
        """Yield path and entry of what lies below a folder such as ``records``, sorted by path."""
        prefix = f"{self.prefix}{folder}/"
        return iter(sorted((path, entry) for path, entry in self.entries.items() if path.startswith(prefix)))

    def read(self, path: str) -> bytes | None:
        """Return the content of a file such as ``templates/…``; None when it is absent, too large or not regular."""
        entry = self.entries.get(f"{self.prefix}{path}")
        return entry.data if entry else None


def from_dict(files: Mapping[str, str | bytes]) -> Tree:
    """Make a tree of regular files from path and content."""
    pairs = ((path, text.encode() if isinstance(text, str) else text) for path, text in files.items())
    return Tree({path: Entry(REGULAR, len(data), data if len(data) <= LIMIT else None) for path, data in pairs})


def from_disk(repo: Repo, folders: tuple[str, ...] = FOLDERS) -> Tree:
    """Read the work tree: what git tracks and what it would add, as it lies on the disk now."""
    read = ((path, _entry(repo.top / path)) for path in repo.working(*_inside(repo, folders)))
    return Tree({path.rstrip("/"): entry for path, entry in read if entry}, None, repo.prefix)


def at_commit(repo: Repo, commit: str, folders: tuple[str, ...] = FOLDERS) -> Tree:
    """Read a commit or tree by its full id from the object store; nothing is checked out."""
    versions = list(repo.files(commit, *_inside(repo, folders)))
    wanted = [v.oid for v in versions if v.mode.startswith("100") and v.size <= LIMIT]
    # Asked for once each: cat-file answers in order, and equal files share a blob.
    blobs = dict(repo.blobs(oid for oid, _ in groupby(sorted(wanted))))
    entries = {v.path: Entry(v.mode, v.size, _content(v.mode, blobs.get(v.oid))) for v in versions}
    return Tree(entries, commit, repo.prefix)


def _inside(repo: Repo, folders: tuple[str, ...]) -> list[str]:
    return [f"{repo.prefix}{folder}" for folder in folders]


def _content(mode: str, data: bytes | None) -> bytes | None:
    return data if mode.startswith("100") else None


def _entry(path: Path) -> Entry | None:
    """Describe one path on the disk as git would store it; None when it is gone."""
    try:
        info = path.lstat()
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(info.st_mode):
        return Entry("120000", len(os.fsencode(path.readlink())), None)
    if not stat.S_ISREG(info.st_mode):
        return Entry("160000", -1, None)
    mode = "100755" if info.st_mode & stat.S_IXUSR else REGULAR
    try:
        data = path.read_bytes() if info.st_size <= LIMIT else None
    except OSError:
        # Unreadable: shown like a file without content, which is a finding; the other files are still judged.
        return Entry(mode, info.st_size, None)
    return Entry(mode, info.st_size, data)


def share(folder: str) -> Path:
    """Return what is packaged under this name (schemas, templates, site …): in the wheel, else beside the package."""
    package = Path(__file__).parent
    packed = package / "share" / folder
    return packed if packed.exists() else package.parent / folder
