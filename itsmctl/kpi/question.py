"""What a measure is asked, and what it answers with: records, times and values, not yet summed up."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from itsmctl.catalog import Record
from itsmctl.history import History, Timeline
from itsmctl.kpi.priority import priority_of
from itsmctl.snapshot import Snapshot

__all__ = ["Item", "Part", "Point", "Question", "Sample", "Summary"]

TOUCHED = ("affects", "outages")  # roles of fields that name what a record is about


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

    def records(self, *kinds: str) -> Iterator[Record]:
        """Yield the valid records of kinds that the parameters ``priority`` and ``service`` let through."""
        priority, service = self.words.get("priority"), self.words.get("service")
        for kind in kinds:
            for record in self.snapshot.of(kind):
                wanted = record.valid and (priority is None or priority_of(record, self.snapshot) == priority)
                if wanted and (service is None or any(one.id == service for one in self.services(record))):
                    yield record

    def services(self, record: Record) -> tuple[Record, ...]:
        """Return the services that a record names, as affected or as interrupted."""
        named = (one for role in TOUCHED for one in self.snapshot.catalog.role(record, role))
        return tuple({one.key: one for one in named if one.kind.service}.values())

    def timeline(self, record: Record) -> Timeline | None:
        """Return the record's timeline, if it was ever committed."""
        return self.history.of(record.key)

    def reopened(self, record: Record, states: Collection[str]) -> bool:
        """Say whether main held a step of the record from one of these states to another one."""
        timeline = self.timeline(record)
        steps = timeline.steps(self.as_of) if timeline else ()
        return any(old in states and new not in states for old, new, _ in steps)


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
    ``reason`` says why there is no value; ``parts`` are the groups, if it was asked for any.
    """

    items: Sequence[Item]
    summary: Summary
    waiting: Sequence[str] = ()
    note: str = ""
    reason: str = ""
    records: Sequence[str] | None = None
    series: Sequence[Point] | None = None
    parts: Sequence["Part"] = ()

    @property
    def value(self) -> float | None:
        """The items summed up; None when there is nothing to sum up."""
        return self.summary([item.value for item in self.items])

    def parted(self, parts: Sequence["Part"]) -> "Sample":
        """Return the same with its groups."""
        return replace(self, parts=parts)


@dataclass(frozen=True, slots=True)
class Part:
    """One group of a sample: what its records have in common, and the sample of them alone."""

    of: Mapping[str, str]
    sample: Sample
