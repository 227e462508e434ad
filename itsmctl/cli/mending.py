"""Files that their findings would mend: shown, asked about, written; for ``validate --fix``."""

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from itsmctl.authoring import Fix, Left, alone, difference, fixes
from itsmctl.cli.options import coloured
from itsmctl.findings import Fatal, Finding
from itsmctl.render.paint import painted
from itsmctl.repo import write_atomic
from itsmctl.snapshot import Snapshot

__all__ = ["add_fix", "check_fix", "mend", "texts"]

COLOURS = {"+": "32", "-": "31", "@": "36"}


def add_fix(parser: argparse.ArgumentParser) -> None:
    """Add ``--fix`` and ``--yes``."""
    parser.add_argument("--fix", action="store_true", help="show what findings know to mend, ask, and write it")
    parser.add_argument("--yes", action="store_true", help="with --fix: write without asking")


def check_fix(args: argparse.Namespace) -> None:
    """Refuse options that contradict each other."""
    if args.fix and args.at:
        raise Fatal("--fix mends the work tree, and --at names another", hint="leave one of them out", code=2)
    if args.yes and not args.fix:
        raise Fatal("--yes answers what --fix asks", hint="itsmctl validate --fix --yes", code=2)


def mend(
    args: argparse.Namespace,
    top: Path,
    snapshot: Snapshot,
    found: Iterable[Finding],
    judge: Callable[[Snapshot], Iterable[Finding]],
) -> bool:
    """Show the edits that findings carry and write them if that is wanted; say whether anything was written."""
    made, left = fixes(snapshot, found, judge)
    _show(args, made, left)
    if not made or not (args.yes or _agreed(made)):
        return False
    written = [_write(top, fix) for fix in made]
    return any(written)


def texts(snapshot: Snapshot, found: Iterable[Finding]) -> Mapping[Finding, tuple[str, str]]:
    """Return, for each finding that can be mended by itself, its file's text as it is and as it would be."""
    return {finding: (fix.old.decode(), fix.new.decode()) for finding, fix in alone(snapshot, found).items()}


def _show(args: argparse.Namespace, made: Sequence[Fix], left: Sequence[Left]) -> None:
    """Write the differences; beside a report for programs they go to the error stream."""
    out = sys.stdout if args.format == "text" and not args.output else sys.stderr
    colour = coloured(args) and out is sys.stdout
    for fix in made:
        out.writelines(
            painted(line.rstrip("\n"), COLOURS.get(line[0], "0"), colour=colour) + "\n" for line in difference(fix)
        )
    for one in left:
        sys.stderr.write(
            f"itsmctl: {one.path} is left as it is: {one.why}\n  hint: mend it by hand, as its findings say\n"
        )
    if not made and not left:
        sys.stderr.write("itsmctl: no finding here knows for certain how it is mended\n")


def _agreed(made: Sequence[Fix]) -> bool:
    """Ask on a terminal; elsewhere nobody can agree."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.stderr.write("itsmctl: nothing was written: --yes writes what is shown\n")
        return False
    files = f"{len(made)} files" if len(made) > 1 else made[0].path
    try:
        return input(f"Write this to {files}? [y/N] ").strip().casefold() in ("y", "yes")
    except EOFError:
        return False


def _write(top: Path, fix: Fix) -> bool:
    """Write one file, unless it has changed since it was read."""
    place = top / fix.path
    if place.read_bytes() != fix.old:
        sys.stderr.write(f"itsmctl: {fix.path} has changed meanwhile and is left as it is\n")
        return False
    write_atomic(place, fix.new)
    return True
