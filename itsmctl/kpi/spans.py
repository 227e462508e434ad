"""Stretches of time, half-open, into their union, difference and length; and the months of a calendar."""

from collections.abc import Iterable, Iterator
from datetime import MAXYEAR, UTC, datetime

from dateutil.relativedelta import relativedelta

__all__ = ["Span", "clip", "hours_of", "less", "months", "union"]

Span = tuple[datetime, datetime]


def union(spans: Iterable[Span]) -> list[Span]:
    """Join spans that touch or overlap; empty ones vanish."""
    joined: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def clip(spans: Iterable[Span], window: Span) -> list[Span]:
    """Return what of the spans lies in the window."""
    cut = ((max(start, window[0]), min(end, window[1])) for start, end in spans)
    return [span for span in cut if span[0] < span[1]]


def less(spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """Return the union of spans without the holes."""
    rest = union(spans)
    for start, end in union(holes):
        rest = [
            piece
            for span in rest
            for piece in ((span[0], min(span[1], start)), (max(span[0], end), span[1]))
            if piece[0] < piece[1]
        ]
    return rest


def hours_of(spans: Iterable[Span]) -> float:
    """Return the length of spans that do not overlap, in hours."""
    return sum((end - start).total_seconds() for start, end in spans) / 3600


def months(start: datetime, end: datetime) -> Iterator[tuple[str, Span]]:
    """Yield the months (UTC) that a span touches, as ``2026-03`` and the part of the span in it."""
    first = datetime(start.year, start.month, 1, tzinfo=UTC)
    while first < end:
        # The month after the last one that a date can have begins when that one ends: at the end of the span.
        last = (first.year, first.month) == (MAXYEAR, 12)
        after = end if last else first + relativedelta(months=1)
        yield f"{first.year:04}-{first.month:02}", (max(first, start), min(after, end))
        first = after
