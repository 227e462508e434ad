"""``itsmctl validate``: what is wrong with the records."""

import argparse
import os
from collections.abc import Collection, Iterable, Sequence
from functools import partial
from pathlib import Path

from itsmctl.cli.mending import add_fix, check_fix, mend, texts
from itsmctl.cli.options import add_at, add_now, add_output, coloured, load, now_of, repo_of, write
from itsmctl.findings import Fatal, Finding, Severity, ordered, worst
from itsmctl.kpi import check
from itsmctl.render import RENDERERS, Report
from itsmctl.render.text import text
from itsmctl.rules import judge
from itsmctl.snapshot import Snapshot

EXAMPLES = """
itsmctl validate                             all records of the work tree
itsmctl validate records/ci/lab-db01.yaml    only what is wrong in this file
itsmctl validate --at main~10                as it was ten commits ago
itsmctl validate --format github             annotations for a pull request
itsmctl validate --fail-on warning           exit 1 for warnings too
itsmctl validate --fix                       show what findings know to mend, ask, and write it
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="report only what lies here (default: all)")
    add_at(parser)
    add_now(parser)
    add_output(parser, tuple(RENDERERS))
    words = [severity.word for severity in sorted(Severity, reverse=True)]
    parser.add_argument(
        "--fail-on", choices=words, default="error", help="least severity that exits 1 (default: error)"
    )
    add_fix(parser)
    parser.add_argument("--quiet", action="store_true", help="print only what fails, and nothing when nothing does")


def run(args: argparse.Namespace) -> int:
    """Take the snapshot, judge it, mend what is to be mended, write the report."""
    check_fix(args)
    now = now_of(args)

    def findings(snapshot: Snapshot) -> list[Finding]:
        return ordered([*snapshot.findings, *judge(snapshot, now), *check(snapshot)])

    snapshot = load(args)
    found = _within(findings(snapshot), args, snapshot.tree.entries)
    if args.fix and mend(args, repo_of(args).top, snapshot, found, findings):
        snapshot = load(args)
        found = _within(findings(snapshot), args, snapshot.tree.entries)
    limit = Severity[args.fail_on.upper()]
    failed = (worst(found) or 0) >= limit
    if args.quiet:
        found = [finding for finding in found if finding.severity >= limit]
    if found or not args.quiet:
        mended = texts(snapshot, found) if args.format == "sarif" else {}
        report = Report(found, len(snapshot.catalog.records), snapshot.tree.commit, mended)
        render = partial(text, colour=coloured(args)) if args.format == "text" else RENDERERS[args.format]
        write(args, render(report))
    return int(failed)


def _within(found: Sequence[Finding], args: argparse.Namespace, files: Collection[str]) -> list[Finding]:
    """Keep the findings that lie in the paths asked for; all when none is."""
    if not args.paths:
        return list(found)
    top = repo_of(args).top.resolve()
    wanted = [_inside(path, top) for path in args.paths]
    for one, path in zip(wanted, args.paths, strict=True):
        if one not in files and not any(name.startswith(f"{one}/") for name in files) and one != ".":
            raise Fatal(f"there is no record at {path}", hint="name a file or folder below records/", code=2)
    return [finding for finding in found if _covers(wanted, finding.where.path)]


def _inside(path: Path, top: Path) -> str:
    place = Path(os.path.abspath(path))  # noqa: PTH100 - a link must keep its own name: resolve() would follow it
    parent = place.parent.resolve() / place.name
    if not parent.is_relative_to(top):
        raise Fatal(
            f"{path} lies outside the repository {top.name}",
            hint="name a file or folder below records/",
            code=2,
        )
    return parent.relative_to(top).as_posix()


def _covers(wanted: Iterable[str], path: str) -> bool:
    return any(one in (".", path) or path.startswith(f"{one}/") for one in wanted)
