"""``itsmctl blame``: what is most likely to blame for an incident."""

import argparse

from itsmctl.cli.options import add_at, add_now, add_output, coloured, load, now_of, warn, write
from itsmctl.diagnosis import blame
from itsmctl.findings import Fatal

EXAMPLES = """
itsmctl blame INC-2026-0107                 causes, ranked, each with its reasons
itsmctl blame INC-2026-0107 --days 30       with the changes of a month before
itsmctl blame INC-2026-0107 --format json   for other programs
"""
DAYS = 3650


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("incident", metavar="INC", help="the incident")
    parser.add_argument(
        "--days", type=int, default=7, metavar="N", help="changes of so many days before it (default: %(default)s)"
    )
    parser.add_argument("--limit", type=int, default=10, metavar="N", help="suspects to show (default: %(default)s)")
    add_now(parser)
    add_at(parser)
    add_output(parser, ("text", "json", "markdown"))


def run(args: argparse.Namespace) -> int:
    """Rank the suspects."""
    from itsmctl.render.diagnosis import blame_json, blame_markdown, blame_text

    if not 0 <= args.days <= DAYS:
        raise Fatal(f"--days {args.days} is no number of days to look back", hint=f"0 to {DAYS}", code=2)
    snapshot = load(args)
    warn(snapshot)
    incident = snapshot.catalog.named(args.incident, snapshot.kinds.having("outages"))
    found = blame(snapshot, incident, now_of(args), args.days)
    limit = max(args.limit, 0)
    writers = {
        "json": lambda: blame_json(found, limit),
        "markdown": lambda: blame_markdown(found, limit),
        "text": lambda: blame_text(found, limit, colour=coloured(args)),
    }
    write(args, writers[args.format]())
    return 0
