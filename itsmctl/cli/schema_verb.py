"""``itsmctl schema``: the kinds, or the fields and states of one."""

import argparse
import json

from itsmctl.cli.options import add_at, add_output, commit_at, repo_of, write
from itsmctl.findings import Fatal
from itsmctl.kinds import load as load_kinds
from itsmctl.render.kind import kind_text, kinds_text
from itsmctl.suggest import did_you_mean
from itsmctl.tree import at_commit, from_disk

EXAMPLES = """
itsmctl schema                        the kinds, one a line
itsmctl schema rfc                    the fields of a kind, its ids, states and moves
itsmctl schema rfc --format json      its JSON Schema
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("kind", nargs="?", metavar="KIND", help="one kind (default: list them)")
    add_at(parser)
    add_output(parser, ("text", "json"))


def run(args: argparse.Namespace) -> int:
    """List the kinds, or describe one."""
    repo = repo_of(args)
    kinds = load_kinds(at_commit(repo, commit_at(repo, args.at)) if args.at else from_disk(repo))
    kind = kinds.get(args.kind) if args.kind else None
    if args.kind and kind is None:
        hint = did_you_mean(args.kind, kinds.by_name, "itsmctl schema lists them")
        raise Fatal(f"there is no kind {args.kind}", hint=hint, code=2)
    if args.format == "json":
        value = kind.schema if kind else sorted(kinds.by_name)
        write(args, json.dumps(value, indent=2, ensure_ascii=False) + "\n")
    else:
        write(args, kind_text(kind, kinds) if kind else kinds_text(kinds))
    return 0
