"""``itsmctl graph``: what depends on what, as a drawing."""

import argparse
import sys
from collections.abc import Sequence

from itsmctl.cli.options import add_at, add_output, load, warn, write
from itsmctl.cli.scenario import note_retired, scenario
from itsmctl.findings import Fatal
from itsmctl.graph import State
from itsmctl.impact import spread
from itsmctl.render.graph import Picture, dot, graph_json, graphml, mermaid_within, picture
from itsmctl.snapshot import Snapshot

EXAMPLES = """
itsmctl graph                                    everything, as Mermaid
itsmctl graph wikijs                             what the wiki needs and what needs it
itsmctl graph node04 --depth 1 --format dot      its neighbours, for Graphviz
itsmctl graph --lose node04                      what the loss of node04 hits, with its states
itsmctl graph --format graphml --output it.graphml
itsmctl graph --format html --output graph.html  one page that works out in the browser what breaks
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("focus", nargs="*", metavar="ID", help="draw only what these need and what needs them")
    parser.add_argument("--depth", type=int, metavar="N", help="at most N steps away from the records named")
    parser.add_argument(
        "--lose",
        action="append",
        default=[],
        metavar="ID[=degraded]",
        help="show the states after this loss; may be given several times",
    )
    add_at(parser)
    add_output(parser, ("mermaid", "dot", "graphml", "json", "html"))


def run(args: argparse.Namespace) -> int:
    """Draw the graph."""
    if args.depth is not None and (args.depth < 0 or not args.focus):
        raise Fatal("--depth counts the steps from a record", hint="name one: itsmctl graph node04 --depth 1", code=2)
    snapshot = load(args)
    warn(snapshot)
    keys = list(dict.fromkeys(snapshot.catalog.named(name).key for name in args.focus))
    forced = scenario(args.lose, snapshot)
    note_retired(snapshot, forced)
    html = args.format == "html"
    write(args, _page(args, snapshot, keys, forced) if html else drawn(args.format, snapshot, forced, keys, args.depth))
    return 0


def _page(args: argparse.Namespace, snapshot: Snapshot, keys: list[str], forced: dict[str, State]) -> str:
    from itsmctl.render.graph.html import graph_html

    return graph_html(snapshot.catalog, snapshot.graph, keys, forced, args.depth)


def drawn(
    form: str, snapshot: Snapshot, forced: dict[str, State], keys: Sequence[str] = (), depth: int | None = None
) -> str:
    """Draw the graph, or what is near some records, with the states of a scenario if there is one."""
    states = spread(snapshot.graph, forced).states if forced else None
    made = picture(snapshot.catalog, snapshot.graph, list(keys), depth, states, forced)
    writers = {"mermaid": _mermaid, "dot": dot, "graphml": graphml, "json": graph_json}
    return writers[form](made)


def _mermaid(made: Picture) -> str:
    text, folded = mermaid_within(made)
    if folded:
        sys.stderr.write(
            f"itsmctl: Mermaid does not draw {len(made.arrows)} links: each class is one box\n"
            "  hint: name a record, or use --format dot or html\n"
        )
    return text
