"""``itsmctl explain``: why a rule is there, an example of wrong and right, and how to mend it."""

import argparse
import sys

from itsmctl.findings import Fatal
from itsmctl.render.explanation import explanation_text, explanations
from itsmctl.suggest import did_you_mean
from itsmctl.tree import share

EXAMPLES = """
itsmctl explain                         all rules, one a line
itsmctl explain dangling-reference      one of them
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the argument."""
    parser.add_argument("code", nargs="?", metavar="CODE", help="what a finding says in brackets (default: list them)")


def run(args: argparse.Namespace) -> int:
    """Print one page, or one line a page."""
    pages = explanations(share("templates") / "rules")
    if args.code is None:
        width = max(map(len, pages))
        sys.stdout.writelines(f"{p.code:<{width}}  {p.severity.word:<7}  {p.summary}\n" for p in pages.values())
        return 0
    if args.code not in pages:
        hint = did_you_mean(args.code, pages, "itsmctl explain lists the rules")
        raise Fatal(f"there is no rule {args.code}", hint=hint, code=2)
    sys.stdout.write(explanation_text(pages[args.code]))
    return 0
