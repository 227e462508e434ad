"""An incident into its likely causes: what is above all that fails, ranked, recent changes first, each with reasons."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsmctl.catalog import Record
from itsmctl.clock import instant
from itsmctl.diagnosis.cover import cover
from itsmctl.diagnosis.failing import affected, failing, time_of
from itsmctl.graph import Graph, State
from itsmctl.resilience import Alone, alone
from itsmctl.snapshot import Snapshot

__all__ = ["Blame", "Suspect", "blame"]

DOWN = 4  # a service that should be down and is not speaks against a cause four times as much as one degraded
MOST = 2000  # records looked at, the nearest first: what is farther is no diagnosis
HISTORY = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Suspect:
    """One record whose loss would explain part of what fails.

    ``explains`` are failing records it makes fail as badly as they do. Evidence against it are services that it would
    take down (``missing_down``) or degrade (``missing_degraded``) and of which nobody complains. ``via`` leads from it
    to the nearest failing record of the incident. ``changes`` touched it in the days before, ``incidents`` in the 90
    days before.
    """

    record: Record
    explains: tuple[Record, ...]
    missing_down: tuple[Record, ...]
    missing_degraded: tuple[Record, ...]
    via: tuple[Record, ...]
    changes: tuple[Record, ...]
    incidents: tuple[Record, ...]
    known_errors: tuple[Record, ...]

    @property
    def missing(self) -> int:
        """Weight of the services that should fail and do not: 4 for each that should be down, 1 for degraded."""
        return DOWN * len(self.missing_down) + len(self.missing_degraded)

    @property
    def distance(self) -> int:
        """Steps to the nearest failing record of the incident; 0 for one of them."""
        return len(self.via) - 1


@dataclass(frozen=True, slots=True)
class Blame:
    """What fails, the fewest records that explain all of it (``exact`` when none fewer do), and all suspects ranked."""

    incident: Record
    failing: tuple[tuple[Record, State], ...]
    causes: tuple[Record, ...]
    exact: bool
    suspects: tuple[Suspect, ...]


def blame(snapshot: Snapshot, incident: Record, now: datetime, days: int = 7) -> Blame:
    """Rank the records that may be to blame for an incident and whatever else failed with it.

    A record explains a failing one when its loss alone makes that fare at least as badly as it does. The causes are
    the fewest records that explain all; of several such sets, the one that would harm the fewest other services, then
    the nearest.
    Suspects explain something of the incident itself and are ranked: touched by a change in the ``days`` before the
    incident was detected; most explained; least other services that should fail and do not; nearest; most incidents of
    the last 90 days and open known errors. An incident that affects nothing has no suspects.
    """
    found = failing(snapshot, incident, now)
    own = {key for key, _ in affected(snapshot, incident)}
    records = snapshot.catalog.records
    services = [key for key, record in records.items() if record.kind.service]
    effects = alone(snapshot.graph, list(dict.fromkeys([*found, *services])))
    past = _Past(snapshot, incident, days)
    explains = _explains(effects, found)
    suspects: dict[str, Suspect] = {}
    for key, steps in _paths(snapshot.graph, sorted(found, key=lambda one: one not in own), explains):
        down = effects.down.get(key, frozenset())
        missing = [sorted(hit.intersection(services).difference(found)) for hit in (down, effects.hurt[key] - down)]
        suspects[key] = past.suspect(steps, explains[key], missing)
    causes, exact = cover(found, explains, {key: suspect.missing for key, suspect in suspects.items()})
    near = [suspect for key, suspect in suspects.items() if explains[key] & own]
    return Blame(
        incident,
        tuple((records[key], state) for key, state in found.items()),
        tuple(records[key] for key in sorted(causes, key=lambda key: _rank(suspects[key]))),
        exact,
        tuple(sorted(near, key=_rank)),
    )


def _explains(effects: Alone, found: Mapping[str, State]) -> dict[str, frozenset[str]]:
    """Return, for each record that explains anything, what its loss makes fare as badly as was found."""
    down = frozenset(key for key, state in found.items() if state is State.DOWN)
    hurt = found.keys() - down
    explains = {key: (effects.down.get(key, frozenset()) & down) | (hit & hurt) for key, hit in effects.hurt.items()}
    return {key: hit for key, hit in explains.items() if hit}


def _rank(suspect: Suspect) -> tuple[bool, int, int, int, int, str]:
    history = len(suspect.incidents) + len(suspect.known_errors)
    counts = (-len(suspect.explains), suspect.missing, suspect.distance, -history)
    return (not suspect.changes, *counts, suspect.record.key)


def _paths(graph: Graph, failing: Iterable[str], wanted: Container[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield what is wanted above the failing, nearest first, with a shortest way down, over at most 2,000 records."""
    steps = {key: [key] for key in failing}
    level = list(steps)
    for key in level:
        for need in graph.needs.get(key, ()) if len(steps) < MOST else ():
            fresh = [member for member in need.members if member not in steps]
            steps.update({member: [member, *steps[key]] for member in fresh})
            level += fresh
        if key in wanted:
            yield key, steps[key]


class _Past:
    """What happened to records before an incident: changes, incidents, known errors."""

    def __init__(self, snapshot: Snapshot, incident: Record, days: int) -> None:
        self._records = snapshot.catalog.records
        self._snapshot = snapshot
        self._incident = incident
        self._detected = time_of(incident, "opened")
        self._days = timedelta(days=days)

    def suspect(self, steps: list[str], explains: Iterable[str], missing: list[list[str]]) -> Suspect:
        """Gather all that is known of one record."""
        key = steps[0]
        record = self._records[key]
        sources = [other for other in self._snapshot.catalog.into(record) if self._touches(other, record)]
        return Suspect(
            self._records[key],
            tuple(self._records[one] for one in sorted(explains)),
            tuple(self._records[one] for one in missing[0]),
            tuple(self._records[one] for one in missing[1]),
            tuple(self._records[step] for step in steps),
            tuple(source for source in sources if source.kind.role("window") and self._lately(source)),
            tuple(source for source in sources if source.kind.role("outages") and self._earlier(source)),
            tuple(source for source in sources if source.kind.role("symptom") and not source.is_("ended")),
        )

    def _touches(self, other: Record, record: Record) -> bool:
        return any(one.key == record.key for one in self._snapshot.catalog.role(other, "affects"))

    def _lately(self, change: Record) -> bool:
        """Say whether a change was carried out, or begun, in the days before the incident was detected."""
        times = list(_times(change))
        begun = change.is_("in-force") or change.is_("done")
        if not times or self._detected is None or not begun:
            return False
        return min(times) <= self._detected and max(times) >= self._detected - self._days

    def _earlier(self, other: Record) -> bool:
        began = time_of(other, "opened")
        if other.key == self._incident.key or began is None or self._detected is None:
            return False
        return self._detected - HISTORY <= began <= self._detected


def _times(change: Record) -> Iterator[datetime]:
    """Yield when a change was done, else when it was meant to be."""
    done = time_of(change, "done")
    if done:
        yield done
        return
    window = change.said("window") or {}
    yield from (instant(window[end]) for end in ("start", "end") if window.get(end))
