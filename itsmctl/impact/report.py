"""A scenario over a catalogue into the list of what suffers, each hit with its witness path and its groups."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from itsmctl.catalog import Catalog, Record
from itsmctl.graph import Graph, Need, State
from itsmctl.impact.spread import spread

__all__ = ["STEPS", "Affected", "GroupState", "Impact", "assess", "origins", "to_json", "witness"]

STEPS = 100


@dataclass(frozen=True, slots=True)
class GroupState:
    """How a named redundancy fares: members below down, how many are needed, of how many, and who is lost."""

    entry: int
    up: int
    need: int
    of: int
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Affected:
    """One record that suffers: its state, one shortest path from the scenario to it, and its groups that were hit.

    Of a path longer than `STEPS` the middle is left out: ``via`` has the first record and the last ones, and
    ``omitted`` says how many are missing between them.
    """

    record: Record
    state: State
    via: tuple[Record, ...]
    omitted: int
    groups: tuple[GroupState, ...]


@dataclass(frozen=True, slots=True)
class Impact:
    """The answer to one scenario; ``affected`` is sorted by state, worst first, then kind and id."""

    scenario: Mapping[str, State]
    affected: tuple[Affected, ...]

    @property
    def forced(self) -> tuple[tuple[Record, State], ...]:
        """The records of the scenario, each with the state that it forces."""
        records = {hit.record.key: hit.record for hit in self.affected}
        return tuple((records[key], state) for key, state in self.scenario.items())

    def reached(self, kind: str | None = None) -> tuple[Affected, ...]:
        """Return what suffers beyond the scenario itself, of one kind if asked."""
        return tuple(
            hit
            for hit in self.affected
            if hit.record.key not in self.scenario and (kind is None or hit.record.kind.name == kind)
        )


def assess(catalog: Catalog, graph: Graph, scenario: Mapping[str, State]) -> Impact:
    """Say what a scenario (states by ``kind/id``) does to every record."""
    result = spread(graph, scenario)
    begun = origins(result.states, result.cause)
    hits = [
        Affected(
            catalog.records[key],
            state,
            tuple(catalog.records[step] for step in witness(key, result.cause, begun[key][0])),
            max(0, begun[key][1] - STEPS),
            _groups(key, graph, result.states, catalog),
        )
        for key, state in result.states.items()
    ]
    hits.sort(key=lambda hit: (-hit.state, hit.record.kind.name, hit.record.id))
    return Impact(dict(sorted(scenario.items())), tuple(hits))


def origins(reached: Iterable[str], cause: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    """Return, for each record, where its path begins and how many records it has; causes come before effects."""
    found: dict[str, tuple[str, int]] = {}
    for key in reached:
        start, length = found[cause[key]] if key in cause else (key, 0)
        found[key] = (start, length + 1)
    return found


def witness(key: str, cause: Mapping[str, str], origin: str) -> list[str]:
    """Follow the causes back, at most `STEPS` records: a chain of thousands would cost the square of its length."""
    path = [key]
    while path[-1] != origin:
        path.append(cause[path[-1]] if len(path) < STEPS - 1 else origin)
    return path[::-1]


def _groups(key: str, graph: Graph, states: Mapping[str, State], catalog: Catalog) -> tuple[GroupState, ...]:
    hit = (need for need in graph.needs.get(key, ()) if need.group and any(m in states for m in need.members))
    return tuple(_group(need, states, catalog) for need in hit)


def _group(need: Need, states: Mapping[str, State], catalog: Catalog) -> GroupState:
    lost = tuple(catalog.records[m].id for m in need.members if states.get(m) is State.DOWN)
    return GroupState(need.number, len(need.members) - len(lost), need.need, len(need.members), lost)


def to_json(impact: Impact) -> dict[str, Any]:
    """Write an impact in the shape of version 1 (DESIGN, section 6)."""
    return {
        "version": 1,
        "scenario": _scenario(impact),
        "affected": [_hit(hit) for hit in impact.affected],
        "summary": _summary(impact),
    }


def _scenario(impact: Impact) -> dict[str, str]:
    """Write the forced states by id; by ``kind/id`` where two kinds own one of the ids."""
    by_id = {record.id: state.word for record, state in impact.forced}
    return by_id if len(by_id) == len(impact.forced) else {one.key: state.word for one, state in impact.forced}


def _hit(hit: Affected) -> dict[str, Any]:
    return {
        "id": hit.record.id,
        "kind": hit.record.kind.name,
        "state": hit.state.word,
        "via": [step.id for step in hit.via],
        **({"omitted": hit.omitted} if hit.omitted else {}),
        "groups": [
            {"entry": g.entry, "up": g.up, "need": g.need, "of": g.of, "lost": list(g.lost)} for g in hit.groups
        ],
    }


def _summary(impact: Impact) -> dict[str, Any]:
    worst_first = (State.DOWN, State.DEGRADED)
    counts: dict[str, Any] = {s.word: sum(hit.state is s for hit in impact.affected) for s in worst_first}
    services = [hit for hit in impact.affected if hit.record.kind.service]
    counts["services"] = {s.word: [hit.record.id for hit in services if hit.state is s] for s in worst_first}
    return counts
