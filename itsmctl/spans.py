"""Stretches of time, half-open, and the sets of moments that several of them make."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from itsmctl.clock import instant, stamp

__all__ = ["Span", "covered", "intersect", "length", "less", "span_of", "union"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From start up to, not including, end; both in UTC. One that does not end after it starts holds no moment."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Span") -> bool:
        """Say whether the two share a moment."""
        return max(self.start, other.start) < min(self.end, other.end)

    def holds(self, moment: datetime) -> bool:
        """Say whether a moment lies within."""
        return self.start <= moment < self.end

    def __str__(self) -> str:
        """Write it as people do."""
        return f"{stamp(self.start)} to {stamp(self.end)}"


def span_of(value: Mapping[str, Any] | None) -> Span | None:
    """Return the span of ``{start, end}``; None when there is none, or when it does not end after it starts."""
    if not value or "start" not in value or "end" not in value:
        return None
    span = Span(instant(value["start"]), instant(value["end"]))
    return span if span.start < span.end else None


def union(spans: Iterable[Span]) -> list[Span]:
    """Return the moments that any span holds, as the fewest spans, in order of time; empty ones vanish."""
    joined: list[Span] = []
    for span in sorted(span for span in spans if span.start < span.end):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return joined


def intersect(spans: Iterable[Span], others: Iterable[Span]) -> list[Span]:
    """Return the moments that both sets hold, as the fewest spans."""
    mine, theirs = union(spans), union(others)
    return union(Span(max(a.start, b.start), min(a.end, b.end)) for a in mine for b in theirs)


def less(spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    """Return the moments of the first set that the second does not hold, as the fewest spans."""
    rest = union(spans)
    for hole in union(holes):
        cut = (
            pair
            for one in rest
            for pair in ((one.start, min(one.end, hole.start)), (max(one.start, hole.end), one.end))
        )
        rest = [Span(start, end) for start, end in cut if start < end]
    return rest


def covered(span: Span, by: Iterable[Span]) -> bool:
    """Say whether the set holds every moment of a span."""
    return not less([span], by)


def length(spans: Iterable[Span]) -> timedelta:
    """Return how long the moments of a set last together; what overlaps counts once."""
    return sum((span.end - span.start for span in union(spans)), timedelta())
