"""``itsmctl show``: one record, what it names and what names it."""

import argparse

from itsmctl.cli.options import add_at, add_output, load, write
from itsmctl.render.record import record_json, record_text

EXAMPLES = """
itsmctl show lab-db01                    fields, links both ways, needs and needed by
itsmctl show service/dns                 where two kinds own the id
itsmctl show RFC-2026-0042 --at main~3   as it was three commits ago
itsmctl show lab-db01 --format yaml      the file itself
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("id", metavar="ID", help="id of the record, or kind/id")
    add_at(parser)
    add_output(parser, ("text", "json", "yaml"))


def run(args: argparse.Namespace) -> int:
    """Show the record."""
    snapshot = load(args)
    record = snapshot.catalog.named(args.id)
    writers = {
        "text": lambda: record_text(record, snapshot),
        "json": lambda: record_json(record, snapshot),
        "yaml": lambda: record.document.text,
    }
    write(args, writers[args.format]())
    return 0
