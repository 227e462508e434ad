"""A snapshot into its blast radii: what each loss takes down, and turned round, what takes each record down."""

from collections.abc import Mapping
from dataclasses import dataclass

from itsmctl.catalog import Record
from itsmctl.graph import State
from itsmctl.impact import Affected, Impact, assess
from itsmctl.snapshot import Snapshot

__all__ = ["LIMIT", "Blast", "Cause", "Rank", "reckon"]

LIMIT = 1000  # records in the graph; assessing each alone is quadratic, beyond this the site names the command instead


@dataclass(frozen=True, slots=True)
class Cause:
    """One record whose loss hurts another, how badly, and the path that the loss takes."""

    record: Record
    hit: Affected


@dataclass(frozen=True, slots=True)
class Rank:
    """One record in the order of harm: how many services and other records its loss takes down or degrades."""

    record: Record
    services_down: int
    services_degraded: int
    down: int
    degraded: int

    @property
    def order(self) -> tuple[int, int, int, int, str]:
        """Most harm first, then by id."""
        return (-self.services_down, -self.services_degraded, -self.down, -self.degraded, self.record.id)


@dataclass(frozen=True, slots=True)
class Blast:
    """The impact of each record's loss, and the causes of each record's suffering; both empty when too many."""

    impacts: Mapping[str, Impact]
    causes: Mapping[str, tuple[Cause, ...]]
    ranks: tuple[Rank, ...]


def reckon(snapshot: Snapshot) -> Blast:
    """Assess the loss of every record that others need, once each."""
    graph, catalog = snapshot.graph, snapshot.catalog
    keys = sorted({*graph.needs, *graph.needed_by})
    if len(keys) > LIMIT:
        return Blast({}, {}, ())
    impacts = {key: assess(catalog, graph, {key: State.DOWN}) for key in keys}
    causes: dict[str, list[Cause]] = {}
    for key, impact in impacts.items():
        for hit in impact.reached():
            causes.setdefault(hit.record.key, []).append(Cause(catalog.records[key], hit))
    ranks = sorted(
        (_rank(catalog.records[key], impact) for key, impact in impacts.items()), key=lambda rank: rank.order
    )
    return Blast(impacts, {key: _sorted(found) for key, found in causes.items()}, tuple(ranks))


def _sorted(causes: list[Cause]) -> tuple[Cause, ...]:
    return tuple(sorted(causes, key=lambda c: (-c.hit.state, len(c.hit.via), c.record.kind.name, c.record.id)))


def _rank(record: Record, impact: Impact) -> Rank:
    hits = impact.reached()
    services = [hit for hit in hits if hit.record.kind.service]
    counts = [
        sum(hit.state is state for hit in some) for some in (services, hits) for state in (State.DOWN, State.DEGRADED)
    ]
    return Rank(record, counts[0], counts[1], counts[2] - counts[0], counts[3] - counts[1])
