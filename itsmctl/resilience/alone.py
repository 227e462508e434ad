"""The graph into what each single loss does to some records: which it takes down, which it leaves not ok."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from itsmctl.graph import Graph
from itsmctl.resilience.together import bits, board, gathered

__all__ = ["Alone", "alone"]


@dataclass(frozen=True, slots=True)
class Alone:
    """What the loss of each record alone does to the watched ones, itself included: down, and down or degraded."""

    down: Mapping[str, frozenset[str]]
    hurt: Mapping[str, frozenset[str]]


def alone(graph: Graph, targets: Collection[str]) -> Alone:
    """Settle the loss of every record at once, as far as the targets go; records that reach none are left out.

    The same as one spread a record (`itsmctl.impact.spread`), in time linear in records and entries but for the sums.
    """
    made = board(graph, targets)
    down: dict[int, set[str]] = {}
    for target in targets:
        for one in bits(made.lanes[made.watched[target]]):
            down.setdefault(one, set()).add(target)
    shared = {one: frozenset(found) for one, found in down.items()}
    return Alone({key: found for one, found in shared.items() for key in made.classes[one]}, _hurt(graph, targets))


def _hurt(graph: Graph, targets: Collection[str]) -> dict[str, frozenset[str]]:
    """Follow any entries: whatever the effect and the need, an owner is not ok while one member is not."""
    names = list(targets)
    own = {key: 1 << number for number, key in enumerate(names)}
    edges = [(member, need.owner) for needs in graph.needs.values() for need in needs for member in need.members]
    keys = {key for edge in edges for key in edge} | own.keys()
    found = gathered(edges, {key: own.get(key, 0) for key in keys})
    sets = {value: frozenset(names[n] for n in bits(value)) for value in set(found.values())}
    return {key: sets[value] for key, value in found.items() if value}
