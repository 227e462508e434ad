"""Rules about ids, titles and names: one thing, one name."""
# ruff: noqa: D401 - the docstring of a rule states the fault

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime

from itsmctl.catalog import Record
from itsmctl.clock import instant
from itsmctl.document import place
from itsmctl.findings import Severity
from itsmctl.rules.rule import Seen, rule
from itsmctl.snapshot import Snapshot

__all__ = ["id_order", "id_year"]

Numbered = tuple[int, datetime, Record, str]


def opened(record: Record) -> str | None:
    """Return the field that declares when the record came to be, if it is filled in."""
    lifecycle = record.kind.lifecycle
    fields = (lifecycle.times.get(state) for state in lifecycle.start) if lifecycle else ()
    return next((field for field in fields if field and field in record.data), None)


@rule(Severity.ERROR, hint="give the record an id of the year it was opened in, or correct the time")
def id_year(snapshot: Snapshot) -> Iterator[Seen]:
    """The year in an id is not the year in which the record was opened."""
    for record in snapshot.catalog.records.values():
        match = record.kind.identity.pattern.fullmatch(record.id) if "{year}" in record.kind.identity.format else None
        field = opened(record)
        if match is None or field is None:
            continue
        text = record.data[field]
        # In the night of New Year's Eve the year as written and the year in UTC differ: either will do.
        if match["year"] not in (text[:4], str(instant(text).year)):
            yield f"the id says {match['year']}, but {field} is {text[:10]}", place(record.document, (field,))


@rule(
    Severity.WARNING,
    hint="numbers are given in the order of opening: correct the time, or give it the next free number",
)
def id_order(snapshot: Snapshot) -> Iterator[Seen]:
    """A record has a higher number than one that was opened later."""
    for kind in snapshot.kinds.by_name.values():
        if "{year}" in kind.identity.format and "{number" in kind.identity.format:
            for numbered in _by_year(snapshot, kind.name).values():
                yield from _misplaced(sorted(numbered, key=lambda one: one[0]))


def _by_year(snapshot: Snapshot, kind: str) -> dict[str, list[Numbered]]:
    years: dict[str, list[Numbered]] = {}
    for record in snapshot.of(kind):
        match = record.kind.identity.pattern.fullmatch(record.id)
        field = opened(record)
        if match and field:
            one = (int(match["number"]), instant(record.data[field]), record, field)
            years.setdefault(match["year"], []).append(one)
    return years


def _misplaced(numbered: list[Numbered]) -> Iterator[Seen]:
    """Yield the fewest records without which numbers and times grow together."""
    kept = _longest([time for _, time, _, _ in numbered])
    for here, (_, time, record, field) in enumerate(numbered):
        if here in kept:
            continue
        before = next((n for n in range(here - 1, -1, -1) if numbered[n][1] > time), None)
        # What is out of order with nobody before it is so with somebody after it.
        after = next((n for n in range(here + 1, len(numbered)) if numbered[n][1] < time), here)
        other = numbered[after if before is None else before]
        side = "before" if before is None else "after"
        yield (
            f"{_dated(record, field)} is numbered {side} {_dated(other[2], other[3])}",
            place(record.document, (field,)),
            (place(other[2].document, (other[3],)),),
        )


def _longest(times: list[datetime]) -> set[int]:
    """Return the places of a longest run of times that does not fall."""
    ends: list[int] = []  # ends[n] is the last of the run of length n + 1 that ends earliest
    before: list[int | None] = []
    for here, time in enumerate(times):
        length = bisect_right(ends, time, key=lambda end: times[end])
        before.append(ends[length - 1] if length else None)
        ends[length : length + 1] = [here]
    kept: set[int] = set()
    step = ends[-1] if ends else None
    while step is not None:
        kept.add(step)
        step = before[step]
    return kept


def _dated(record: Record, field: str) -> str:
    return f"{record.id} of {record.data[field][:10]}"
