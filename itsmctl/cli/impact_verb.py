"""``itsmctl impact``: what a loss takes down, and why."""

import argparse
from collections.abc import Sequence
from typing import Any

from itsmctl.cli.graph_verb import drawn
from itsmctl.cli.options import add_at, add_now, add_output, coloured, load, now_of, remembered, repo_of, warn, write
from itsmctl.cli.scenario import note_retired, scenario
from itsmctl.findings import Fatal, Severity, ordered
from itsmctl.render.escape import as_text
from itsmctl.repo import Repo
from itsmctl.snapshot import Snapshot
from itsmctl.suggest import did_you_mean
from itsmctl.tree import at_commit

EXAMPLES = """
itsmctl impact node04                      what the loss of node04 takes down, and whom to tell
itsmctl impact pg01 lab-dns01=degraded     a scenario of two
itsmctl impact node04 --kind service       only the services among what suffers
itsmctl impact wikijs --direction up       what the wiki needs, and what can take it down alone
itsmctl impact node04 --format json        for other programs
itsmctl impact node04 --format mermaid     drawn, with the states coloured; or dot
itsmctl impact node04 --at main~10         as it was ten commits ago
itsmctl impact --base main --head change   how a change alters all blast radii
itsmctl impact node04 --base main --head change    and what it does to this scenario
"""


PICTURES = ("mermaid", "dot")


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "scenario", nargs="*", metavar="ID[=degraded]", help="what is lost, or degraded; a retired record counts, too"
    )
    parser.add_argument(
        "--direction", choices=("down", "up"), default="down", help="down: what suffers; up: what it needs"
    )
    parser.add_argument("--kind", metavar="KIND", help="show only records of this kind")
    parser.add_argument("--base", metavar="REV", help="compare: the state before")
    parser.add_argument("--head", metavar="REV", help="compare: what is merged into it, if that works, else itself")
    add_at(parser)
    add_now(parser)
    add_output(parser, ("text", "json", "markdown", *PICTURES))


def run(args: argparse.Namespace) -> int:
    """Assess the scenario, look what it needs, or compare two commits."""
    if args.format in PICTURES and (args.base or args.head or args.kind or args.direction == "up"):
        raise Fatal("a picture shows what a loss takes down, and nothing else", hint="name the ids alone", code=2)
    if args.base or args.head:
        return _compare(args)
    if not args.scenario:
        raise Fatal("which loss?", hint="name a record, or compare commits with --base and --head", code=2)
    snapshot = load(args)
    warn(snapshot)
    if args.format in PICTURES:
        forced = scenario(args.scenario, snapshot)
        note_retired(snapshot, forced)
        write(args, drawn(args.format, snapshot, forced))
        return 0
    (answer_up if args.direction == "up" else answer_down)(args, snapshot, args.scenario)
    return 0


def answer_down(args: argparse.Namespace, snapshot: Snapshot, words: Sequence[str]) -> None:
    """Write what a scenario does, and whom to tell."""
    from itsmctl.impact import assess, audience, audience_json, to_json
    from itsmctl.render.impact import impact_markdown, impact_text
    from itsmctl.render.impact_tell import tell_markdown, tell_text

    _check(args, snapshot)
    forced = scenario(words, snapshot)
    note_retired(snapshot, forced)
    impact = assess(snapshot.catalog, snapshot.graph, forced)
    tell = audience(snapshot.catalog, impact, now_of(args))
    colour = coloured(args)

    def value() -> dict[str, Any]:
        told = to_json(impact)
        told["affected"] = [hit for hit in told["affected"] if args.kind in (None, hit["kind"])]
        return {**told, "tell": audience_json(tell)}

    writers = {
        "json": lambda: as_text(value()),
        "markdown": lambda: "\n".join(filter(None, (impact_markdown(impact, kind=args.kind), tell_markdown(tell)))),
        "text": lambda: "\n".join(
            filter(None, (impact_text(impact, kind=args.kind, colour=colour), tell_text(tell, colour=colour)))
        ),
    }
    write(args, writers[args.format]())


