"""``itsmctl impact``: what a loss takes down, and why."""

import argparse
import json

from itsmctl.cli.options import add_at, add_output, coloured, load, warn, write
from itsmctl.findings import Fatal
from itsmctl.graph import State
from itsmctl.impact import assess, to_json
from itsmctl.snapshot import Snapshot

EXAMPLES = """
itsmctl impact node04                      what the loss of node04 takes down
itsmctl impact pg01 lab-dns01=degraded     a scenario of two
itsmctl impact node04 --format json        for other programs
itsmctl impact node04 --at main~10         as it was ten commits ago
"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("scenario", nargs="+", metavar="ID[=degraded]", help="what is lost, or degraded")
    add_at(parser)
    add_output(parser, ("text", "json", "markdown"))


def run(args: argparse.Namespace) -> int:
    """Assess the scenario."""
    from itsmctl.render import impact_markdown, impact_text

    snapshot = load(args)
    warn(snapshot)
    impact = assess(snapshot.catalog, snapshot.graph, dict(_forced(word, snapshot) for word in args.scenario))
    writers = {
        "json": lambda: json.dumps(to_json(impact), indent=2, ensure_ascii=False) + "\n",
        "markdown": lambda: impact_markdown(impact),
        "text": lambda: impact_text(impact, colour=coloured(args)),
    }
    write(args, writers[args.format]())
    return 0


def _forced(word: str, snapshot: Snapshot) -> tuple[str, State]:
    name, _, state = word.partition("=")
    if state not in ("", "down", "degraded"):
        raise Fatal(f"{word}: the state is down or degraded", hint=f"write {name} or {name}=degraded", code=2)
    return snapshot.catalog.named(name).key, State[(state or "down").upper()]
