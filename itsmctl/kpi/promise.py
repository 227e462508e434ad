"""Whether the times that were agreed with customers are kept."""

from collections.abc import Iterator

from itsmctl.catalog import Record, in_force
from itsmctl.clock import duration, hours
from itsmctl.kpi.disruptions import ends
from itsmctl.kpi.priority import priority_of
from itsmctl.kpi.question import Item, Question, Sample
from itsmctl.kpi.reduction import Lapse, said
from itsmctl.kpi.tally import rate

__all__ = ["sla_compliance"]


def sla_compliance(question: Question) -> Sample:
    """Percentage of incidents that kept the time agreed in the SLA: kept / (kept + missed).

    An incident is held against every agreed SLA of the services that it affects; the shortest time counts. Open and
    already late is missed; open and not yet late does not count. target: resolution (default) or response. Hours of
    calendars are not applied yet: a day is 24 hours. Source: ITIL 2011 Service Design, 4.3.
    """
    target = question.word("target", "resolution")
    items: list[Item] = []
    waiting: list[str] = []
    for lapse in (lapse for _, found in ends(question) for lapse in found):
        allowed = list(_allowed(question, lapse.record, target))
        if not allowed:
            continue
        judged = [_lateness(question, _until(lapse, target, question), one) for one in allowed]
        told = [item for item in judged if item is not None]
        if told:
            items.append(min(told, key=lambda item: item.value))
        elif not lapse.ended:
            waiting.append(lapse.record.id)
    sample = rate(items, note="around the clock", reason="no incident touches a service with an agreed SLA")
    return Sample(sample.items, sample.summary, waiting, sample.note, sample.reason)


def _lateness(question: Question, lapse: Lapse, allowed: str) -> Item | None:
    """Judge one lapse by the time allowed: 100 kept, 0 missed; None while it is open and not late."""
    due = lapse.start + duration(allowed)
    if lapse.end is None and (lapse.ended or due >= question.as_of):
        return None
    at = lapse.end or due
    kept = lapse.end is not None and hours(lapse.end - due) <= 0
    return Item(lapse.record.id, at, 100.0 if kept else 0.0, lapse.declared) if question.within(at) else None


def _until(lapse: Lapse, target: str, question: Question) -> Lapse:
    if target != "response":
        return lapse
    end = said(lapse.record, lapse.record.kind.role("responded"))
    end = end if end is not None and end <= question.as_of else None
    return Lapse(lapse.record, lapse.start, end, end is not None or lapse.ended, declared=True)


def _allowed(question: Question, record: Record, target: str) -> Iterator[str]:
    """Yield the times that agreements in force when the record was opened allow at its priority."""
    catalog = question.snapshot.catalog
    services = {service.key for service in question.services(record)}
    priority = priority_of(record, question.snapshot)
    start = said(record, record.kind.role("opened"))
    for agreement in question.snapshot.of("agreement"):
        if start is None or agreement.data.get("type") != "sla" or not in_force(agreement, start):
            continue
        service = catalog.one(agreement, "service")
        allowed = agreement.data.get("targets", {}).get(target, {}).get(priority)
        if allowed is not None and service is not None and service.key in services:
            yield allowed
