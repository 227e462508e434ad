"""The options that verbs share, and what they mean: which tree, which instant, where the output goes."""

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from itsmctl.cli.moments import Revision, Time
from itsmctl.clock import FORMS, instant
from itsmctl.findings import Fatal
from itsmctl.render.escape import printable
from itsmctl.repo import Repo, find, read_state, write_state
from itsmctl.sentence import few
from itsmctl.snapshot import Memory, Snapshot, take
from itsmctl.tree import Tree, at_commit, from_disk

__all__ = [
    "add_at",
    "add_now",
    "add_output",
    "add_root",
    "coloured",
    "load",
    "moment_at",
    "now_of",
    "repo_of",
    "warn",
    "write",
]


NAMED = 3  # files that are named before "and N more"
CACHE = "records.msgpack"


def add_root(parser: argparse.ArgumentParser) -> None:
    """Add ``--root``."""
    parser.add_argument(
        "--root", type=Path, default=Path(), metavar="DIR", help="a folder of the repository (default: here)"
    )


def add_at(parser: argparse.ArgumentParser) -> None:
    """Add ``--root`` and ``--at``."""
    add_root(parser)
    parser.add_argument(
        "--at",
        type=Revision,
        metavar="REV|TIME",
        help=f"the records of that commit, or as they were then: {FORMS} (default: the work tree)",
    )


def add_now(parser: argparse.ArgumentParser) -> None:
    """Add ``--now``."""
    parser.add_argument(
        "--now", type=Time, metavar="TIME", help="judge as of this time, RFC 3339 or as for --at (default: the clock)"
    )


def add_output(parser: argparse.ArgumentParser, formats: tuple[str, ...]) -> None:
    """Add ``--format`` and ``--output``."""
    parser.add_argument(
        "--format", choices=formats, default=formats[0], help="how to write the answer (default: %(default)s)"
    )
    parser.add_argument("--output", type=Path, metavar="FILE", help="write to a file instead of the terminal")


def repo_of(args: argparse.Namespace) -> Repo:
    """Return the repository that ``--root`` lies in."""
    return find(args.root.resolve())


def load(args: argparse.Namespace) -> Snapshot:
    """Take the snapshot that ``--root`` and ``--at`` ask for."""
    repo = repo_of(args)
    at = getattr(args, "at", None)
    tree = at_commit(repo, commit_at(repo, at)) if at else from_disk(repo)
    if not any(next(tree.below(folder), None) for folder in ("records", "schemas")):
        hint = "give --root a folder of the repository that holds records/, or start one: itsmctl init DIR"
        raise Fatal("there are no records here", hint=hint)
    return remembered(repo, tree)


def remembered(repo: Repo, tree: Tree) -> Snapshot:
    """Take a snapshot with the help of what the last run read, and keep what this one did."""
    folder = repo.state_folder()
    memory = Memory(read_state(folder, CACHE))
    snapshot = take(tree, read=memory)
    kept = memory.dump()
    if kept is not None:
        write_state(folder, CACHE, kept)
    return snapshot


def commit_at(repo: Repo, at: str) -> str:
    """Return the commit of a revision, or the last one that main held at a time."""
    moment = moment_at(at)
    if moment is None:
        return _named(repo, at)
    from itsmctl.history import commit_before

    return commit_before(repo, moment)


def _named(repo: Repo, name: str) -> str:
    """Return the commit of a name; what is none may have been meant as a time."""
    try:
        return repo.commit(name)
    except Fatal as fatal:
        raise Fatal(
            f"{fatal.message}, and it is no time", f"{fatal.hint}; times are {FORMS}", code=fatal.code
        ) from None


def moment_at(at: str) -> datetime | None:
    """Return the instant that a settled ``--at`` names (see `settle`); None for a revision."""
    try:
        return instant(at)
    except ValueError:
        return None


def now_of(args: argparse.Namespace) -> datetime:
    """Return the instant to judge by: ``--now``, else the clock, read here and nowhere else."""
    if not args.now:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return instant(args.now)
    except ValueError as error:
        raise Fatal(str(error), code=2) from None


def write(args: argparse.Namespace, text: str) -> None:
    """Write the answer where ``--output`` says."""
    if getattr(args, "output", None):
        args.output.write_text(text, "utf-8")
    else:
        sys.stdout.write(text)


def warn(snapshot: Snapshot) -> None:
    """Say on the error stream what an answer leaves out: files that are no records, and records that are wrong."""
    records = snapshot.catalog.records.values()
    known = {record.path for record in records}
    _name([path for path, _ in snapshot.tree.below("records") if path not in known], "no record, and left out")
    _name([record.path for record in records if not record.valid], "not valid, and counted as empty")


def _name(paths: Sequence[str], why: str) -> None:
    if paths:
        names = few([printable(path) for path in paths], NAMED)
        sys.stderr.write(f"itsmctl: {why}: {names}; itsmctl validate shows why\n")


def coloured(args: argparse.Namespace) -> bool:
    """Say whether to colour: on a terminal or with FORCE_COLOR, but never with NO_COLOR or into a file."""
    if os.environ.get("NO_COLOR") or getattr(args, "output", None):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()
