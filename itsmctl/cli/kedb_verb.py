"""``itsmctl kedb match``: the known errors that fit an incident, a record or words, with their workarounds."""

import argparse
import re

from itsmctl.cli.options import add_at, add_output, coloured, load, warn, write
from itsmctl.findings import Fatal
from itsmctl.knowledge import asked_text, match
from itsmctl.snapshot import Snapshot

EXAMPLES = """
itsmctl kedb match "too many clients"       by what one sees
itsmctl kedb match INC-2026-0107            by an incident's words and what it affects
itsmctl kedb match postgres-lab             what is known of a record and its neighbours
itsmctl kedb match wiki 502 --limit 1       words need no quotation marks
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("action", choices=("match",), help="what to do with the known errors")
    parser.add_argument("query", nargs="+", metavar="INC|ID|TEXT", help="an incident, another record, or words")
    parser.add_argument("--limit", type=int, default=3, metavar="N", help="how many to show (default: %(default)s)")
    add_at(parser)
    add_output(parser, ("text", "json", "markdown"))


def run(args: argparse.Namespace) -> int:
    """Rank the known errors."""
    from itsmctl.render.knowledge import kedb_json, kedb_markdown, kedb_text

    snapshot = load(args)
    warn(snapshot)
    found = match(snapshot, *_asked(snapshot, " ".join(args.query)))
    limit = max(args.limit, 0)
    writers = {
        "json": lambda: kedb_json(found, limit),
        "markdown": lambda: kedb_markdown(found, limit),
        "text": lambda: kedb_text(found, limit, colour=coloured(args)),
    }
    write(args, writers[args.format]())
    return 0


def _asked(snapshot: Snapshot, query: str) -> tuple[str, list[str]]:
    """Return the words that are asked and the records that they are asked about."""
    if not query.strip():
        raise Fatal("there is nothing to look for", hint="itsmctl kedb match INC-… or some words", code=2)
    catalog = snapshot.catalog
    if query not in catalog.records and query not in catalog.owners and not _numbered(snapshot, query):
        return query, []
    record = catalog.named(query)
    if not record.kind.role("affects"):
        return f"{record.title} {record.id}", [record.key]
    return asked_text(record), sorted(one.key for one in catalog.role(record, "affects"))


def _numbered(snapshot: Snapshot, query: str) -> bool:
    """Say whether a query looks like an id of a kind whose ids have a form: such a one was meant as an id."""
    forms = (kind.identity for kind in snapshot.kinds.by_name.values() if kind.identity.format)
    return any(re.fullmatch(form.pattern.pattern, query, re.ASCII | re.IGNORECASE) for form in forms)
