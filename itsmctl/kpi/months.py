"""A span into the months of the calendar that it touches."""

from collections.abc import Iterator
from datetime import MAXYEAR, UTC, datetime

from dateutil.relativedelta import relativedelta

from itsmctl.spans import Span

__all__ = ["months"]


def months(span: Span) -> Iterator[tuple[str, Span]]:
    """Yield the months (UTC) that a span touches, as ``2026-03`` and the part of the span in it."""
    first = datetime(span.start.year, span.start.month, 1, tzinfo=UTC)
    while first < span.end:
        # The month after the last one that a date can have begins when that one ends: at the end of the span.
        last = (first.year, first.month) == (MAXYEAR, 12)
        after = span.end if last else first + relativedelta(months=1)
        yield f"{first.year:04}-{first.month:02}", Span(max(first, span.start), min(after, span.end))
        first = after
