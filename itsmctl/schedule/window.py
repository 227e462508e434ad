"""A record into the span in which its work may be done."""

from collections.abc import Mapping

from itsmctl.catalog import Record, moment
from itsmctl.spans import Span

__all__ = ["window_of"]


def window_of(record: Record) -> Span | None:
    """Return the span of the field that is the record's window; None when there is none that ends after it starts."""
    value = record.said("window")
    start, end = (moment(value.get(side)) for side in ("start", "end")) if isinstance(value, Mapping) else (None, None)
    return Span(start, end) if start and end and start < end else None
