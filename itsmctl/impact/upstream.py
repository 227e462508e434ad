"""Records into all that they need, each with the way there and with what its loss alone would do to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from itsmctl.catalog import Catalog, Record
from itsmctl.graph import Graph, State, assemble
from itsmctl.impact.closure import closure
from itsmctl.impact.plan import fatal
from itsmctl.impact.report import STEPS, origins, witness

__all__ = ["Bond", "Needed", "upstream", "upstream_json"]


class Bond(IntEnum):
    """How firmly a record is needed, by the firmest way that leads to it; the greatest is the loosest."""

    ESSENTIAL = 0
    GROUP = 1
    DEGRADING = 2

    @property
    def word(self) -> str:
        """The bond as it is written: ``essential``."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Needed:
    """One record that is needed: its bond, a way of that bond from the asker to it, and its weight.

    ``alone`` is the worst that its loss alone does to those who ask. It can be down although the bond is a group:
    then too many members of a group end on this one record. Of a long way the middle is left out (``omitted``).
    """

    record: Record
    bond: Bond
    alone: State
    via: tuple[Record, ...]
    omitted: int


def upstream(catalog: Catalog, graph: Graph, keys: Sequence[str]) -> tuple[Needed, ...]:
    """Return everything that the records (``kind/id``) need, directly or not; the firmest first, then kind and id."""
    bonds: dict[str, Bond] = {}
    cause: dict[str, str] = {}
    for bond in Bond:
        _follow(graph, keys, bond, bonds, cause)
    asked = dict.fromkeys((*keys, *bonds))
    weights = closure(assemble([need for key in asked for need in graph.needs.get(key, ())]), keys).watched
    begun = origins(asked, cause)
    found = [
        Needed(
            catalog.records[key],
            bond,
            max(weights[key].values(), default=State.OK),
            tuple(catalog.records[step] for step in witness(key, cause, begun[key][0])),
            max(0, begun[key][1] - STEPS),
        )
        for key, bond in bonds.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.bond, one.record.kind.name, one.record.id)))


def _follow(graph: Graph, keys: Sequence[str], bond: Bond, bonds: dict[str, Bond], cause: dict[str, str]) -> None:
    """Go on from all that is known, nearest first, along entries that bind at least so firmly."""
    level = [*dict.fromkeys(keys), *bonds]
    while level:
        following: list[str] = []
        for owner in level:
            for need in graph.needs.get(owner, ()):
                losses = fatal(need)
                if (Bond.ESSENTIAL if losses == 1 else Bond.GROUP if losses else Bond.DEGRADING) > bond:
                    continue
                for member in need.members:
                    if member not in bonds and member not in keys:
                        bonds[member] = bond
                        cause[member] = owner
                        following.append(member)
        level = following


def upstream_json(catalog: Catalog, keys: Sequence[str], needed: Sequence[Needed]) -> dict[str, Any]:
    """Write what some records need in the shape of version 1."""
    return {
        "version": 1,
        "direction": "up",
        "of": [catalog.records[key].id for key in sorted(keys)],
        "needs": [
            {
                "id": one.record.id,
                "kind": one.record.kind.name,
                "bond": one.bond.word,
                "alone": one.alone.word,
                "via": [step.id for step in one.via],
                **({"omitted": one.omitted} if one.omitted else {}),
            }
            for one in needed
        ],
        "summary": {
            **{bond.word: sum(one.bond is bond for one in needed) for bond in Bond},
            "single_points": sum(one.alone is State.DOWN for one in needed),
        },
    }
