"""How long one question about the graph takes, beside a plain search."""

import random
from collections import defaultdict
from pathlib import Path

from benchmarks.measure import Row, seconds
from itsmctl.graph import Need, State, assemble
from itsmctl.impact import spread

__all__ = ["impact"]

NODES, EDGES = 100_000, 263_000


def impact(folder: Path) -> list[Row]:  # noqa: ARG001 - every suite is given a folder
    """Compare `spread` on a made-up graph with breadth-first search over a dictionary of lists."""
    dice = random.Random(498)
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < EDGES:
        owner = dice.randrange(1, NODES)
        pairs.add((owner, dice.randrange(max(0, owner - 5_000), owner)))
    edges = sorted(pairs)
    needs = [Need(f"ci/{a}", 0, (f"ci/{b}",), 1, State.DOWN, "", group=False) for a, b in edges]
    graph = assemble(needs)
    plain: dict[str, list[str]] = defaultdict(list)
    for a, b in edges:
        plain[f"ci/{b}"].append(f"ci/{a}")
    start = "ci/80000"
    hit = len(spread(graph, {start: State.DOWN}).states)
    if hit != len(_search(plain, start)):
        raise SystemExit("the two searches disagree")
    ours = seconds(lambda: spread(graph, {start: State.DOWN}), 7)
    floor = seconds(lambda: _search(plain, start), 7)
    return [
        Row(
            f"one impact question, {NODES:,} nodes, {hit:,} hit",
            ours,
            "search over a dict of lists",
            floor,
            3,
        )
    ]


def _search(plain: dict[str, list[str]], start: str) -> set[str]:
    seen, level = {start}, [start]
    while level:
        following = []
        for node in level:
            for owner in plain.get(node, ()):
                if owner not in seen:
                    seen.add(owner)
                    following.append(owner)
        level = following
    return seen
