"""``itsmctl cutsets``: the smallest sets of records whose joint loss takes a service down, and its slack."""

import argparse

from itsmctl.cli.options import add_at, add_output, coloured, load, warn, write
from itsmctl.findings import Fatal
from itsmctl.resilience import LARGEST, LIMIT, cutsets, slack

EXAMPLES = """
itsmctl cutsets k8s-platform               sets of up to three records
itsmctl cutsets git-service --max-size 1   single points of failure only
itsmctl cutsets k8s-platform --format json for other programs
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("service", metavar="SERVICE", help="a service, or any other record")
    parser.add_argument(
        "--max-size", type=int, default=3, metavar="N", help="records a set at most (default: %(default)s)"
    )
    parser.add_argument(
        "--limit", type=int, default=LIMIT, metavar="N", help="stop after N sets (default: %(default)s)"
    )
    add_at(parser)
    add_output(parser, ("text", "json", "markdown"))


def run(args: argparse.Namespace) -> int:
    """Search the cut sets."""
    from itsmctl.render.resilience import cutsets_json, cutsets_markdown, cutsets_text

    if not 1 <= args.max_size <= LARGEST or args.limit < 1:
        hint = f"--max-size 1 to {LARGEST}, --limit 1 or more"
        raise Fatal("a set has at least one record, and at most a few", hint=hint, code=2)
    snapshot = load(args)
    warn(snapshot)
    key = snapshot.catalog.named(args.service).key
    found, spare = cutsets(snapshot, key, args.max_size, args.limit), slack(snapshot, key, args.max_size)
    writers = {
        "json": lambda: cutsets_json(found, spare),
        "markdown": lambda: cutsets_markdown(found, spare),
        "text": lambda: cutsets_text(found, spare, colour=coloured(args)),
    }
    write(args, writers[args.format]())
    return 0
