"""A dotted field of a kind into the places of a record that hold it, through lists and maps."""

from collections.abc import Iterator, Mapping
from typing import Any

from itsmctl.catalog import Record
from itsmctl.document import Path
from itsmctl.kinds import Field

__all__ = ["asked", "held", "spots"]


def spots(record: Record, dotted: str) -> Iterator[tuple[Path, Any]]:
    """Yield path and value of each place: ``outages.start`` of each outage; nothing where it is not filled in."""
    steps = tuple(dotted.split("."))
    if steps[0] in record.data:
        yield from _follow(record.kind.form, record.data, steps, ())


def _follow(field: Field, value: Any, steps: tuple[str, ...], path: Path) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from _follow(field.items or field, item, steps, (*path, number))
    elif not steps:
        yield path, value
    elif isinstance(value, dict) and steps[0] in field.inner:
        if steps[0] in value:
            yield from _follow(field.inner[steps[0]], value[steps[0]], steps[1:], (*path, steps[0]))
    elif isinstance(value, dict) and field.items is not None:
        for key, item in value.items():
            yield from _follow(field.items, item, steps, (*path, key))


def held(record: Record, path: Path) -> Any:
    """Return what stands at a path of a record's file; None where nothing does: links may be of another version."""
    here: Any = record.document.value
    for step in path:
        if isinstance(here, Mapping):
            here = here.get(step)
        else:
            here = here[step] if isinstance(here, list) and isinstance(step, int) and step < len(here) else None
    return here


def asked(record: Record, whilst: tuple[str, ...], unless: tuple[str, ...]) -> bool:
    """Say whether a word asks about a record: by the meanings of its state."""
    return (not whilst or any(map(record.is_, whilst))) and not any(map(record.is_, unless))
