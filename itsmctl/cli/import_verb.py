"""``itsmctl import``: another system's log into a new repository with its history."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from itsmctl.cli.options import write
from itsmctl.findings import Finding

EXAMPLES = """
itsmctl import event-log examples/event-log/mapping.yaml log.csv.gz --into tickets
                                     one commit for each row of the log, in the new folder tickets
itsmctl kpi --root tickets           the figures of that history
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    from itsmctl.exchange import IMPORTERS

    told = "; ".join(f"{one.name} = {one.about}" for one in IMPORTERS)
    parser.add_argument("what", choices=[one.name for one in IMPORTERS], help=f"what is imported: {told}")
    parser.add_argument("mapping", type=Path, metavar="MAPPING", help="how rows become records (YAML)")
    parser.add_argument("log", type=Path, metavar="LOG", help="the log: .csv or .csv.gz")
    parser.add_argument("--into", type=Path, metavar="DIR", help="the new repository (default: the log's name)")


def run(args: argparse.Namespace) -> int:
    """Import, and say what was made or what is wrong."""
    from itsmctl.exchange import IMPORTERS

    importer = next(one for one in IMPORTERS if one.name == args.what)
    into = args.into or Path(args.log.name.partition(".")[0])
    made, findings = importer.run(args.mapping, args.log, into, _progress)
    if made is None:
        sys.stderr.write("".join(_told(finding) for finding in findings))
        sys.stderr.write("itsmctl: nothing was made\n")
        return 1
    sentence = f"{made.events:,} events of {made.records:,} records became commits of {made.folder}"
    write(args, f"{sentence}\nlast commit: {made.commit}\nnext: itsmctl kpi --root {made.folder}\n")
    return 0


def _told(finding: Finding) -> str:
    hint = f"  hint: {finding.hint}\n" if finding.hint else ""
    return f"{finding.where}: {finding.message} [{finding.code}]\n{hint}"


def _progress(chunks: Iterable[bytes], total: int) -> Iterable[bytes]:
    """Show a bar on the error stream, but only on a terminal."""
    return _bar(chunks, total) if sys.stderr.isatty() else chunks


def _bar(chunks: Iterable[bytes], total: int) -> Iterator[bytes]:
    from rich.console import Console
    from rich.progress import track

    yield from track(chunks, description="importing", total=total, console=Console(stderr=True), transient=True)
