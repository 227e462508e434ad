"""Small worlds for tests: the shipped schemas with records from a dictionary or a folder."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from itsmctl.findings import Finding, ordered
from itsmctl.rules import judge
from itsmctl.snapshot import Snapshot, take
from itsmctl.tree import Entry, Tree, from_dict, share

CASES = Path(__file__).parent / "cases"
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
ROLE: Mapping[str, str | bytes] = {"role/operations.yaml": "title: Operations\n"}


@cache
def schemas() -> Mapping[str, bytes]:
    """Return the shipped schemas by path."""
    return {f"schemas/{path.name}": path.read_bytes() for path in sorted(share("schemas").glob("*.json"))}


def tree(records: Mapping[str, str | bytes]) -> Tree:
    """Make a tree of the shipped schemas and records by path below ``records/``."""
    return from_dict({**schemas(), **{f"records/{path}": text for path, text in records.items()}})


def world(records: Mapping[str, str | bytes]) -> Snapshot:
    """Take the snapshot of records by path below ``records/``."""
    return take(tree(records))


def story(folder: Path) -> Snapshot:
    """Take the snapshot of the records that lie in a folder, with their modes."""
    entries = dict(from_dict(schemas()).entries)
    for path in sorted((folder / "records").rglob("*")):
        if path.is_symlink() or path.is_file():
            entries[path.relative_to(folder).as_posix()] = _entry(path)
    return take(Tree(entries))


def _entry(path: Path) -> Entry:
    if path.is_symlink():
        return Entry("120000", len(str(path.readlink())), None)
    data = path.read_bytes()
    return Entry("100644", len(data), data)


def findings(snapshot: Snapshot, now: datetime | None = NOW) -> list[Finding]:
    """Return all that is wrong, in order."""
    return ordered([*snapshot.findings, *judge(snapshot, now)])


def codes(snapshot: Snapshot, now: datetime | None = NOW) -> list[str]:
    """Return the codes of all that is wrong, in order of place."""
    return [finding.code for finding in findings(snapshot, now)]


def ci(title: str = "A machine", extra: str = "", status: str = "operational") -> str:
    """Write a configuration item."""
    return f"title: {title}\nclass: virtual-machine\nstatus: {status}\nowner: operations\n{extra}"


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A git repository of a test, with fixed author and dates."""

    top: Path

    @classmethod
    def create(cls, top: Path) -> "Sandbox":
        """Make an empty repository."""
        top.mkdir(parents=True)
        made = cls(top)
        made.git("init", "--quiet", "--initial-branch=main")
        return made

    def git(self, *arguments: str) -> str:
        """Run git as Ada, on a day in 2026."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.top),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            **{f"GIT_{who}_NAME": "Ada Example" for who in ("AUTHOR", "COMMITTER")},
            **{f"GIT_{who}_EMAIL": "ada@lab.example" for who in ("AUTHOR", "COMMITTER")},
            **{f"GIT_{who}_DATE": "2026-03-01T10:00:00Z" for who in ("AUTHOR", "COMMITTER")},
        }
        done = subprocess.run(["git", *arguments], cwd=self.top, env=environment, capture_output=True, check=True)
        return done.stdout.decode().strip()

    def write(self, files: Mapping[str, str | bytes]) -> None:
        """Write files by path from the top."""
        for path, content in files.items():
            place = self.top / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(self, message: str) -> str:
        """Commit all that lies there and return the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", message)
        return self.git("rev-parse", "HEAD")
