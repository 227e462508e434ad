"""What records are worth into a sample: items, how to sum them up, a series by month, and what to say about it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

from itsmctl.kpi.months import months
from itsmctl.kpi.question import Item, Point, Question, Sample, Summary
from itsmctl.kpi.reduction.words import LENGTHS, Reduction
from itsmctl.kpi.reduction.worth import Place, Worth
from itsmctl.kpi.stats import summary
from itsmctl.spans import Span

__all__ = ["total"]

MONTH = timedelta(days=365.25 / 12)


def total(told: Reduction, question: Question, worth: Sequence[Worth], born: int) -> Sample:
    """Sum up; ``born`` records were committed at their end."""
    clear = [one for one in worth if not one.unclear]
    counted = [one for one in clear if one.place is Place.COUNTS]
    items = [Item(one.lapse.record.id, one.at, one.value, one.declared) for one in counted]
    waiting = {one.lapse.record.id: one.value for one in clear if one.place is Place.WAITS}
    standing = told.time == "as-of" and bool(told.end)
    already = f"{born} {told.born or 'were committed at the end of their way, which is not known'}" if born else ""
    nothing = told.nothing or ("no record has ended" if told.timed and not standing else "no record to reckon with")
    notes = [*_notes(told, clear), *_doubts(worth), *([already] if items else [])]
    return Sample(
        items=items,
        summary=_summary(told, question, items, tuple(waiting.values())),
        waiting=[item.record for item in items] if standing else tuple(waiting),
        note="; ".join(note for note in notes if note),
        reason="" if items else "; ".join(part for part in (nothing, already) if part),
        series=_series(told, question, clear, items),
    )


def _summary(told: Reduction, question: Question, items: Sequence[Item], waiting: Sequence[float]) -> Summary:
    if told.reduce in LENGTHS:
        return lambda values: summary(told.reduce, values, waiting)
    if told.reduce == "share":
        return lambda values: summary("mean", values)
    if told.reduce != "rate":
        return lambda values: float(sum(values))
    begins = question.since or min((item.at for item in items), default=question.as_of)
    span = (question.as_of - begins) / MONTH
    return lambda values: sum(values) / span if span else None


def _series(
    told: Reduction, question: Question, clear: Sequence[Worth], items: Sequence[Item]
) -> Sequence[Point] | None:
    """Return the points by month, or None where those are the summary of each month's items."""
    if told.time == "as-of":
        return _standing(question, clear) if told.reduce == "count" and told.end else ()
    if told.reduce == "rate":
        by_month = Counter(f"{item.at:%Y-%m}" for item in items)
        return [Point(month, float(count), count) for month, count in sorted(by_month.items())]
    # By month only what ended in it is known: a median that reckons with the open would not be of that month.
    return () if told.reduce == "km-median" else None


def _standing(question: Question, clear: Sequence[Worth]) -> list[Point]:
    """Count what was open at the end of each month."""
    dated = [one.lapse for one in clear if one.place is not Place.UNDATED]
    starts = min((lapse.start for lapse in dated), default=question.as_of)
    return [
        Point(month, float(count), count)
        for month, span in months(Span(starts, question.as_of))
        for count in [sum(one.start <= span.end and (one.end is None or one.end > span.end) for one in dated)]
    ]


def _notes(told: Reduction, clear: Iterable[Worth]) -> list[str]:
    clear = list(clear)
    undated = sum(one.place is Place.UNDATED for one in clear) if told.timed else 0
    remarked = sum(one.remarked for one in clear)
    return [
        f"{remarked} {told.remark[1]}" if remarked else "",
        f"{undated} ended at a time that nobody declared" if undated else "",
    ]


def _doubts(worth: Iterable[Worth]) -> list[str]:
    """Say how many records could not be asked, and why the first could not."""
    doubts = [one for one in worth if one.unclear]
    if not doubts:
        return []
    first = min(doubts, key=lambda one: one.lapse.record.id)
    return [f"{len(doubts)} left out; {first.lapse.record.id}: {first.unclear}"]
