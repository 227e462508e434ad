"""``itsmctl replay``: recorded incidents on another graph, and the outages that would not have happened."""

import argparse
from pathlib import Path

from itsmctl.cli.options import add_at, add_now, add_output, coloured, commit_at, load, now_of, repo_of, warn, write
from itsmctl.diagnosis import replay
from itsmctl.findings import Fatal
from itsmctl.snapshot import Snapshot, take
from itsmctl.tree import LIMIT, REGULAR, Entry, Tree, at_commit

EXAMPLES = """
itsmctl replay --head add-third-node           what a branch would have saved, over all incidents
itsmctl replay INC-2026-0030 --patch edited    one incident, with records of a folder laid over those here
itsmctl replay --head main~1 --format json     for other programs
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("incidents", nargs="*", metavar="INC", help="incidents to replay (default: all)")
    other = parser.add_mutually_exclusive_group(required=True)
    other.add_argument("--head", metavar="REV|DATE", help="replay on the graph of this revision")
    other.add_argument(
        "--patch", type=Path, metavar="DIR", help="replay with DIR/records laid over the records; nothing is written"
    )
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
    incidents = [before.catalog.named(name, ("incident",)) for name in dict.fromkeys(args.incidents)]
    found = replay(before, after, incidents or None, now_of(args))
    writers = {
        "json": lambda: replay_json(found),
        "markdown": lambda: replay_markdown(found),
        "text": lambda: replay_text(found, colour=coloured(args)),
    }
    write(args, writers[args.format]())
    return 0


def _other(args: argparse.Namespace, before: Snapshot) -> Snapshot:
    if args.patch is None:
        repo = repo_of(args)
        return take(at_commit(repo, commit_at(repo, args.head)))
    files = _files(args.patch)
    if not files:
        hint = "it holds whole files by their path: DIR/records/ci/node04.yaml"
        raise Fatal(f"there are no records in {args.patch}", hint=hint, code=2)
    return take(Tree({**before.tree.entries, **files}), before.kinds)


def _files(folder: Path) -> dict[str, Entry]:
    """Read the plain files below DIR/records; links and what is too large stay out."""
    found: dict[str, Entry] = {}
    for path in sorted((folder / "records").rglob("*")):
        if path.is_file() and not path.is_symlink() and path.stat().st_size <= LIMIT:
            data = path.read_bytes()
            found[path.relative_to(folder).as_posix()] = Entry(REGULAR, len(data), data)
    return found
