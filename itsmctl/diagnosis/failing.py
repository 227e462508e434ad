"""An incident into what was failing around it: the records of all incidents that were open while it was."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from itsmctl.catalog import Record
from itsmctl.clock import instant
from itsmctl.graph import State
from itsmctl.snapshot import Snapshot

__all__ = ["Told", "affected", "failing", "outages", "over", "time_of"]


def time_of(record: Record, role: str) -> datetime | None:
    """Return the time that a record declares in a role (``opened``), or None."""
    text = record.said(role)
    return instant(text) if text else None


def over(incident: Record) -> datetime | None:
    """Return when an incident ended, or None while it lasts; one that was given up ended when it began."""
    ended = time_of(incident, "done") or time_of(incident, "closed")
    return time_of(incident, "opened") if incident.is_("void") else ended


def failing(snapshot: Snapshot, incident: Record, now: datetime) -> dict[str, State]:
    """Return what failed, the incident's own records first, then those of incidents open at the same time.

    An incident that is over by ``now`` is seen as of its end. A service whose outage was down must be explained as
    down; of everything else it is only known that it was not ok: degraded.
    """
    start = time_of(incident, "opened")
    end = min(now, over(incident) or now)
    found: dict[str, State] = {}
    others = (other for other in snapshot.having("outages") if other.key != incident.key)
    for one in (incident, *(other for other in others if start and _open(other, start, end))):
        for key, state in affected(snapshot, one):
            found[key] = max(found.get(key, State.OK), state)
    return found


def _open(incident: Record, start: datetime, end: datetime) -> bool:
    """Say whether an incident was open at some moment of a span."""
    began, ended = time_of(incident, "opened"), over(incident)
    return began is not None and began <= end and (ended is None or ended > max(start, began))


def affected(snapshot: Snapshot, incident: Record) -> Iterator[tuple[str, State]]:
    """Yield what an incident says is disturbed, by what it affects and by its outages."""
    for record in snapshot.catalog.role(incident, "affects"):
        yield record.key, State.DEGRADED
    for outage in outages(snapshot, incident):
        yield outage.record.key, outage.effect


@dataclass(frozen=True, slots=True)
class Told:
    """One outage as it was written down: of what, how bad, from when, until when if it is over."""

    record: Record
    effect: State
    start: datetime
    end: datetime | None


def outages(snapshot: Snapshot, incident: Record) -> Iterator[Told]:
    """Yield the outages that an incident tells of, in the order of the file; what they name is resolved."""
    for field in incident.kind.role("outages"):
        told = incident.at(field) or ()
        for link in snapshot.catalog.links_out.get(incident.key, ()):
            if link.path[0] == field and len(link.path) > 1 and isinstance(link.path[1], int):
                one = told[link.path[1]]
                end = instant(one["end"]) if "end" in one else None
                effect = State[str(one.get("effect", "down")).upper()]
                yield Told(snapshot.catalog.records[link.target], effect, instant(one["start"]), end)
