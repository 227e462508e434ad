"""A KPI record, or a measure asked for by name, into its figure: value, target, records behind it, series, limits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dateutil.relativedelta import relativedelta

from itsmctl.catalog import Record
from itsmctl.clock import duration, months
from itsmctl.findings import Fatal
from itsmctl.history import History
from itsmctl.kpi.chosen import words_of
from itsmctl.kpi.measures import MEASURES
from itsmctl.kpi.question import Item, Measure, Point, Question, Sample
from itsmctl.kpi.stats import STATISTICS, Limits, limits
from itsmctl.snapshot import Snapshot
from itsmctl.suggest import did_you_mean

__all__ = ["Figure", "ask", "objection", "reckon"]

PERIODS = {"week": "P1W", "month": "P1M", "quarter": "P3M", "year": "P1Y"}
CHOICES = {
    "statistic": (*STATISTICS, "worst"),
    "clock": ("declared", "recorded"),
    "fallback": ("false", "first", "last", "closed"),
    "until": ("closed", "resolved"),
    "target": ("resolution", "response"),
    "type": ("functional", "hierarchical"),
}
TEXTS = ("priority", "service", "label")


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

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without value or target."""
        if self.value is None or self.target is None:
            return None
        return self.value >= self.target if self.direction == "above" else self.value <= self.target


def reckon(record: Record, snapshot: Snapshot, history: History, as_of: datetime) -> Figure:
    """Reckon one KPI record as of an instant; a wrong record gives no value, and the reason."""
    data = record.data
    words, period = data.get("with") or {}, data.get("period", "")
    told = {
        "id": record.id,
        "title": record.title,
        "target": data.get("target"),
        "direction": data.get("direction", ""),
    }
    wrong = objection(str(data.get("measure", "")), words) if record.valid else "the record is not valid"
    if wrong:
        return _nothing(str(data.get("measure", "")), str(data.get("unit", "")), as_of, wrong, told)
    question = Question(snapshot, history, as_of, _since(str(period), as_of), words)
    return _figure(question, str(data["measure"]), str(data["unit"]), told)


def ask(measure: str, words: Mapping[str, Any], snapshot: Snapshot, history: History, as_of: datetime) -> Figure:
    """Reckon a measure with parameters, without a record. Raises Fatal for what does not exist."""
    wrong = objection(measure, words)
    if wrong:
        raise Fatal(wrong, hint=_known(measure), code=2)
    question = Question(snapshot, history, as_of, None, words_of(words, snapshot))
    return _figure(question, measure, MEASURES[measure].unit, {"id": measure, "title": measure})


def _known(measure: str) -> str:
    if measure not in MEASURES:
        return f"measures are {', '.join(MEASURES)}"
    names = ", ".join(sorted(MEASURES[measure].parameters))
    told = f"its parameters are {names}" if names else "it has no parameters"
    return f"{told}; itsmctl kpi --explain {measure} tells more"


def objection(measure: str, words: Mapping[str, Any]) -> str:
    """Say what is wrong with a measure and its parameters, or nothing."""
    known = MEASURES.get(measure)
    if known is None:
        return f"there is no measure {measure}{_meant(measure, MEASURES)}"
    for name, value in words.items():
        if name not in known.parameters:
            return f"{measure} has no parameter {name}{_meant(name, known.parameters)}"
        if name in TEXTS and not isinstance(value, str):
            return f"{name} is a text, not {value}"
        if name == "degraded" and not (isinstance(value, int | float) and 0 <= value <= 1):
            return f"degraded is a number from 0 to 1, not {value}"
        allowed = CHOICES.get(name)
        if allowed and str(value).lower() not in allowed:
            return f"{name} is one of {', '.join(allowed)}, not {value}"
    return ""


def _meant(word: str, among: Iterable[str]) -> str:
    hint = did_you_mean(word, among)
    return f": {hint}" if hint else ""


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


def _nothing(measure: str, unit: str, as_of: datetime, reason: str, told: Mapping[str, Any]) -> Figure:
    return Figure(
        measure=measure, unit=unit, value=None, n=0, open=0, declared=0, since=None, as_of=as_of, records=(),
        series=(), limits=None, reason=reason, **told,
    )  # fmt: skip


def _figure(question: Question, name: str, unit: str, told: Mapping[str, Any]) -> Figure:
    measure = MEASURES[name]
    factor = _factor(measure, unit)
    if factor is None:
        return _nothing(name, unit, question.as_of, f"{name} is in {measure.unit}, not in {unit}", told)
    sample = measure.run(question)
    value = sample.summary([item.value for item in sample.items])
    series = tuple(Point(point.month, point.value * factor, point.n) for point in _series(sample))
    behind = sample.records if sample.records is not None else {item.record for item in sample.items}
    return Figure(
        measure=name,
        unit=unit,
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
        **told,
    )


def _factor(measure: Measure, unit: str) -> float | None:
    if measure.unit == unit:
        return 1.0
    return 1 / 24 if (measure.unit, unit) == ("hours", "days") else None


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
