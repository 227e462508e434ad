"""A record's state and its span into the one answer to whether it holds at a moment; spans are half-open."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from itsmctl.catalog.record import Record
from itsmctl.clock import instant

__all__ = ["in_force", "moment", "within"]

STANDING = ("in-force", "in-use")
SPANS = ("valid", "window")  # roles of the fields that bound it
BEGINS, ENDS = ("from", "start"), ("until", "end")


def in_force(record: Record, now: datetime) -> bool:
    """Say whether a record holds at ``now``: its state means so, and ``now`` lies in its validity and its window.

    A kind without lifecycle holds while its spans do; a span that is not filled in bounds nothing. Spans begin with
    their first moment and end before their last: what is valid until noon is not in force at noon.
    """
    standing = record.kind.lifecycle is None or any(map(record.is_, STANDING))
    return standing and all(within(record.at(field), now) for role in SPANS for field in record.kind.role(role))


def within(span: Any, now: datetime) -> bool:
    """Say whether ``now`` lies in ``{from, until}`` or ``{start, end}``; an end that is missing or no time is open."""
    if not isinstance(span, Mapping):
        return True
    begins, ends = (next((moment(span[key]) for key in keys if key in span), None) for keys in (BEGINS, ENDS))
    return (begins is None or begins <= now) and (ends is None or now < ends)


def moment(value: Any) -> datetime | None:
    """Return the UTC time of a time, or the begin of a day in UTC; None for what is neither."""
    if not isinstance(value, str):
        return None
    try:
        return instant(value) if len(value) > len("2026-01-02") else datetime.combine(_day(value), time.min, UTC)
    except ValueError:
        return None


def _day(text: str) -> date:
    return date.fromisoformat(text)
