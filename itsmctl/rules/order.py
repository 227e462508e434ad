"""Rules about times: what begins comes before what ends."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from itsmctl.clock import instant
from itsmctl.document import Path, place
from itsmctl.findings import Severity
from itsmctl.rules.rule import Seen, rule
from itsmctl.snapshot import Snapshot

__all__ = ["time_order"]

SPANS = (("start", "end"), ("from", "until"))
STEPS = (
    ("detected_at", "responded_at"),
    ("detected_at", "resolved_at"),
    ("opened_at", "resolved_at"),
    ("submitted_at", "implemented_at"),
    ("resolved_at", "closed_at"),
    ("implemented_at", "closed_at"),
    ("detected_at", "closed_at"),
    ("opened_at", "closed_at"),
    ("submitted_at", "closed_at"),
)
ALL = (*SPANS, *STEPS)
BEGINNINGS = frozenset(first for first, _ in ALL)


@rule(Severity.ERROR, hint="one of the two times is wrong: correct it")
def time_order(snapshot: Snapshot) -> Iterator[Seen]:
    """Something ends before it begins."""
    for record in snapshot.catalog.records.values():
        for path, first, second, message in _contradictions(record.data, (), top=True):
            yield message, place(record.document, (*path, second)), (place(record.document, (*path, first)),)


Contradiction = tuple[Path, str, str, str]


def _contradictions(value: Any, path: Path, *, top: bool = False) -> Iterator[Contradiction]:
    if isinstance(value, dict):
        pairs = ALL if top else SPANS
        if not BEGINNINGS.isdisjoint(value):
            yield from _pairs(value, path, pairs)
        for key, inner in value.items():
            if isinstance(inner, (dict, list)):
                yield from _contradictions(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            if isinstance(inner, (dict, list)):
                yield from _contradictions(inner, (*path, number))


def _pairs(value: Mapping[str, Any], path: Path, pairs: tuple[tuple[str, str], ...]) -> Iterator[Contradiction]:
    for first, second in pairs:
        if first in value and second in value:
            begin, end = _time(value[first]), _time(value[second])
            # A span without length holds nothing; two steps may be taken in the same second.
            empty = begin == end and (first, second) in SPANS
            if begin and end and (end < begin or empty):
                what = "is the same as" if empty else "comes before"
                yield path, first, second, f"{second} {value[second]} {what} {first} {value[first]}"


def _time(value: Any) -> datetime | None:
    try:
        return instant(value)
    except (TypeError, ValueError):
        return None
