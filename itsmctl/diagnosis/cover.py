"""Sets into the fewest of them that cover everything: exact while it is small, else greedy."""

from collections.abc import Collection, Mapping
from itertools import combinations
from math import comb

__all__ = ["cover"]

TRIES = 200_000  # combinations tried before the exact search gives up


def cover(
    wanted: Collection[str], sets: Mapping[str, frozenset[str]], cost: Mapping[str, int]
) -> tuple[list[str], bool]:
    """Return the fewest sets, by name, whose union holds all that is wanted and can be had, and whether it is exact.

    Only sets that have a cost count. Of covers of one size the cheapest wins, then the one whose names come first in
    ``cost``. Sizes 1, 2 and 3 are tried exhaustively as long as that takes few tries; else greedily: the set that adds
    most, the cheaper first (Chvátal 1979: at most ln n + 1 times as many as needed).
    """
    goal = frozenset(wanted).intersection(frozenset().union(*(sets[name] for name in cost)))
    if not goal:
        return [], True
    best: dict[frozenset[str], str] = {}
    for name in sorted(cost, key=cost.__getitem__):
        best.setdefault(sets[name] & goal, name)
    names = [name for name in cost if best.get(sets[name] & goal) == name]
    for size in (1, 2, 3):
        if comb(len(names), size) > TRIES:
            break
        fits = [c for c in combinations(names, size) if frozenset().union(*(sets[one] for one in c)) >= goal]
        if fits:
            return list(min(fits, key=lambda chosen: sum(cost[one] for one in chosen))), True
    return _greedy(goal, {name: sets[name] for name in names}, cost), False


def _greedy(goal: frozenset[str], sets: Mapping[str, frozenset[str]], cost: Mapping[str, int]) -> list[str]:
    left = goal
    chosen: list[str] = []
    while left:
        name = min(sets, key=lambda one: (-len(sets[one] & left), cost[one]))
        chosen.append(name)
        left -= sets[name]
    return chosen