def answer_up(args: argparse.Namespace, snapshot: Snapshot, words: Sequence[str]) -> None:
    """Write what records need."""
    from itsmctl.impact import upstream, upstream_json
    from itsmctl.render.impact_up import upstream_markdown, upstream_text

    _check(args, snapshot)
    for word in words:
        if "=" in word:
            raise Fatal(f"{word}: what a record needs does not depend on a state", hint="name the id alone", code=2)
    keys = sorted(scenario(words, snapshot))
    note_retired(snapshot, keys)
    needed = [
        one for one in upstream(snapshot.catalog, snapshot.graph, keys) if args.kind in (None, one.record.kind.name)
    ]
    names = [snapshot.catalog.records[key].id for key in keys]
    writers = {
        "json": lambda: as_text(upstream_json(snapshot.catalog, keys, needed)),
        "markdown": lambda: upstream_markdown(names, needed),
        "text": lambda: upstream_text(names, needed, colour=coloured(args)),
    }
    write(args, writers[args.format]())


def _compare(args: argparse.Namespace) -> int:
    from itsmctl.render.impact_difference import difference_json, difference_markdown, difference_text
    from itsmctl.resilience.compare import compare, compare_scenario

    if not (args.base and args.head):
        raise Fatal("a comparison needs --base and --head", hint="itsmctl impact --base main --head change", code=2)
    if args.at or args.kind or args.direction == "up":
        raise Fatal(
            "a comparison takes a scenario, and no --at, --kind or --direction", "itsmctl impact --help", code=2
        )
    repo = repo_of(args)
    base_id, head_id = repo.commit(args.base), repo.commit(args.head)
    tree, what = _merged(repo, base_id, head_id)
    base, head = remembered(repo, at_commit(repo, base_id)), remembered(repo, at_commit(repo, tree))
    _refuse_broken(base, head, args.head)
    warn(head)
    forced = scenario(args.scenario, head, base)
    note_retired(head, forced)
    found, hits = compare(base, head), compare_scenario(base, head, forced)
    title = f"From {args.base} to {args.head} ({what})"
    sides = {"base": base_id, "head": head_id, "tree": tree, "compared": what}
    writers = {
        "json": lambda: as_text(difference_json(sides, found, forced, hits)),
        "markdown": lambda: difference_markdown(title, found, hits),
        "text": lambda: difference_text(title, found, hits, colour=coloured(args)),
    }
    write(args, writers[args.format]())
    return 0


def _refuse_broken(base: Snapshot, head: Snapshot, name: str) -> None:
    """Refuse to compare with records that are newly wrong: as empty ones they would look like an improvement."""
    known = {(one.code, one.record, one.message) for one in base.findings}
    new = [
        one
        for one in ordered(head.findings)
        if one.severity is Severity.ERROR and (one.code, one.record, one.message) not in known
    ]
    if new:
        hint = f"itsmctl validate on {name} shows all {len(new)}; what is wrong would look like an improvement"
        raise Fatal(f"{name} breaks records: {new[0].message}", hint=hint, where=new[0].where, code=1)


def _merged(repo: Repo, base: str, head: str) -> tuple[str, str]:
    """Return the tree that the merge would make, or head's own where they cannot be merged, and which it is."""
    from itsmctl.gate import Undecidable
    from itsmctl.gate.facts import merge

    try:
        return merge(repo, base, head), "merge result"
    except Undecidable:
        return head, "head as it is: it does not merge"


def _check(args: argparse.Namespace, snapshot: Snapshot) -> None:
    if args.kind and args.kind not in snapshot.kinds.by_name:
        raise Fatal(f"there is no kind {args.kind}", hint=did_you_mean(args.kind, snapshot.kinds.by_name), code=2)
