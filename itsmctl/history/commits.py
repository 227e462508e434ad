"""The first-parent line into commits with two times: claimed, and the earliest that can be true."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO

from itsmctl.clock import stamp
from itsmctl.findings import Fatal
from itsmctl.repo import Repo

__all__ = ["Commit", "Touch", "commit_before", "commits", "whole"]

CHUNK = 1 << 16
HEADER = "%H%n%ct%n%an%n%ae"


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit of the first-parent line.

    ``position`` counts from 0 at the root. ``at`` is the committer's time, which can be back-dated;
    ``moment`` is the latest ``at`` of this commit and all before it: main cannot have held this commit
    earlier than its parent.
    """

    id: str
    author: str
    email: str
    at: datetime
    position: int
    moment: datetime


@dataclass(frozen=True, slots=True)
class Touch:
    """One file that a commit changed; ``oid`` is None where it holds no plain file afterwards."""

    path: str
    oid: str | None


def whole(repo: Repo) -> None:
    """Refuse a repository whose history is cut off: what was before would be missing without a sign."""
    if repo.is_shallow():
        raise Fatal("this clone is shallow: its history is cut off", hint="fetch it: git fetch --unshallow")


def commit_before(repo: Repo, moment: datetime) -> str:
    """Return the full id of the last commit that HEAD's first-parent line can have held at a moment.

    Commits can be back-dated, so the line is walked from its root and each commit counts as no older
    than those before it. Raises Fatal when the line began later, and for a shallow clone.
    """
    whole(repo)
    found: Commit | None = None
    first: Commit | None = None
    for commit, _ in commits(repo, repo.commit("HEAD"), touched=False):
        first = first or commit
        if commit.moment > moment:
            break
        found = commit
    if found:
        return found.id
    began = f"; its first commit is of {stamp(first.at)}" if first else ""
    raise Fatal(f"there was nothing here at {stamp(moment)}{began}", hint="ask for a later time", code=2)


def commits(repo: Repo, commit: str, *, touched: bool = True) -> Iterator[tuple[Commit, tuple[Touch, ...]]]:
    """Yield the commits of the first-parent line up to a full commit id, oldest first, with what each changed.

    Order is topological, never by date. One git process; raises Fatal when its output does not get there, and for
    a commit whose date cannot be read.
    """
    words = ["log", "--first-parent", "--topo-order", "--reverse", "-z", f"--format={HEADER}"]
    raw = ["-m", "--raw", "--root", "--no-renames", "--no-abbrev"] if touched else ["--no-patch"]
    latest: Commit | None = None
    with repo.stream(*words, *raw, "--end-of-options", commit) as out:
        tokens = _tokens(out)
        token = next(tokens, None)
        while token is not None:
            latest = _commit(token, latest)
            touches: list[Touch] = []
            while (token := next(tokens, None)) is not None and token.startswith(b":"):
                touches.append(_touch(token, next(tokens)))
            yield latest, tuple(touches)
    if latest is None or latest.id != commit:
        raise Fatal(f"git log does not reach {commit[:10]}", hint="git fsck tells what is damaged")


def _tokens(out: IO[bytes]) -> Iterator[bytes]:
    """Split the stream at its NUL bytes; memory stays small however long history is."""
    rest = b""
    while chunk := out.read(CHUNK):
        *complete, rest = (rest + chunk).split(b"\0")
        yield from (token.lstrip(b"\n") for token in complete if token not in (b"", b"\n"))
    if rest.strip(b"\n"):
        yield rest.lstrip(b"\n")


def _commit(token: bytes, before: Commit | None) -> Commit:
    name, seconds, author, email = token.decode("utf-8", "replace").split("\n")[:4]
    try:
        at = datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, OverflowError, OSError):
        # Git shows an empty date for one that it cannot read, and a number of any size for a damaged one.
        told = f"commit {name[:10]} has no date that can be read" + (f": {seconds[:40]}" if seconds else "")
        raise Fatal(told, hint=f"git cat-file commit {name[:10]} shows it; git fsck lists all such commits") from None
    if before is None:
        return Commit(name, author, email, at, 0, at)
    return Commit(name, author, email, at, before.position + 1, max(at, before.moment))


def _touch(meta: bytes, path: bytes) -> Touch:
    """Read ``:old-mode new-mode old-oid new-oid status`` and the path that follows it."""
    _, mode, _, oid, _ = meta.split()
    return Touch(path.decode("utf-8", "surrogateescape"), oid.decode() if mode.startswith(b"100") else None)
