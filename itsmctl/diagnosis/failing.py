"""An incident into what was failing around it: the records of all incidents that were open while it was."""

from collections.abc import Iterator
from datetime import datetime

from itsmctl.catalog import Record
from itsmctl.clock import instant
from itsmctl.graph import State
from itsmctl.snapshot import Snapshot

__all__ = ["affected", "failing", "over", "time_of"]


def time_of(record: Record, field: str) -> datetime | None:
    """Return a declared time of a record, or None."""
    text = record.data.get(field)
    return instant(text) if text else None


def over(incident: Record) -> datetime | None:
    """Return when an incident ended, or None while it lasts; a cancelled one ended when it began."""
    ended = time_of(incident, "resolved_at") or time_of(incident, "closed_at")
    return time_of(incident, "detected_at") if incident.data.get("status") == "cancelled" else ended


def failing(snapshot: Snapshot, incident: Record, now: datetime) -> dict[str, State]:
    """Return what failed, the incident's own records first, then those of incidents open at the same time.

    An incident that is over by ``now`` is seen as of its end. A service whose outage was down must be explained as
    down; of everything else it is only known that it was not ok: degraded.
    """
    start = time_of(incident, "detected_at")
    end = min(now, over(incident) or now)
    found: dict[str, State] = {}
    others = (other for other in snapshot.of("incident") if other.key != incident.key)
    for one in (incident, *(other for other in others if start and _open(other, start, end))):
        for key, state in affected(snapshot, one):
            found[key] = max(found.get(key, State.OK), state)
    return found


def _open(incident: Record, start: datetime, end: datetime) -> bool:
    """Say whether an incident was open at some moment of a span."""
    began, ended = time_of(incident, "detected_at"), over(incident)
    return began is not None and began <= end and (ended is None or ended > max(start, began))


def affected(snapshot: Snapshot, incident: Record) -> Iterator[tuple[str, State]]:
    """Yield what an incident says is disturbed, by ``affects`` and by its outages."""
    outages = incident.data.get("outages", ())
    for link in snapshot.catalog.links_out.get(incident.key, ()):
        if link.path[0] == "affects":
            yield link.target, State.DEGRADED
        elif link.path[0] == "outages" and isinstance(link.path[1], int):
            yield link.target, State[str(outages[link.path[1]].get("effect", "down")).upper()]
