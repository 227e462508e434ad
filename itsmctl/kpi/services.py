"""Measures of what was promised to customers: availability, failures, times agreed."""

import statistics
from collections.abc import Iterator, Sequence
from datetime import datetime

from itsmctl.catalog import Record
from itsmctl.clock import duration, hours, instant
from itsmctl.kpi.incidents import RESOLVED, of_incidents
from itsmctl.kpi.lapse import Lapse
from itsmctl.kpi.months import months
from itsmctl.kpi.question import Item, Point, Question, Sample, declared
from itsmctl.kpi.tally import rate
from itsmctl.spans import Span, intersect, length, less, union

__all__ = ["availability", "mtbf", "sla_compliance"]

AUTHORISED = ("approved", "scheduled", "implementing", "implemented", "reviewed", "closed")
IN_SERVICE = ("operational", "retiring")


def availability(question: Question) -> Sample:
    """Percentage of service time in which services were up: 1 - |union of outages in it| / |service time|.

    Each operational service counts the same (statistic: mean, default) or the worst decides (statistic: worst);
    service: only that one. degraded: weight of degraded time, 0 (default) to 1. Service time is the whole period
    less downtime that an authorised change announced for that service. Calendars of hours are not applied yet:
    every service is reckoned around the clock. Source: ITIL 2011 Service Design, 4.4.
    """
    window = _window(question)
    names = _services(question)
    if window is None or not names:
        return rate([], reason="no incident tells of any time, or no service is in operation")
    items = [Item(name, question.as_of, _up(question, name, window)) for name in names]
    reduce = min if question.word("statistic", "mean") == "worst" else statistics.fmean
    series = [
        Point(month, float(reduce([_up(question, name, part) for name in names])), len(names))
        for month, part in months(window)
    ]
    worst = min(items, key=lambda item: (item.value, item.record))
    note = f"around the clock; worst of {len(names)}: {worst.record} {worst.value:.3f}"
    return Sample(items, lambda values: float(reduce(values)), note=note, series=series)


def mtbf(question: Question) -> Sample:
    """Mean hours of operation between failures: operating time / number of failures.

    A failure is a stretch in which a service was down, however many incidents tell of it. All operational services
    together, unless service names one. Calendars of hours are not applied yet. Source: ITIL 2011 Service Design, 4.4.
    """
    window = _window(question)
    names = _services(question)
    if window is None or not names:
        return rate([], reason="no incident tells of any time, or no service is in operation")
    items: list[Item] = []
    operating = 0.0
    for name in names:
        down = intersect(_outages(question, name, "down"), [window])
        operating += hours(length([window]) - length(down))
        items += [Item(name, span.start, 1.0) for span in down]
    note = f"{len(items)} failures of {len(names)} services, around the clock"
    if not items:
        return Sample((), lambda _: None, note=note, reason=f"no failure in {operating:,.0f} service hours")
    return Sample(items, lambda values: operating / len(values), note=note, series=())


def _window(question: Question) -> Span | None:
    """Return the period; of all time it begins with the first incident or outage that is known."""
    if question.since is not None:
        return Span(question.since, question.as_of)
    starts = [declared(record, "detected_at") for record in question.snapshot.of("incident")]
    starts += [start for record in question.snapshot.of("incident") for _, _, start, _ in _told(record)]
    known = [start for start in starts if start is not None and start < question.as_of]
    return Span(min(known), question.as_of) if known else None


def _services(question: Question) -> list[str]:
    wanted = question.words.get("service")
    services = question.snapshot.of("service")
    return (
        [s.id for s in services if s.state in IN_SERVICE and wanted in (None, s.id)]
        if wanted is None
        else [str(wanted)]
    )


def _told(record: Record) -> Iterator[tuple[str, str, datetime, datetime | None]]:
    """Yield service, effect, start and end of the outages that an incident tells of."""
    for outage in record.data.get("outages", ()):
        end = instant(outage["end"]) if "end" in outage else None
        yield outage["service"].rpartition("/")[2], outage.get("effect", "down"), instant(outage["start"]), end


def _outages(question: Question, service: str, effect: str) -> list[Span]:
    """Return the union of a service's outages, without what an authorised change announced."""
    spans = [
        Span(start, min(end or question.as_of, question.as_of))
        for record in question.snapshot.of("incident")
        for name, what, start, end in _told(record)
        if name == service and what == effect and record.state != "cancelled"
    ]
    return less(spans, _maintenance(question, service))


def _maintenance(question: Question, service: str) -> list[Span]:
    spans: list[Span] = []
    for record in question.snapshot.of("rfc"):
        window = record.data.get("window")
        if record.state not in AUTHORISED or not window:
            continue
        for planned in record.data.get("downtime", ()):
            if planned["service"].rpartition("/")[2] == service:
                start = instant(planned.get("start", window["start"]))
                spans.append(Span(start, instant(planned.get("end", window["end"]))))
    return union(spans)


def _up(question: Question, service: str, window: Span) -> float:
    """Return the availability of one service in a window, in percent."""
    down = intersect(_outages(question, service, "down"), [window])
    degraded = less(intersect(_outages(question, service, "degraded"), [window]), down)
    served = hours(length(less([window], _maintenance(question, service))))
    weight = float(question.words.get("degraded", 0))
    return 100 * (1 - (hours(length(down)) + weight * hours(length(degraded))) / served) if served else 100.0


def sla_compliance(question: Question) -> Sample:
    """Percentage of incidents that kept the time agreed in the SLA: kept / (kept + missed).

    An incident is held against every agreed SLA of the services that it affects; the shortest time counts. Open and
    already late is missed; open and not yet late does not count. target: resolution (default) or response. Hours of
    calendars are not applied yet: a day is 24 hours. Source: ITIL 2011 Service Design, 4.3.
    """
    target = question.word("target", "resolution")
    items: list[Item] = []
    waiting: list[str] = []
    for lapse in of_incidents(question, RESOLVED):
        allowed = _allowed(question, lapse.record, target)
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
    end = declared(lapse.record, "responded_at")
    end = end if end is not None and end <= question.as_of else None
    return Lapse(lapse.record, lapse.start, end, end is not None or lapse.ended, declared=True)


def _allowed(question: Question, record: Record, target: str) -> Sequence[str]:
    """Return the times that agreements in force at the incident's start allow at its priority."""
    services, priority = question.services(record), question.priority(record)
    start = declared(record, "detected_at")
    return [
        agreement.data["targets"][target][priority]
        for agreement in question.snapshot.of("agreement")
        if agreement.data.get("type") == "sla"
        and agreement.state == "agreed"
        and str(agreement.data.get("service")).rpartition("/")[2] in services
        and priority in agreement.data["targets"].get(target, {})
        and _in_force(agreement, start)
    ]


def _in_force(agreement: Record, start: datetime | None) -> bool:
    valid = agreement.data.get("valid", {})
    begins, ends = valid.get("from"), valid.get("until")
    if start is None:
        return False
    return (begins is None or instant(begins) <= start) and (ends is None or start < instant(ends))
