"""The graph into its single points of failure: what each loss alone takes down, ranked by the damage."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from itsmctl.catalog import Record
from itsmctl.graph import Graph, State
from itsmctl.impact import fatal, spread
from itsmctl.resilience.alone import alone
from itsmctl.snapshot import Snapshot

__all__ = ["DEGRADED", "WEIGHTS", "Spof", "damage", "spof"]

WEIGHTS: Mapping[str, int] = MappingProxyType({"critical": 8, "high": 4, "medium": 2, "low": 1})
DEGRADED = 0.25  # a degraded service counts a quarter of one that is down
UNKNOWN = "low"  # the criticality of a service that does not say


@dataclass(frozen=True, slots=True)
class Spof:
    """One record whose loss alone takes services down; ``via`` leads from it to the first of them."""

    record: Record
    damage: float
    down: tuple[Record, ...]
    degraded: tuple[Record, ...]
    via: tuple[Record, ...]


def spof(snapshot: Snapshot, service: str | None = None, shown: int | None = None) -> tuple[Spof, ...]:
    """Return every record whose loss alone takes another record that is a service (or the one asked for) down.

    ``service`` is ``kind/id``. The damage is the sum over all other services of 8, 4, 2 or 1 by criticality (critical,
    high, medium, low), a degraded one counting a quarter; the weights are this program's own. Retired services do not
    count. Sorted by damage, worst first, then by kind and id; linear in records and entries but for the sums.
    ``shown`` says how many of the worst get their path, all by default: paths of all records of a long chain together
    have the square of its length.
    """
    records, graph = snapshot.catalog.records, snapshot.graph
    services = [key for key, record in records.items() if record.kind.service and not record.is_("ended")]
    targets = services if service is None or service in services else [*services, service]
    effects = alone(graph, targets)
    found: list[tuple[float, Record, list[Record], list[Record]]] = []
    for key, all_down in effects.down.items():
        lost = all_down - {key}
        if service in lost if service else lost:
            hit = effects.hurt[key] - all_down
            ends, hurts = _ranked(records, lost), _ranked(records, hit)
            found.append((damage(ends, hurts), records[key], ends, hurts))
    found.sort(key=lambda one: (-one[0], one[1].kind.name, one[1].id))
    paths = _Paths(graph)
    return tuple(
        Spof(
            record,
            sum_,
            tuple(ends),
            tuple(hurts),
            _via(paths, records, record.key, service or ends[0].key) if shown is None or place < shown else (),
        )
        for place, (sum_, record, ends, hurts) in enumerate(found)
    )


def damage(down: Iterable[Record], degraded: Iterable[Record]) -> float:
    """Return the criticality-weighted damage: 8, 4, 2, 1 for each service down, a quarter of it when degraded."""
    return float(sum(map(_weight, down)) + DEGRADED * sum(map(_weight, degraded)))


def _weight(record: Record) -> int:
    return WEIGHTS[str(record.data.get("criticality", UNKNOWN))] if record.kind.service else 0


def _ranked(records: Mapping[str, Record], keys: Iterable[str]) -> list[Record]:
    """Return the records, the most critical first."""
    return sorted((records[key] for key in keys), key=lambda record: (-_weight(record), record.key))


class _Paths:
    """One way from each record to a service by entries that a single loss fells, searched once a service."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._next: dict[str, dict[str, str]] = {}

    def to(self, service: str) -> dict[str, str]:
        """Return, by record, the next one on a shortest way to the service."""
        if service not in self._next:
            self._next[service] = self._search(service)
        return self._next[service]

    def _search(self, service: str) -> dict[str, str]:
        following: dict[str, str] = {}
        level = [service]
        for key in level:
            for need in self._graph.needs.get(key, ()):
                if fatal(need) != 1:
                    continue
                fresh = [m for m in need.members if m not in following and m != service]
                following.update(dict.fromkeys(fresh, key))
                level += fresh
        return following

    def path(self, start: str, service: str) -> list[str]:
        """Return a way from a record to a service; where a redundancy falls on it, that of the whole spread."""
        following = self.to(service)
        if start in following:
            steps = [start]
            while steps[-1] != service:
                steps.append(following[steps[-1]])
            return steps
        cause = spread(self._graph, {start: State.DOWN}).cause
        steps = [service]
        while steps[-1] != start:
            steps.append(cause[steps[-1]])
        return steps[::-1]


def _via(paths: _Paths, records: Mapping[str, Record], start: str, service: str) -> tuple[Record, ...]:
    return tuple(records[key] for key in paths.path(start, service))
