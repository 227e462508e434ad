"""``itsmctl explain``: why a rule is there, an example of wrong and right, how to mend it, and where it is defined."""

import argparse
import sys
from collections.abc import Mapping

from itsmctl.cli.options import add_at, load
from itsmctl.findings import Fatal
from itsmctl.render.explanation import Explanation, defined, explanation_text, explanations
from itsmctl.render.table import aligned
from itsmctl.rules import every_rule
from itsmctl.snapshot import Snapshot, take
from itsmctl.suggest import did_you_mean
from itsmctl.tree import from_dict, share

EXAMPLES = """
itsmctl explain                         all rules, one a line
itsmctl explain dangling-reference      one of them
itsmctl explain agreement-expires       one that a schema defines, with its place
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("code", nargs="?", metavar="CODE", help="what a finding says in brackets (default: list them)")
    add_at(parser)


def run(args: argparse.Namespace) -> int:
    """Print one page, or one line a page."""
    pages: Mapping[str, Explanation] = explanations(share("templates") / "rules")
    if args.code not in pages:  # what is built in needs no repository
        data = defined(every_rule(_snapshot(args)))
        pages = dict(sorted({**data, **pages}.items()))
    if args.code is None:
        sys.stdout.write(aligned([(one.code, one.severity.word, one.summary) for one in pages.values()]))
        return 0
    if args.code not in pages:
        hint = did_you_mean(args.code, pages, "itsmctl explain lists the rules")
        raise Fatal(f"there is no rule {args.code}", hint=hint, code=2)
    sys.stdout.write(explanation_text(pages[args.code]))
    return 0


def _snapshot(args: argparse.Namespace) -> Snapshot:
    """Return the repository that is asked about; outside of one the schemas of the package, and no record."""
    try:
        return load(args)
    except Fatal:
        if args.at:
            raise
        return take(from_dict({f"schemas/{one.name}": one.read_bytes() for one in share("schemas").glob("*.json")}))
