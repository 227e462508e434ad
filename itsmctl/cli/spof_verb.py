"""``itsmctl spof``: every record whose loss alone takes a service down."""

import argparse

from itsmctl.cli.options import add_at, add_output, coloured, load, warn, write
from itsmctl.findings import Fatal
from itsmctl.resilience import spof

EXAMPLES = """
itsmctl spof                               every single point of failure, the worst first
itsmctl spof git-service                   what alone takes one service down
itsmctl spof --format json --limit 1000    for other programs
itsmctl spof --at 2026-01-01T00:00:00Z     as it was then
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("service", nargs="?", metavar="SERVICE", help="only what takes this service, or record, down")
    parser.add_argument(
        "--limit", type=int, default=30, metavar="N", help="how many to show, the worst first (default: %(default)s)"
    )
    add_at(parser)
    add_output(parser, ("text", "json", "markdown"))


def run(args: argparse.Namespace) -> int:
    """Rank the single points of failure."""
    from itsmctl.render.resilience import spof_json, spof_markdown, spof_text

    snapshot = load(args)
    warn(snapshot)
    target = snapshot.catalog.named(args.service) if args.service else None
    if args.limit < 0:
        raise Fatal("--limit is at least 0", hint="give --limit 30", code=2)
    limit = args.limit
    found = spof(snapshot, target.key if target else None, limit)
    writers = {
        "json": lambda: spof_json(found, target, limit),
        "markdown": lambda: spof_markdown(found, target, limit),
        "text": lambda: spof_text(found, target, limit, colour=coloured(args)),
    }
    write(args, writers[args.format]())
    return 0
