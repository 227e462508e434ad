"""A calendar record into its windows around a span: single ones, and those that a rule repeats."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from itsmctl.catalog import Catalog, Record
from itsmctl.clock import duration
from itsmctl.findings import Fatal
from itsmctl.spans import Span, span_of

__all__ = ["FREEZE", "MAINTENANCE", "Opening", "openings", "reserved"]

MAINTENANCE, FREEZE = "maintenance", "freeze"  # types of calendars
KIND, LISTS = "calendar", ("windows", "recurring")
# Rules have no start of their own. Every second week, every third day are counted from this Monday.
ANCHOR = datetime(2001, 1, 1)  # noqa: DTZ001 - rules follow the wall clock; the zone comes after
MOST = 100_000  # occurrences: more is a mistake, not a calendar


@dataclass(frozen=True, slots=True)
class Opening:
    """One window of a calendar: why, and the records that it holds for (None: all)."""

    calendar: str
    span: Span
    why: str
    scope: frozenset[str] | None

    def concerns(self, key: str) -> bool:
        """Say whether the window holds for a record, by ``kind/id``."""
        return self.scope is None or key in self.scope


def reserved(catalog: Catalog, key: str) -> bool:
    """Say whether some maintenance calendar names a record, by ``kind/id``, or holds for all: it is bound to them."""
    scopes = (
        _scope(calendar, catalog, field, number, entry)
        for calendar in _calendars(catalog, MAINTENANCE)
        for field in LISTS
        for number, entry in enumerate(calendar.data.get(field, ()))
    )
    return any(scope is None or key in scope for scope in scopes)


def _calendars(catalog: Catalog, type_: str) -> Iterator[Record]:
    return (calendar for calendar in catalog.of(KIND) if calendar.data.get("type") == type_)


def openings(catalog: Catalog, type_: str, around: Span) -> list[Opening]:
    """Return all windows of the calendars of a type (maintenance, freeze) that touch a span, in order of time.

    Raises Fatal for a rule or zone that cannot be understood: what cannot be read must not mean "no freeze".
    """
    found = [
        opening
        for calendar in _calendars(catalog, type_)
        for opening in _openings(calendar, catalog, around)
        if opening.span.overlaps(around)
    ]
    return sorted(found, key=lambda opening: (opening.span, opening.calendar))


def _openings(calendar: Record, catalog: Catalog, around: Span) -> Iterator[Opening]:
    for field in LISTS:
        for number, entry in enumerate(calendar.data.get(field, ())):
            scope = _scope(calendar, catalog, field, number, entry)
            spans = [span_of(entry)] if field == "windows" else _repeated(calendar, entry, around)
            for span in spans:
                if span is not None:
                    yield Opening(catalog.name(calendar), span, entry.get("why", calendar.title), scope)


def _scope(
    calendar: Record, catalog: Catalog, field: str, number: int, entry: Mapping[str, Any]
) -> frozenset[str] | None:
    """Return the records that an entry names; all when it names none, or says ``all``."""
    if "all" in entry.get("scope", ("all",)):
        return None
    links = catalog.links_out.get(calendar.key, ())
    return frozenset(link.target for link in links if link.path[:3] == (field, number, "scope"))


def _repeated(calendar: Record, entry: Mapping[str, Any], around: Span) -> Iterator[Span]:
    """Yield the occurrences of a rule whose length may reach into the span; they follow the zone's wall clock."""
    from dateutil.rrule import rrulestr

    lasts = duration(entry["lasts"])
    try:
        zone = ZoneInfo(calendar.data.get("timezone", "UTC"))
        rule = rrulestr(entry["rrule"], dtstart=ANCHOR)
        reach = lasts + timedelta(days=1)  # no zone is more than a day from UTC
        first, last = (moment.replace(tzinfo=None) for moment in (around.start - reach, around.end + reach))
        for start in islice(rule.xafter(first, inc=True), MOST):
            if start > last:
                return
            begin = start.replace(tzinfo=zone).astimezone(UTC)
            yield Span(begin, begin + lasts)
    except (ValueError, TypeError, KeyError, OverflowError, ZoneInfoNotFoundError) as error:
        raise Fatal(f"calendar {calendar.id} cannot be read: {error}", hint="mend its rrule or timezone") from None
