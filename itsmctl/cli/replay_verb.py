"""``itsmctl replay``: recorded incidents on another graph, and the outages that would not have happened."""

import argparse

from itsmctl.cli.edits import add_edits, edits_of
from itsmctl.cli.moments import Revision
from itsmctl.cli.options import add_at, add_now, add_output, coloured, commit_at, load, now_of, repo_of, warn, write
from itsmctl.diagnosis import replay
from itsmctl.findings import Fatal, Severity
from itsmctl.snapshot import Snapshot, take
from itsmctl.tree import at_commit
from itsmctl.whatif import change

EXAMPLES = """
itsmctl replay --head add-third-node           what a branch would have saved, over all incidents
itsmctl replay --add-dependency 'ai-platform={any_of: [k8sw04, k8sw05]}' --drop-dependency ai-platform=k8sw04
itsmctl replay INC-2026-0030 --patch edited    one incident, with records of a folder laid over those here
itsmctl replay --head main~1 --format json     for other programs
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("incidents", nargs="*", metavar="INC", help="incidents to replay (default: all)")
    parser.add_argument(
        "--head",
        type=Revision,
        metavar="REV|TIME",
        help="replay on the records of that commit or time (default: these)",
    )
    add_edits(parser)
    add_now(parser)
    add_at(parser)
    add_output(parser, ("text", "json", "markdown"))


def run(args: argparse.Namespace) -> int:
    """Replay the incidents."""
    from itsmctl.render.diagnosis import replay_json, replay_markdown, replay_text

    before = load(args)
    warn(before)
    after = _other(args, before)
    warn(after)
    kinds = before.kinds.having("outages")
    incidents = [before.catalog.named(name, kinds) for name in dict.fromkeys(args.incidents)]
    found = replay(before, after, incidents or None, now_of(args))
    writers = {
        "json": lambda: replay_json(found),
        "markdown": lambda: replay_markdown(found),
        "text": lambda: replay_text(found, colour=coloured(args)),
    }
    write(args, writers[args.format]())
    return 0


def _other(args: argparse.Namespace, before: Snapshot) -> Snapshot:
    """Return what the incidents are replayed on: a revision with the edits, or the records here with them."""
    start = before
    if args.head is not None:
        repo = repo_of(args)
        start = take(at_commit(repo, commit_at(repo, args.head)))
    edits = edits_of(args, start)
    if not edits and args.head is None:
        hint = "--head REV, or edits such as --need platform:0=1 or --patch DIR; itsmctl replay --help"
        raise Fatal("replay on what? Nothing differs from the records here", hint=hint, code=2)
    after = change(start, edits)
    known = {(finding.code, finding.record) for finding in start.findings}
    for fault in after.findings:
        if fault.severity is Severity.ERROR and (fault.code, fault.record) not in known:
            hint = fault.hint or "itsmctl whatif --ask validate shows all that the edits make wrong"
            raise Fatal(f"the edits make {fault.record or 'a record'} wrong: {fault.message}", hint=hint, code=1)
    return after
