"""The word ``orders``, and spans: what begins comes before what ends."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from itsmctl.catalog import Record, moment
from itsmctl.document import Path, place
from itsmctl.findings import Severity
from itsmctl.kinds import Field, Kind
from itsmctl.rules.context import Context
from itsmctl.rules.rule import Seen, rule_in_context
from itsmctl.rules.words.fields import spots
from itsmctl.snapshot import Snapshot

__all__ = ["spans", "time_order"]

SPANS = (("start", "end"), ("from", "until"))
TIMES = ("time", "date")
DAY = timedelta(days=1)


@rule_in_context(Severity.ERROR, hint="one of the two times is wrong: correct it")
def time_order(snapshot: Snapshot, context: Context) -> Iterator[Seen]:
    """Something ends before it begins."""
    for kind in snapshot.kinds.by_name.values():
        if not context.of(kind.name):
            continue
        orders = (*kind.orders, *(span for span in spans(kind) if span not in kind.orders))
        for record in context.of(kind.name):
            for order in orders:
                yield from _contradictions(record, order)


def spans(kind: Kind) -> Iterator[tuple[str, str]]:
    """Yield begin and end of every span that the schema knows, at any depth: objects of two times."""
    yield from _within(kind.form, "")


def _within(field: Field, prefix: str) -> Iterator[tuple[str, str]]:
    inner = field.inner or (field.items.inner if field.items else {})
    for first, second in SPANS:
        if all(name in inner and inner[name].type in TIMES for name in (first, second)):
            yield f"{prefix}{first}", f"{prefix}{second}"
    for name, one in inner.items():
        if one.inner or one.items:
            yield from _within(one, f"{prefix}{name}.")


def _contradictions(record: Record, order: tuple[str, ...]) -> Iterator[Seen]:
    """Hold each time against the next one to its left that is filled in."""
    told = [dotted for dotted in order if dotted.split(".", 1)[0] in record.data]
    for first, second in pairwise(told):
        shared = _shared(first, second)
        begins = {_home(path, shared): (path, value) for path, value in spots(record, first)}
        for path, value in spots(record, second):
            before = begins.get(_home(path, shared))
            word = _clash(before[1], value, span=(_last(first), _last(second)) in SPANS) if before else ""
            if before and word:
                message = f"{_last(second)} {value} {word} {_last(first)} {before[1]}"
                yield message, place(record.document, path), (place(record.document, before[0]),)


def _shared(first: str, second: str) -> int:
    """Return how many names the two have in common at their beginning: what holds both."""
    pairs = zip(first.split("."), second.split("."), strict=False)
    return next((n for n, (one, other) in enumerate(pairs) if one != other), 0)


def _home(path: Path, names: int) -> Path:
    """Return the part of a path that leads to what holds both times: so many names, and the numbers after them."""
    places = [n for n, step in enumerate(path) if isinstance(step, str)]
    return path[: places[names]]


def _last(dotted: str) -> str:
    return dotted.rpartition(".")[2]


def _clash(first: Any, second: Any, *, span: bool) -> str:
    """Say how two times contradict each other, or nothing; a day lasts until its end."""
    begin, end = _stretch(first), _stretch(second)
    if begin is None or end is None:
        return ""
    if end[1] <= begin[0] and end[0] < begin[0]:
        return "comes before"
    # A span without length holds nothing; two steps may be taken in the same second.
    return "is the same as" if span and begin == end and begin[0] == begin[1] else ""


def _stretch(value: Any) -> tuple[datetime, datetime] | None:
    start = moment(value)
    if start is None:
        return None
    return start, start + DAY if len(value) == len("2026-01-02") else start
