"""What a measure is asked, and what it answers with: records, times and values, not yet summed up."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from itsmctl.catalog import Record
from itsmctl.clock import instant
from itsmctl.history import History, Timeline
from itsmctl.snapshot import Snapshot

__all__ = ["Item", "Measure", "Point", "Question", "Sample"]


@dataclass(frozen=True, slots=True)
class Question:
    """The records of one revision and their history, the instant to reckon as of, and the measure's parameters."""

    snapshot: Snapshot
    history: History
    as_of: datetime
    since: datetime | None
    words: Mapping[str, Any]

    def word(self, name: str, default: str) -> str:
        """Return one parameter; ``fallback: false`` reads as the word false."""
        value = self.words.get(name, default)
        return str(value).lower() if isinstance(value, bool) else str(value)

    def within(self, moment: datetime) -> bool:
        """Say whether a moment lies in the period; what lies after ``as_of`` has not happened."""
        return moment <= self.as_of and (self.since is None or moment > self.since)

    def records(self, kind: str) -> Iterator[Record]:
        """Yield the valid records of a kind that the parameters ``priority`` and ``service`` let through."""
        priority, service = self.words.get("priority"), self.words.get("service")
        for record in self.snapshot.of(kind):
            wanted = record.valid and (priority is None or self.priority(record) == priority)
            if wanted and (service is None or service in self.services(record)):
                yield record

    def priority(self, record: Record) -> str | None:
        """Return the priority: the record's own, else impact and urgency in the incident policy's matrix."""
        if "priority" in record.data:
            return str(record.data["priority"])
        matrix = self.snapshot.policy("incident").get("priority", {})
        found = matrix.get(record.data.get("impact"), {}).get(record.data.get("urgency"))
        return found if isinstance(found, str) else None

    def services(self, record: Record) -> set[str]:
        """Return the ids of the services that a record names, as affected or as interrupted."""
        links = self.snapshot.catalog.links_out.get(record.key, ())
        named = (link.target.partition("/") for link in links if link.relation in ("affects", "interrupts"))
        return {name for kind, _, name in named if kind == "service"}

    def timeline(self, record: Record) -> Timeline | None:
        """Return the record's timeline, if it was ever committed."""
        return self.history.of(record.key)


def declared(record: Record, field: str) -> datetime | None:
    """Return the time that a field declares, if it is there."""
    text = record.data.get(field)
    return instant(text) if isinstance(text, str) else None


@dataclass(frozen=True, slots=True)
class Item:
    """One value: of which record, at what time (it decides the month), and whether the record declared that time."""

    record: str
    at: datetime
    value: float
    declared: bool = True


@dataclass(frozen=True, slots=True)
class Point:
    """The value of one month."""

    month: str
    value: float
    n: int


Summary = Callable[[Sequence[float]], float | None]


@dataclass(frozen=True, slots=True)
class Sample:
    """What a measure found: items and how to sum them up, what still waits, and what to say about it.

    ``records`` are those behind the value where that is not all items; ``series`` replaces the one by month;
    ``reason`` says why there is no value.
    """

    items: Sequence[Item]
    summary: Summary
    waiting: Sequence[str] = ()
    note: str = ""
    reason: str = ""
    records: Sequence[str] | None = None
    series: Sequence[Point] | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A function with its unit and the parameters that it knows; formula and source stand in its docstring."""

    run: Callable[[Question], Sample]
    unit: str
    parameters: frozenset[str]

    @property
    def formula(self) -> str:
        """The docstring, as lines without indent."""
        return "\n".join(line.strip() for line in (self.run.__doc__ or "").strip().splitlines())
