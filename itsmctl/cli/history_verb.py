"""``itsmctl history``: the versions of one record, and who recorded them."""

import argparse
from typing import Any

from itsmctl.cli.options import add_at, add_output, commit_at, repo_of, write
from itsmctl.clock import stamp
from itsmctl.findings import Fatal
from itsmctl.history import History, Timeline, Version
from itsmctl.render.escape import as_text
from itsmctl.render.table import aligned
from itsmctl.suggest import did_you_mean

EXAMPLES = """
itsmctl history INC-2026-0107            its versions, oldest first
itsmctl history ci/lab-db01 --at main~9  as it was known then
itsmctl history wiki --format json       for other programs
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("record", metavar="ID", help="a record, also one that was deleted: id or kind/id")
    add_at(parser)
    add_output(parser, ("text", "json"))


def run(args: argparse.Namespace) -> int:
    """Read the history and write one record's timeline."""
    from itsmctl.history import read
    from itsmctl.kinds import load
    from itsmctl.tree import at_commit

    repo = repo_of(args)
    commit = commit_at(repo, args.at or "HEAD")
    history = read(repo, commit, load(at_commit(repo, commit, ("schemas",))))
    timeline = _named(args.record, history)
    write(args, _json(timeline) if args.format == "json" else _text(timeline))
    return 0


def _named(name: str, history: History) -> Timeline:
    """Return the timeline that a person means; Fatal with a suggestion when none or several."""
    found = [one for key, one in history.timelines.items() if name in (key, one.id)]
    if len(found) == 1:
        return found[0]
    if found:
        choices = " or ".join(one.key for one in found)
        raise Fatal(f"{name} is the id of several records", hint=f"say {choices}", code=2)
    ids = (one.id for one in history.timelines.values())
    hint = did_you_mean(name, ids, "a record has a history once it is committed")
    raise Fatal(f"no record {name} was ever committed here", hint=hint, code=2)


def _what(version: Version) -> str:
    if version.deleted:
        return "deleted"
    return ", ".join(version.changed) if version.readable else "cannot be read"


def _text(timeline: Timeline) -> str:
    rows = [("commit", "recorded", "author", "state", "changed")]
    for version in timeline.versions:
        commit = version.commit
        author = "".join(c for c in commit.author if c.isprintable())
        rows.append((commit.id[:10], stamp(commit.at), author, version.state or "", _what(version)))
    return f"{timeline.key}\n\n{aligned(rows)}"


def _json(timeline: Timeline) -> str:
    versions: list[dict[str, Any]] = [
        {
            "commit": version.commit.id,
            "recorded": stamp(version.commit.at),
            "author": {"name": version.commit.author, "email": version.commit.email},
            "state": version.state,
            "changed": list(version.changed),
            "deleted": version.deleted,
            "readable": version.readable,
        }
        for version in timeline.versions
    ]
    value = {"version": 1, "record": timeline.key, "versions": versions}
    return as_text(value)
