"""How much of the time services were up, and how long they run between failures."""

import statistics
from collections.abc import Iterator
from datetime import datetime

from itsmctl.catalog import Record
from itsmctl.clock import hours, instant
from itsmctl.kpi.disruptions import OUTAGES, entries, outages
from itsmctl.kpi.months import months
from itsmctl.kpi.question import Item, Point, Question, Sample
from itsmctl.kpi.reduction import said
from itsmctl.kpi.tally import rate
from itsmctl.spans import Span, intersect, length, less, union

__all__ = ["availability", "mtbf"]

ANNOUNCED = "interrupts"  # the relation by which a change tells the downtime that it needs


def availability(question: Question) -> Sample:
    """Percentage of service time in which services were up: 1 - |union of outages in it| / |service time|.

    Each operational service counts the same (statistic: mean, default) or the worst decides (statistic: worst);
    service: only that one. degraded: weight of degraded time, 0 (default) to 1. Service time is the whole period
    less downtime that an authorised change announced for that service. Calendars of hours are not applied yet:
    every service is reckoned around the clock. Source: ITIL 2011 Service Design, 4.4.
    """
    window = _window(question)
    services = _services(question)
    if window is None or not services:
        return rate([], reason="no incident tells of any time, or no service is in operation")
    items = [Item(service.id, question.as_of, _up(question, service, window)) for service in services]
    reduce = min if question.word("statistic", "mean") == "worst" else statistics.fmean
    series = [
        Point(month, float(reduce([_up(question, service, part) for service in services])), len(services))
        for month, part in months(window)
    ]
    worst = min(items, key=lambda item: (item.value, item.record))
    note = f"around the clock; worst of {len(services)}: {worst.record} {worst.value:.3f}"
    return Sample(items, lambda values: float(reduce(values)), note=note, series=series)


def mtbf(question: Question) -> Sample:
    """Mean hours of operation between failures: operating time / number of failures.

    A failure is a stretch in which a service was down, however many incidents tell of it. All operational services
    together, unless service names one. Calendars of hours are not applied yet. Source: ITIL 2011 Service Design, 4.4.
    """
    window = _window(question)
    services = _services(question)
    if window is None or not services:
        return rate([], reason="no incident tells of any time, or no service is in operation")
    items: list[Item] = []
    operating = 0.0
    for service in services:
        down = intersect(_outages(question, service, "down"), [window])
        operating += hours(length([window]) - length(down))
        items += [Item(service.id, span.start, 1.0) for span in down]
    note = f"{len(items)} failures of {len(services)} services, around the clock"
    if not items:
        return Sample((), lambda _: None, note=note, reason=f"no failure in {operating:,.0f} service hours")
    return Sample(items, lambda values: operating / len(values), note=note, series=())


def _window(question: Question) -> Span | None:
    """Return the period; of all time it begins with the first record or outage that tells of one."""
    if question.since is not None:
        return Span(question.since, question.as_of)
    disrupted = list(question.snapshot.having(OUTAGES))
    starts = [said(record, record.kind.role("opened")) for record in disrupted]
    starts += [start for record in disrupted for _, _, start, _ in _told(question, record)]
    known = [start for start in starts if start is not None and start < question.as_of]
    return Span(min(known), question.as_of) if known else None


def _services(question: Question) -> list[Record]:
    wanted = question.words.get("service")
    kinds = [name for name, kind in question.snapshot.kinds.by_name.items() if kind.service]
    services = [record for name in kinds for record in question.snapshot.of(name)]
    return [one for one in services if (one.is_("in-use") if wanted is None else one.id == wanted)]


def _told(question: Question, record: Record) -> Iterator[tuple[Record, str, datetime, datetime | None]]:
    """Yield service, effect, start and end of the outages that a record tells of."""
    for service, outage in outages(question.snapshot.catalog, record):
        end = instant(outage["end"]) if "end" in outage else None
        yield service, outage.get("effect", "down"), instant(outage["start"]), end


def _outages(question: Question, service: Record, effect: str) -> list[Span]:
    """Return the union of a service's outages, without what an authorised change announced."""
    spans = [
        Span(start, min(end or question.as_of, question.as_of))
        for record in question.snapshot.having(OUTAGES)
        if not record.is_("void")
        for other, what, start, end in _told(question, record)
        if other.key == service.key and what == effect
    ]
    return less(spans, _maintenance(question, service))


def _maintenance(question: Question, service: Record) -> list[Span]:
    """Return when authorised changes announced that the service would be down."""
    catalog = question.snapshot.catalog
    spans: list[Span] = []
    for record in catalog.into(service, ANNOUNCED):
        window = record.said("window")
        if window and (record.is_("in-force") or record.is_("done")):
            for other, planned in entries(catalog, record, lambda link: link.relation == ANNOUNCED):
                if other.key == service.key:
                    start = instant(planned.get("start", window["start"]))
                    spans.append(Span(start, instant(planned.get("end", window["end"]))))
    return union(spans)


def _up(question: Question, service: Record, window: Span) -> float:
    """Return the availability of one service in a window, in percent."""
    down = intersect(_outages(question, service, "down"), [window])
    degraded = less(intersect(_outages(question, service, "degraded"), [window]), down)
    served = hours(length(less([window], _maintenance(question, service))))
    weight = float(question.words.get("degraded", 0))
    return 100 * (1 - (hours(length(down)) + weight * hours(length(degraded))) / served) if served else 100.0
