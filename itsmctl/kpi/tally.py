"""Items that hold or do not, and records that are still open, into a share and a count."""

import statistics

from itsmctl.kpi.lapse import Lapse
from itsmctl.kpi.months import months
from itsmctl.kpi.question import Item, Point, Question, Sample
from itsmctl.spans import Span

__all__ = ["rate", "standing"]


def rate(items: list[Item], *, note: str = "", reason: str = "no record to reckon with") -> Sample:
    """Sum up items of 0 and 100 as a percentage."""
    return Sample(items, lambda values: statistics.fmean(values) if values else None, (), note, "" if items else reason)


def standing(question: Question, found: list[Lapse]) -> Sample:
    """Count what is open as of the question, and at the end of each month before."""
    waiting = [lapse.record.id for lapse in found if not lapse.ended]
    items = [Item(name, question.as_of, 1) for name in waiting]
    dated = [lapse for lapse in found if lapse.end is not None or not lapse.ended]
    starts = min((lapse.start for lapse in dated), default=question.as_of)
    series = [
        Point(month, float(count), count)
        for month, part in months(Span(starts, question.as_of))
        for count in [sum(one.start <= part.end and (one.end is None or one.end > part.end) for one in dated)]
    ]
    return Sample(items, lambda values: float(len(values)), waiting, series=series)
