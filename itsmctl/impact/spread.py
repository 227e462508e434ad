"""A scenario into the state of every record it reaches, in time linear in records and needs.

The rules (ok < degraded < down): an essential entry contributes min(state, effect); a group with fewer than
``need`` members below down contributes its effect, else degraded when any member is not ok; a record's state is the
worst of its entries and of what the scenario forces. Each rule is monotone, so the least fixed point exists, is
unique, and can be had in two sweeps: what is down depends only on what is down, and the rest is degraded.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from itsmctl.graph import Graph, Need, State

__all__ = ["Spread", "spread"]


@dataclass(frozen=True, slots=True)
class Spread:
    """States of all that is not ok; ``cause`` leads from a record to the member whose state decided its own."""

    states: Mapping[str, State]
    cause: Mapping[str, str]


def spread(graph: Graph, scenario: Mapping[str, State]) -> Spread:
    """Return the least fixed point of the graph's rules above the scenario's forced states."""
    states: dict[str, State] = {}
    cause: dict[str, str] = {}
    forced_down = [key for key, state in scenario.items() if state is State.DOWN]
    levels = _sweep_down(graph, forced_down, states, cause)
    forced_degraded = [key for key, state in scenario.items() if state is State.DEGRADED and key not in states]
    _sweep_degraded(graph, levels, forced_degraded, states, cause)
    return Spread(states, cause)


def _sweep_down(graph: Graph, start: Iterable[str], states: dict[str, State], cause: dict[str, str]) -> list[list[str]]:
    """Find all that is down, nearest first; return it by distance from the scenario."""
    lost: dict[Need, int] = {}
    needed_by, down = graph.needed_by, State.DOWN
    level = list(start)
    states.update(dict.fromkeys(level, down))
    levels = []
    while level:
        levels.append(level)
        following: list[str] = []
        for member in level:
            for need in needed_by.get(member, ()):
                owner = need.owner
                if need.effect is not down or owner in states or not _falls(need, lost):
                    continue
                states[owner] = down
                cause[owner] = member
                following.append(owner)
        level = following
    return levels


def _falls(need: Need, lost: dict[Need, int]) -> bool:
    """Count one more member lost; say whether too few are left."""
    if not need.group:
        return True
    count = lost[need] = lost.get(need, 0) + 1
    return len(need.members) - count < need.need


def _sweep_degraded(
    graph: Graph, levels: list[list[str]], forced: list[str], states: dict[str, State], cause: dict[str, str]
) -> None:
    """Everything that names something not ok and is not down itself is degraded; nearest first again."""
    needed_by, degraded = graph.needed_by, State.DEGRADED
    states.update(dict.fromkeys(forced, degraded))
    level: list[str] = forced
    distance = 0
    while level or distance < len(levels):
        if distance < len(levels):
            level = level + levels[distance]
        following: list[str] = []
        for member in level:
            for need in needed_by.get(member, ()):
                if need.owner not in states:
                    states[need.owner] = degraded
                    cause[need.owner] = member
                    following.append(need.owner)
        level = following
        distance += 1
