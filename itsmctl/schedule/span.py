"""A start and an end into a half-open interval of time."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from itsmctl.clock import instant, stamp

__all__ = ["Span", "covered", "span_of"]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From start up to, not including, end; both in UTC."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Span") -> bool:
        """Say whether the two share a moment."""
        return self.start < other.end and other.start < self.end

    def holds(self, moment: datetime) -> bool:
        """Say whether a moment lies within."""
        return self.start <= moment < self.end

    def __str__(self) -> str:
        """Write it as people do."""
        return f"{stamp(self.start)} to {stamp(self.end)}"


def span_of(value: Mapping[str, Any] | None) -> Span | None:
    """Return the span of ``{start, end}``; None when there is none, or when it ends before it starts."""
    if not value or "start" not in value or "end" not in value:
        return None
    span = Span(instant(value["start"]), instant(value["end"]))
    return span if span.start < span.end else None


def covered(span: Span, by: Iterable[Span]) -> bool:
    """Say whether the union of spans holds the whole span."""
    reached = span.start
    for one in sorted(by):
        if one.start <= reached < one.end:
            reached = one.end
    return reached >= span.end
