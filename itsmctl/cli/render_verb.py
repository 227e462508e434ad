"""``itsmctl render``: the records into the Markdown pages of the site."""

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from itsmctl.cli.options import add_at, add_now, load, moment_at, now_of, repo_of
from itsmctl.findings import Fatal
from itsmctl.tree import FOLDERS

if TYPE_CHECKING:
    from itsmctl.history import History
    from itsmctl.snapshot import Snapshot

MOST = 9  # records named on the error stream
EXAMPLES = """
itsmctl render                       pages of the work tree into build/docs
itsmctl render --at 2026-03-01T00:00:00Z --output /tmp/then
                                     the site as it was then
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_at(parser)
    add_now(parser)
    parser.add_argument("--output", type=Path, metavar="DIR", help="where the pages go (default: build/docs)")


def run(args: argparse.Namespace) -> int:
    """Write the pages and say how many changed."""
    folder, told = render(args)
    sys.stdout.write(f"{folder}: {told}\n")
    return 0


def render(args: argparse.Namespace) -> tuple[str, str]:
    """Write pages and assets, and beside them the navigation for mkdocs.yml; return the folder and what was done.

    Another ``--output`` gets the pages alone: nothing is written outside of it.
    """
    from itsmctl.history import read
    from itsmctl.kpi import reckon
    from itsmctl.site import assets, navigation, pages, write

    repo, snapshot = repo_of(args), load(args)
    _name_invalid(snapshot)
    # Before the first commit there is no history, and the pages say so.
    commit = snapshot.tree.commit or (repo.commit("HEAD") if repo.has_commits() else "")
    history = read(repo, commit, snapshot.kinds) if commit else None
    now = _moment(args, history)
    figures = {one.id: reckon(one, snapshot, history, now) for one in snapshot.of("kpi")} if history else {}
    timelines = history.timelines if history else {}
    folder: Path = args.output or repo.root / "build" / "docs"
    _apart(folder.resolve(), repo.root.resolve())
    made = pages(snapshot, timelines, figures, now)
    done = write(folder, {**made, **assets(repo.root)})
    if not args.output:
        write(folder.parent, {"nav.yml": navigation(snapshot)})
    shown = str(args.output) if args.output else "build/docs"
    return shown, f"{len(made)} pages, {done.changed} files written, {done.same} as before, {done.removed} removed"


def _name_invalid(snapshot: "Snapshot") -> None:
    """Name on the error stream the records that are not valid, the first of them; their pages say what is wrong."""
    broken = [record for record in snapshot.catalog.records.values() if not record.valid]
    for record in broken[:MOST]:
        found = (finding for finding in snapshot.findings if finding.where.path == record.path)
        place = next((str(finding.where) for finding in found), record.path)
        sys.stderr.write(f"itsmctl: {place}: {record.key} is not valid; its page says what is wrong\n")
    if len(broken) > MOST:
        sys.stderr.write(f"itsmctl: and {len(broken) - MOST} more: itsmctl validate shows them\n")


def _apart(folder: Path, top: Path) -> None:
    """Refuse to write pages among what is written by hand."""
    written = [top / name for name in (*FOLDERS, ".git", "site")]
    if folder == top or any(folder.is_relative_to(one) for one in written):
        raise Fatal(f"{folder} holds what people write", hint="give --output a folder of its own", code=2)


def _moment(args: argparse.Namespace, history: "History | None") -> datetime:
    """Return the instant to reckon as of: --now, else the date of --at or the time of its commit, else the clock."""
    if args.now or not args.at or not history:
        return now_of(args)
    return moment_at(args.at) or history.last.moment
