"""The graph into what each single loss does to some records: which it takes down, which it leaves not ok."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from itsmctl.graph import Graph, State
from itsmctl.impact.closure import closure

__all__ = ["Alone", "alone"]


@dataclass(frozen=True, slots=True)
class Alone:
    """What the loss of each record alone does to the watched ones, itself included: down, and down or degraded."""

    down: Mapping[str, frozenset[str]]
    hurt: Mapping[str, frozenset[str]]


def alone(graph: Graph, targets: Collection[str]) -> Alone:
    """Settle the loss of every record at once, as far as the targets go; records that hurt none are left out."""
    watched = {key: states for key, states in closure(graph, targets).watched.items() if states}
    down = {key: [one for one, state in states.items() if state is State.DOWN] for key, states in watched.items()}
    return Alone(
        {key: frozenset(lost) for key, lost in down.items() if lost},
        {key: frozenset(states) for key, states in watched.items()},
    )
