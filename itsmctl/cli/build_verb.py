"""``itsmctl build``: the records into pages, and the pages into HTML."""

import argparse
import sys

from itsmctl.cli.options import add_at, add_now, repo_of
from itsmctl.cli.render_verb import render

EXAMPLES = """
itsmctl build                        build/site, by MkDocs; a warning is an error
itsmctl build --builder zensical     the same pages by Zensical
itsmctl build --no-strict            warnings are only shown
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    add_at(parser)
    add_now(parser)
    parser.add_argument(
        "--builder", choices=("mkdocs", "zensical"), default="mkdocs", help="what makes the HTML (default: %(default)s)"
    )
    parser.add_argument(
        "--strict", action=argparse.BooleanOptionalAction, default=True, help="fail on a warning (default: yes)"
    )


def run(args: argparse.Namespace) -> int:
    """Render, build, and say where the site is."""
    from itsmctl.site import build

    args.output = None
    folder, told = render(args)
    sys.stdout.write(f"{folder}: {told}\n")
    sys.stdout.flush()
    top = repo_of(args).root
    site = build(top, args.builder, strict=args.strict)
    shown = site.relative_to(top) if site.is_relative_to(top) else site
    sys.stdout.write(f"{shown}: open index.html, or: python -m http.server --directory {shown}\n")
    return 0
