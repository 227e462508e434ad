"""A KPI record, or a measure asked for by name, into its figure: value, target, records behind it, series, limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dateutil.relativedelta import relativedelta

from itsmctl.catalog import Record
from itsmctl.clock import duration, months
from itsmctl.findings import Fatal
from itsmctl.history import History
from itsmctl.kpi.asked import Asked, asked, measure_of, named
from itsmctl.kpi.fault import Fault
from itsmctl.kpi.question import Item, Point, Question, Sample
from itsmctl.kpi.stats import Limits, limits
from itsmctl.snapshot import Snapshot

__all__ = ["Figure", "Group", "ask", "reckon"]

PERIODS = {"week": "P1W", "month": "P1M", "quarter": "P3M", "year": "P1Y"}


@dataclass(frozen=True, slots=True)
class Group:
    """The figure of one group: what its records have in common, by field or role; None where there is no value."""

    of: Mapping[str, str]
    value: float | None
    n: int
    open: int


@dataclass(frozen=True, slots=True)
class Figure:
    """What came out. ``value`` is None when there is none, and then ``reason`` says why.

    ``n`` items were summed up, of which ``declared`` had times that their record declares; ``open`` are unfinished.
    """

    id: str
    title: str
    measure: str
    unit: str
    value: float | None
    n: int
    open: int
    declared: int
    since: datetime | None
    as_of: datetime
    records: tuple[str, ...]
    series: tuple[Point, ...]
    limits: Limits | None
    note: str = ""
    reason: str = ""
    target: float | None = None
    direction: str = ""
    groups: tuple[Group, ...] = ()

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without value or target."""
        if self.value is None or self.target is None:
            return None
        return self.value >= self.target if self.direction == "above" else self.value <= self.target


def reckon(record: Record, snapshot: Snapshot, history: History, as_of: datetime, by: Sequence[str] = ()) -> Figure:
    """Reckon one KPI record as of an instant; a wrong record gives no value, and the reason.

    ``by`` are groups instead of the record's own; Fatal (usage) where it cannot be grouped so.
    """
    data = record.data
    told = {
        "id": record.id,
        "title": record.title,
        "measure": str(data.get("measure", "")),
        "unit": str(data.get("unit", "")),
        "target": data.get("target"),
        "direction": data.get("direction", ""),
    }
    if not record.valid:
        return _nothing(as_of, "the record is not valid", told)
    made = asked(data, snapshot, by)
    if isinstance(made, list):
        _usage([fault for fault in made if fault.path[:1] == ("by",)] if by else [])
        return _nothing(as_of, made[0].sentence, told)
    question = Question(snapshot, history, as_of, _since(str(data.get("period", "")), as_of), made.words)
    return _figure(question, made, told)


def ask(
    measure: str,
    words: Mapping[str, Any],
    snapshot: Snapshot,
    history: History,
    as_of: datetime,
    by: Sequence[str] = (),
) -> Figure:
    """Reckon a measure with parameters, without a record. Raises Fatal for what does not exist."""
    known = measure_of({"measure": measure})
    if isinstance(known, Fault):
        raise _fatal(known)
    made = named(measure, known, words, known.unit, snapshot, by)
    if isinstance(made, list):
        raise _fatal(made[0])
    question = Question(snapshot, history, as_of, None, made.words)
    return _figure(question, made, {"id": measure, "title": measure, "measure": measure, "unit": known.unit})


def _usage(faults: Sequence[Fault]) -> None:
    if faults:
        raise _fatal(faults[0])


def _fatal(fault: Fault) -> Fatal:
    return Fatal(fault.sentence, hint=fault.otherwise, code=2)


def _since(period: str, as_of: datetime) -> datetime | None:
    """Return where a period that ends as of the instant begins; None for all time."""
    if not period:
        return None
    text = PERIODS.get(period, period)
    count = months(text)
    try:
        return as_of - (relativedelta(months=count) if count else duration(text))
    except (ValueError, OverflowError):
        # Longer than there are years: that is all time.
        return None


def _nothing(as_of: datetime, reason: str, told: Mapping[str, Any]) -> Figure:
    return Figure(
        value=None, n=0, open=0, declared=0, since=None, as_of=as_of, records=(), series=(), limits=None,
        reason=reason, **told,
    )  # fmt: skip


def _figure(question: Question, made: Asked, told: Mapping[str, Any]) -> Figure:
    sample = made.run(question)
    value, factor = sample.value, made.factor
    series = tuple(Point(point.month, point.value * factor, point.n) for point in _series(sample))
    behind = sample.records if sample.records is not None else {item.record for item in sample.items}
    return Figure(
        value=None if value is None else value * factor,
        n=len(sample.items),
        open=len(sample.waiting),
        declared=sum(item.declared for item in sample.items),
        since=question.since,
        as_of=question.as_of,
        records=tuple(sorted(behind)),
        series=series,
        limits=limits([point.value for point in series]),
        note=sample.note,
        reason=(sample.reason or "not half of them have ended") if value is None else "",
        groups=tuple(_group(part.of, part.sample, factor) for part in sample.parts),
        **told,
    )


def _group(of: Mapping[str, str], sample: Sample, factor: float) -> Group:
    value = sample.value
    return Group(of, None if value is None else value * factor, len(sample.items), len(sample.waiting))


def _series(sample: Sample) -> Sequence[Point]:
    """Sum up each month's items; a month without any is no point."""
    if sample.series is not None:
        return sample.series
    by_month: dict[str, list[Item]] = {}
    for item in sample.items:
        by_month.setdefault(item.at.strftime("%Y-%m"), []).append(item)
    points = []
    for month, items in sorted(by_month.items()):
        value = sample.summary([item.value for item in items])
        if value is not None:
            points.append(Point(month, value, len(items)))
    return points
