"""Stretches of time into the minutes that they cover."""

from collections.abc import Iterable
from datetime import datetime

__all__ = ["Span", "minutes"]

Span = tuple[datetime, datetime]


def minutes(spans: Iterable[Span]) -> float:
    """Return the minutes of the union of half-open spans; one that ends before it starts is empty."""
    total, reached = 0.0, None
    for start, end in sorted(spans):
        begin = start if reached is None else max(start, reached)
        if end > begin:
            total += (end - begin).total_seconds() / 60
            reached = end
    return total
