"""``itsmctl graph``: what depends on what, as a drawing."""

import argparse
import sys

from itsmctl.cli.options import add_at, add_output, load, warn, write
from itsmctl.findings import Fatal
from itsmctl.render.graph import Picture, dot, graph_json, graphml, mermaid_within, picture

EXAMPLES = """
itsmctl graph                                    everything, as Mermaid
itsmctl graph wiki                               what the wiki needs and what needs it
itsmctl graph node04 --depth 1 --format dot      its neighbours, for Graphviz
itsmctl graph --format graphml --output it.graphml
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("focus", nargs="*", metavar="ID", help="draw only what these need and what needs them")
    parser.add_argument("--depth", type=int, metavar="N", help="at most N steps away from the records named")
    add_at(parser)
    add_output(parser, ("mermaid", "dot", "graphml", "json"))


def run(args: argparse.Namespace) -> int:
    """Draw the graph."""
    if args.depth is not None and (args.depth < 0 or not args.focus):
        raise Fatal("--depth counts the steps from a record", hint="name one: itsmctl graph node04 --depth 1", code=2)
    snapshot = load(args)
    warn(snapshot)
    keys = [snapshot.catalog.named(name).key for name in args.focus]
    drawn = picture(snapshot.catalog, snapshot.graph, keys, args.depth)
    writers = {"mermaid": _mermaid, "dot": dot, "graphml": graphml, "json": graph_json}
    write(args, writers[args.format](drawn))
    return 0


def _mermaid(drawn: Picture) -> str:
    text, folded = mermaid_within(drawn)
    if folded:
        sys.stderr.write(
            f"itsmctl: Mermaid does not draw {len(drawn.arrows)} links: each kind is one box\n"
            "  hint: name a record, or use --format dot\n"
        )
    return text
