"""A git repository as the rest of the program sees it: commits, files at a commit, blobs, the first-parent log."""

import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from itsmctl.findings import Fatal
from itsmctl.repo.process import feed, git, stream

__all__ = ["Repo", "Version", "create", "find"]

SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Version:
    """One file in a commit's tree: git's mode, object id and size in bytes (-1 for what has none)."""

    path: str
    mode: str
    oid: str
    size: int


@dataclass(frozen=True, slots=True)
class Repo:
    """One repository: its ``top``, and what leads from there to the folder that holds ``records/``.

    ``prefix`` is empty where the records lie at the top, else it ends in ``/``. Every path is one from the top.
    """

    top: Path
    prefix: str = ""

    @property
    def root(self) -> Path:
        """The folder that holds ``records/``."""
        return self.top / self.prefix

    def run(self, *arguments: str, allow: tuple[int, ...] = (0,)) -> tuple[int, bytes]:
        """Run one git command here; see `itsmctl.repo.process.git`."""
        return git(self.top, *arguments, allow=allow)

    def text(self, *arguments: str) -> str:
        """Run one git command and return what it printed, without the last line break."""
        return self.run(*arguments)[1].decode("utf-8", "surrogateescape").rstrip("\n")

    def state_folder(self) -> Path:
        """Return the folder under the git directory where this tool may keep what it can make again."""
        return self.top / self.text("rev-parse", "--git-path", "itsmctl")

    def commit(self, name: str) -> str:
        """Resolve a name to a full commit id.

        A full id wins over everything, a branch over a tag of the same name: git itself would take the tag, which
        anyone who may push tags can set. Raises Fatal for what does not name a commit.
        """
        if SHA.fullmatch(name):
            candidates = [name]
        else:
            candidates = [f"refs/heads/{name}", f"refs/remotes/{name}", f"refs/tags/{name}", name]
        for candidate in candidates:
            status, out = self.run(
                "rev-parse",
                "--verify",
                "--quiet",
                "--end-of-options",
                f"{candidate}^{{commit}}",
                allow=(0, 1, 128),
            )
            if status == 0:
                return out.decode().strip()
        raise self._unknown(name)

    def _unknown(self, name: str) -> Fatal:
        if name == "HEAD":
            return Fatal("there is no commit yet", hint="commit your records, then ask again")
        if self.is_shallow():
            return Fatal(
                f"{name!r} is not in this shallow clone",
                hint="fetch the whole history: git fetch --unshallow",
            )
        return Fatal(f"{name!r} names no commit here", hint="git log --oneline --all shows what there is")

    def has_commits(self) -> bool:
        """Say whether anything was committed yet on the branch that is checked out."""
        return self.run("rev-parse", "--verify", "--quiet", "HEAD^{commit}", allow=(0, 1, 128))[0] == 0

    def is_shallow(self) -> bool:
        """Say whether history is cut off, so that nothing may be concluded from it."""
        return self.text("rev-parse", "--is-shallow-repository") == "true"

    def files(self, commit: str, *folders: str) -> Iterator[Version]:
        """List the files of a commit or tree below the folders, in git's order."""
        _, out = self.run("ls-tree", "-r", "-z", "-l", "--full-tree", commit, "--", *folders)
        for row in out.split(b"\0")[:-1]:
            meta, path = row.split(b"\t", 1)
            mode, _, oid, size = meta.split()
            number = -1 if size == b"-" else int(size)
            yield Version(path.decode("utf-8", "surrogateescape"), mode.decode(), oid.decode(), number)

    def blobs(self, oids: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Read many objects in the order asked for, by one process; a missing one raises Fatal."""
        with stream(self.top, "cat-file", "--batch", "--buffer", lines=oids) as out:
            while header := out.readline():
                yield _object(header, out)

    def working(self, *folders: str) -> list[str]:
        """List the paths of the work tree below the folders: tracked and new ones, but not the ignored."""
        _, out = self.run("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *folders)
        return sorted({part.decode("utf-8", "surrogateescape") for part in out.split(b"\0") if part})

    def uncommitted(self, *folders: str) -> list[str]:
        """List the paths below the folders that the work tree has otherwise than HEAD; none in a bare repository."""
        words = ("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=none")
        _, out = self.run(*words, "--", *folders, allow=(0, 128))
        return sorted(row[3:].decode("utf-8", "surrogateescape") for row in out.split(b"\0") if row)

    def feed(self, *arguments: str, chunks: Iterable[bytes]) -> bytes:
        """Run one command that reads a long input; see `itsmctl.repo.process.feed`."""
        return feed(self.top, *arguments, chunks=chunks)

    def stream(self, *arguments: str, lines: Iterable[str] = ()) -> AbstractContextManager[IO[bytes]]:
        """Run one command and give its output as a stream; see `itsmctl.repo.process.stream`."""
        return stream(self.top, *arguments, lines=lines)


def _object(header: bytes, out: IO[bytes]) -> tuple[str, bytes]:
    parts = header.split()
    if parts[-1] == b"missing":
        raise Fatal(f"object {parts[0].decode()} is missing", hint="git fsck tells what is damaged")
    data = out.read(int(parts[2]))
    out.read(1)
    return parts[0].decode(), data


def find(folder: Path) -> Repo:
    """Return the repository that a folder lies in, with the nearest records at or above it; or raise Fatal."""
    if not folder.is_dir():
        raise Fatal(f"there is no folder {folder}", hint="give --root the folder that holds records/")
    top = top_of(folder)
    if top is None:
        raise Fatal(f"{folder} is not in a git repository", hint="git init, or itsmctl init DIR to start a new one")
    return Repo(top, _prefix(top, folder.resolve()))


def top_of(folder: Path) -> Path | None:
    """Return the top of the repository that a folder lies in, or will lie in once it is made; None for no one."""
    there = next(place for place in (folder.resolve(), *folder.resolve().parents) if place.is_dir())
    status, out = git(there, "rev-parse", "--show-toplevel", allow=(0, 128))
    return Path(out.decode("utf-8", "surrogateescape").rstrip("\n")) if status == 0 else None


def _prefix(top: Path, folder: Path) -> str:
    """Return what leads from the top to the nearest folder upwards that holds records."""
    for place in (folder, *folder.parents):
        if place == top or not place.is_relative_to(top):
            break
        if (place / "records").is_dir():
            return f"{place.relative_to(top).as_posix()}/"
    return ""


def create(folder: Path) -> Repo:
    """Make an empty repository with the branch main in a folder that exists."""
    git(folder, "init", "--quiet", "--initial-branch=main", "--template=")
    return Repo(folder.resolve())
