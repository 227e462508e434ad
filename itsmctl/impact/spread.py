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

Hurt = list[tuple[str, str]]  # an owner, and the member whose state hurts it


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
    hurt = _sweep_down(graph, forced_down, states, cause)
    forced_degraded = [key for key, state in scenario.items() if state is State.DEGRADED and key not in states]
    _sweep_degraded(graph, hurt, forced_degraded, states, cause)
    return Spread(states, cause)


def _sweep_down(graph: Graph, start: Iterable[str], states: dict[str, State], cause: dict[str, str]) -> list[Hurt]:
    """Find all that is down, nearest first; return, by distance, who names something lost and did not fall with it."""
    lost: dict[Need, int] = {}
    needed_by, down = graph.needed_by, State.DOWN
    level = list(start)
    states.update(dict.fromkeys(level, down))
    hurt: list[Hurt] = []
    while level:
        following: list[str] = []
        spared: Hurt = []
        for member in level:
            for need in needed_by.get(member, ()):
                owner = need.owner
                if owner in states:
                    continue
                if need.effect is down and (not need.group or _falls(need, lost)):
                    states[owner] = down
                    cause[owner] = member
                    following.append(owner)
                else:
                    spared.append((owner, member))
        hurt.append(spared)
        level = following
    return hurt


def _falls(need: Need, lost: dict[Need, int]) -> bool:
    """Count one more member of a group lost; say whether too few are left."""
    count = lost[need] = lost.get(need, 0) + 1
    return len(need.members) - count < need.need


def _sweep_degraded(
    graph: Graph, hurt: list[Hurt], forced: list[str], states: dict[str, State], cause: dict[str, str]
) -> None:
    """Everything that names something not ok and is not down itself is degraded; nearest first again."""
    needed_by, degraded = graph.needed_by, State.DEGRADED
    states.update(dict.fromkeys(forced, degraded))
    level: list[str] = forced
    distance = 0
    while level or distance < len(hurt):
        reached = [(need.owner, member) for member in level for need in needed_by.get(member, ())]
        if distance < len(hurt):
            reached += hurt[distance]
        level = []
        for owner, member in reached:
            if owner not in states:
                states[owner] = degraded
                cause[owner] = member
                level.append(owner)
        distance += 1
