"""Rules about outages: what was out for longer than its agreement bears is looked into."""

from collections.abc import Iterator
from datetime import timedelta

from itsmctl.catalog import Record, moment, within
from itsmctl.clock import duration, months
from itsmctl.document import place
from itsmctl.findings import Severity
from itsmctl.rules.ownership import COVERS
from itsmctl.rules.rule import Seen, rule
from itsmctl.rules.words.fields import spots
from itsmctl.snapshot import Snapshot

__all__ = ["budget", "long_outage_without_problem"]

EXPLAINED = ("explained-by", "matches")  # a problem looks for the cause, a known error has it
EXPLAINS = "explains"
PROMISED = "targets.availability"
# The longest period of each name, so that nobody is blamed for what another month would bear.
PERIODS = {"week": timedelta(weeks=1), "month": timedelta(days=31), "quarter": timedelta(days=92),
           "year": timedelta(days=366)}  # fmt: skip
MONTH = "month"
DEGRADED = "degraded"
HOUR = 60


@rule(Severity.WARNING, hint="open a problem and name it in the record, or name the known error that it is a case of")
def long_outage_without_problem(snapshot: Snapshot) -> Iterator[Seen]:
    """Something is settled that took a service out for longer than its agreement bears, and nobody asks why."""
    for record in snapshot.catalog.records.values():
        fields = record.kind.role("outages")
        if fields and record.is_("done") and not _explained(record, snapshot):
            for field in fields:
                yield from _long(record, field, snapshot)


def budget(service: Record, snapshot: Snapshot, at: str) -> timedelta | None:
    """Return how long a service may be out in a period by the strictest agreement that covers ``at``, or None."""
    found = [
        _period(str(one.data.get("period", MONTH))) * (1 - float(percent) / 100)
        for one in snapshot.catalog.into(service, COVERS)
        if (percent := one.at(PROMISED)) is not None and not one.is_("planned") and _valid(one, at)
    ]
    return min(found, default=None)


def _period(name: str) -> timedelta:
    return PERIODS.get(name) or months(name) * PERIODS[MONTH] or duration(name)


def _valid(agreement: Record, at: str) -> bool:
    now = moment(at)
    return now is not None and all(within(agreement.at(field), now) for field in agreement.kind.role("valid"))


def _explained(record: Record, snapshot: Snapshot) -> bool:
    links = snapshot.catalog.links_out.get(record.key, ())
    return any(link.relation in EXPLAINED for link in links) or any(snapshot.catalog.into(record, EXPLAINS))


def _long(record: Record, field: str, snapshot: Snapshot) -> Iterator[Seen]:
    """Yield each outage that is longer than the budget of its service."""
    services = {link.path[:-1]: link.target for link in snapshot.catalog.links_out.get(record.key, ())}
    for path, outage in spots(record, field):
        begin, end = moment(outage.get("start")), moment(outage.get("end"))
        service = snapshot.catalog.records.get(services.get(path, ""))
        if service is None or begin is None or end is None or outage.get("effect") == DEGRADED:
            continue
        allowed = budget(service, snapshot, outage["start"])
        if allowed is not None and end - begin > allowed:
            told = f"{snapshot.catalog.name(service)} was out for {_told(end - begin)}"
            message = f"{told}, its agreement bears {_told(allowed)}, and no problem asks why"
            yield message, place(record.document, path)


def _told(length: timedelta) -> str:
    minutes = round(length.total_seconds() / 60)
    return f"{minutes // HOUR} h {minutes % HOUR} min" if minutes >= HOUR else f"{minutes} min"
