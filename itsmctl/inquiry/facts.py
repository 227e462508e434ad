"""What git knows of a pull request: the merge result, what it changes, and who had a hand in it."""

import hashlib
from dataclasses import dataclass

__all__ = ["Commit", "Facts", "Path", "Undecidable", "digest"]


class Undecidable(Exception):
    """The gate cannot know; ``hint`` says what to do about it."""

    def __init__(self, message: str, hint: str) -> None:
        """Keep the sentence and the hint apart."""
        super().__init__(message)
        self.message, self.hint = message, hint


@dataclass(frozen=True, slots=True, order=True)
class Path:
    """One path that differs between base and merge result: modes (000000 for absent) and the new object.

    ``prefix`` leads to the folder that holds ``records/``.
    """

    path: str
    before: str
    after: str
    oid: str
    prefix: str = ""

    @property
    def inner(self) -> str:
        """The path from the folder that holds ``records/``; nothing when it lies outside."""
        return self.path.removeprefix(self.prefix) if self.path.startswith(self.prefix) else ""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the pull request and the e-mail addresses that it names."""

    id: str
    author: str
    committer: str
    co_authors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Full ids of base, head and merged tree, the paths that differ, and the commits between base and head."""

    base: str
    head: str
    tree: str
    paths: tuple[Path, ...]
    commits: tuple[Commit, ...]


def digest(data: bytes) -> str:
    """Return the digest of some bytes as it is written in a verdict."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
