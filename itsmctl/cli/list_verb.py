"""``itsmctl list``: the records of a kind."""

import argparse

from itsmctl.catalog import ordered
from itsmctl.cli.options import add_at, add_output, load, warn, write
from itsmctl.findings import Fatal
from itsmctl.kinds import Kind
from itsmctl.render.record import list_csv, list_json, list_text
from itsmctl.suggest import did_you_mean

EXAMPLES = """
itsmctl list incident                      all incidents
itsmctl list rfc --state approved          only those in a state
itsmctl list ci --format csv --output cis.csv
"""
WRITERS = {"text": list_text, "json": list_json, "csv": list_csv}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("kind", metavar="KIND", help="the kind: itsmctl schema lists them")
    parser.add_argument("--state", metavar="STATE", help="only records in this state")
    add_at(parser)
    add_output(parser, tuple(WRITERS))


def run(args: argparse.Namespace) -> int:
    """List the records."""
    snapshot = load(args)
    warn(snapshot)
    if args.kind not in snapshot.kinds.by_name:
        hint = did_you_mean(args.kind, snapshot.kinds.by_name, "itsmctl schema lists the kinds")
        raise Fatal(f"there is no kind {args.kind}", hint=hint, code=2)
    _check_state(args.state, snapshot.kinds.by_name[args.kind])
    records = ordered(r for r in snapshot.of(args.kind) if args.state is None or r.state == args.state)
    write(args, WRITERS[args.format](records))
    return 0


def _check_state(state: str | None, kind: Kind) -> None:
    """Refuse a state that the kind does not have: an empty list would look like an answer."""
    if state is None:
        return
    lifecycle = kind.lifecycle
    states = {*lifecycle.start, *lifecycle.end, *(move.target for move in lifecycle.moves)} if lifecycle else set()
    if state not in states:
        known = f"its states are {', '.join(sorted(states))}" if states else f"a record of {kind.name} has no states"
        raise Fatal(f"{kind.name} has no state {state}", hint=did_you_mean(state, states, known), code=2)
