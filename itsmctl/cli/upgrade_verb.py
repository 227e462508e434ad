"""``itsmctl upgrade``: bring what init once wrote to what the package ships now, keeping what people edited."""

import argparse
import difflib
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from itsmctl.authoring import WRITTEN, Ground, Step, blob_id, lock_of, lock_text, managed, plan, rebased
from itsmctl.cli.options import add_root, repo_of
from itsmctl.findings import Fatal
from itsmctl.repo import Repo, create_file, merge_file, past, recall, write_atomic
from itsmctl.tree import share

EXAMPLES = """
itsmctl upgrade                       what would change, and why; nothing is written
itsmctl upgrade --apply               do it; then look at it with git diff
itsmctl upgrade --keep mkdocs.yml     what you have is right: ask no more until the package changes it again
"""
MARKS = {"add": "+", "update": "~", "merge": "~", "remove": "-", "keep": " ", "conflict": "!"}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_root(parser)
    parser.add_argument("--apply", action="store_true", help="write; without it the plan is shown")
    parser.add_argument(
        "--keep", action="append", default=[], metavar="PATH", help="settle a conflict: what the repository has stays"
    )


def run(args: argparse.Namespace) -> int:
    """Show the plan, then carry it out if that is asked for; 1 when something conflicts."""
    repo = repo_of(args)
    ground = _ground(repo)
    ground = _settled(repo, ground, args.keep)
    steps = plan(ground)
    sys.stdout.writelines(_told(steps, ground))
    conflicts = sum(step.verb == "conflict" for step in steps)
    writes = [step for step in steps if step.writes]
    if args.apply:
        _carry_out(repo, writes, rebased(ground, steps), ground)
    sys.stdout.write(_summary(len(writes), conflicts, applied=args.apply))
    return int(bool(conflicts))


def _ground(repo: Repo) -> Ground:
    schemas = {f"schemas/{path.name}": path.read_bytes() for path in share("schemas").glob("*.json")}
    shipped = {**managed(repo.prefix), **schemas}
    written = lock_of(_read(repo.root, WRITTEN))
    present = {path: data for path in {*shipped, *written} if (data := _read(repo.root, path)) is not None}
    return Ground(shipped, present, written, partial(past, repo), partial(recall, repo), partial(merge_file, repo))


def _settled(repo: Repo, ground: Ground, keep: list[str]) -> Ground:
    """Note for each path to be kept that it rests on what the package ships now."""
    unknown = [path for path in keep if path not in ground.shipped or path not in ground.present]
    if unknown:
        raise Fatal(f"{unknown[0]} is no file that upgrade looks at", hint="itsmctl upgrade lists them", code=2)
    if not keep:
        return ground
    written = {**ground.written, **{path: blob_id(ground.shipped[path]) for path in keep}}
    _write(repo.root, WRITTEN, lock_text(written))
    return replace(ground, written=written)


def _carry_out(repo: Repo, steps: list[Step], written: dict[str, str], ground: Ground) -> None:
    """Write file by file, each whole; the note comes last, so that what was cut short is taken up again."""
    for step in steps:
        if step.data is not None:
            _write(repo.root, step.path, step.data)
        else:
            (repo.root / step.path).unlink()
    if written != ground.written:
        _write(repo.root, WRITTEN, lock_text(written))


def _read(top: Path, path: str) -> bytes | None:
    """Return a file's content, None when there is none; Fatal for what is no plain file in the repository."""
    place = top / path
    if place.is_symlink() or not place.parent.resolve().is_relative_to(top.resolve()) or place.is_dir():
        raise Fatal(f"{path} is a link or a folder, not a file", hint="make it a plain file, then upgrade again")
    try:
        return place.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _write(top: Path, path: str, data: bytes) -> None:
    place = top / path
    if not place.exists():
        create_file(place, data)
        return
    mode = place.stat().st_mode
    write_atomic(place, data)
    place.chmod(mode)


def _told(steps: list[Step], ground: Ground) -> Iterator[str]:
    width = max((len(step.path) for step in steps), default=0)
    for step in steps:
        yield f"{MARKS[step.verb]} {step.verb:<8}  {step.path:<{width}}  {step.why}\n"
    for step in steps:
        if step.verb in {"merge", "conflict"} and step.data is not None:
            before, after = (_lines(data) for data in (ground.present[step.path], step.data))
            yield "\n"
            yield from difflib.unified_diff(before, after, f"{step.path} (yours)", f"{step.path} ({step.verb})")


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", "backslashreplace").splitlines(keepends=True)


def _summary(writes: int, conflicts: int, *, applied: bool) -> str:
    if not writes and not conflicts:
        return "Nothing to do.\n"
    told = f"\n{writes} {'files written' if applied else 'files to write: itsmctl upgrade --apply'}"
    hint = "; merge by hand, then itsmctl upgrade --keep PATH" if conflicts else ""
    return f"{told}; {conflicts} in conflict{hint}\n"
