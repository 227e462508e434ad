"""Recorded incidents against another graph into the outages that would not have happened, with their minutes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsmctl.catalog import Record
from itsmctl.diagnosis.failing import outages
from itsmctl.graph import State
from itsmctl.impact import spread
from itsmctl.snapshot import Snapshot
from itsmctl.spans import Span, length

__all__ = ["Outage", "Replay", "Replayed", "replay"]

NOTHING_BELOW = "it affects no record but services, so there is no loss to replay"
NO_OUTAGE = "it has no outage"
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Outage:
    """What happened to one service in one incident, and what would have happened.

    ``recorded`` is what the incident says, ``before`` what the graph of that time makes of its losses, ``after`` what
    the other graph does; ``spans`` are the outage's times, an outage that lasts ends now.
    """

    service: Record
    recorded: State
    before: State
    after: State
    spans: tuple[Span, ...]

    @property
    def explained(self) -> bool:
        """Say whether the losses make the service fare as badly as it was recorded: else nothing can be said."""
        return self.before >= self.recorded

    @property
    def saved(self) -> bool:
        """Say whether the other graph would have spared the service what was recorded."""
        return self.explained and self.after < self.recorded

    @property
    def minutes(self) -> float:
        """How long it lasted, overlaps once."""
        return length(self.spans) / MINUTE


@dataclass(frozen=True, slots=True)
class Replayed:
    """One incident: what was lost, what became of its services, and services that only the other graph takes down."""

    incident: Record
    lost: tuple[tuple[Record, State], ...]
    outages: tuple[Outage, ...]
    worse: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """All incidents that could be replayed, those that could not and why, and the minutes by effect.

    ``saved`` and ``total`` are minutes of outage, by recorded effect: within a service overlapping outages count once.
    """

    incidents: tuple[Replayed, ...]
    skipped: tuple[tuple[Record, str], ...]
    saved: Mapping[State, float]
    total: Mapping[State, float]


def replay(
    before: Snapshot, after: Snapshot, incidents: Iterable[Record] | None = None, now: datetime | None = None
) -> Replay:
    """Replay incidents (all of ``before`` unless given) on the graphs of two snapshots.

    An incident's losses are the records that it affects and that are no services. They count as down when one of its
    outages was down, or when that takes none of its services further down than recorded; else as degraded. A record
    that ``after`` no longer has cannot fail there; a service that it no longer has was not saved. Outages without an
    end last until ``now``; without ``now`` they count no minutes.
    """
    replayed: list[Replayed] = []
    skipped: list[tuple[Record, str]] = []
    for incident in incidents if incidents is not None else before.having("outages"):
        spans = _outages(before, incident, now)
        lost = _lost(before, incident, {key: effect for key, (effect, _) in spans.items()})
        if spans and lost:
            replayed.append(_replayed(before, after, incident, lost, spans))
        else:
            skipped.append((incident, NOTHING_BELOW if spans else NO_OUTAGE))
    hits = [outage for one in replayed for outage in one.outages]
    saved, total = _minutes(hit for hit in hits if hit.saved), _minutes(hits)
    return Replay(tuple(replayed), tuple(skipped), saved, total)


def _minutes(outages: Iterable[Outage]) -> dict[State, float]:
    """Add up minutes by recorded effect; what overlaps within one service counts once."""
    spans: dict[tuple[State, str], list[Span]] = {}
    for outage in outages:
        spans.setdefault((outage.recorded, outage.service.key), []).extend(outage.spans)
    total = {State.DOWN: 0.0, State.DEGRADED: 0.0}
    for (effect, _), found in spans.items():
        total[effect] += length(found) / MINUTE
    return total


def _outages(snapshot: Snapshot, incident: Record, now: datetime | None) -> dict[str, tuple[State, list[Span]]]:
    """Return, by service, the worst effect of an incident's outages and their times."""
    found: dict[str, tuple[State, list[Span]]] = {}
    for outage in outages(snapshot, incident):
        end = outage.end or now or outage.start
        worst, spans = found.get(outage.record.key, (State.OK, []))
        found[outage.record.key] = (max(worst, outage.effect), [*spans, Span(outage.start, end)])
    return found


def _lost(snapshot: Snapshot, incident: Record, recorded: Mapping[str, State]) -> dict[str, State]:
    """Return the scenario of an incident: its records that are no services, and how badly they fared."""
    touched = snapshot.catalog.role(incident, "affects")
    keys = sorted(record.key for record in touched if not record.kind.service)
    down = dict.fromkeys(keys, State.DOWN)
    states = spread(snapshot.graph, down).states
    if State.DOWN in recorded.values() or all(states.get(key, State.OK) <= effect for key, effect in recorded.items()):
        return down
    return dict.fromkeys(keys, State.DEGRADED)


def _replayed(
    before: Snapshot,
    after: Snapshot,
    incident: Record,
    lost: Mapping[str, State],
    spans: Mapping[str, tuple[State, list[Span]]],
) -> Replayed:
    records = after.catalog.records
    then = spread(before.graph, lost).states
    instead = spread(after.graph, {key: state for key, state in lost.items() if key in records}).states
    outages = tuple(
        Outage(
            before.catalog.records[key],
            effect,
            then.get(key, State.OK),
            instead.get(key, State.OK) if key in records else then.get(key, State.OK),
            tuple(found),
        )
        for key, (effect, found) in sorted(spans.items())
    )
    fresh = (key for key, state in instead.items() if state is State.DOWN and then.get(key) is not State.DOWN)
    worse = tuple(records[key] for key in sorted(fresh) if records[key].kind.service)
    told = tuple((before.catalog.records[key], state) for key, state in lost.items())
    return Replayed(incident, told, outages, worse)
