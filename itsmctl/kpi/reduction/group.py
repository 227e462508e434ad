"""The groups that a record belongs to, by the values and references of its fields."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from itsmctl.catalog import Catalog, Record

__all__ = ["Key", "groups_of"]

Key = tuple[str, ...]  # one value for each field or role of `by`
NONE = "none"


def groups_of(catalog: Catalog, record: Record, by: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[Key]:
    """Yield the groups of a record; it is in several where a field names several, and in ``none`` where it is empty."""
    return product(*(_values(catalog, record, fields) for _, fields in by))


def _values(catalog: Catalog, record: Record, fields: Iterable[str]) -> list[str]:
    """Return ids of the records that the fields name, else the first value that is filled in."""
    fields = tuple(fields)
    named = [other for field in fields for other in catalog.many(record, field)]
    if named:
        return sorted({catalog.name(other) for other in named})
    told = next((values for field in fields if (values := list(_told(record.data, field.split("."))))), [])
    return sorted({_word(one) for one in told}) or [NONE]


def _told(value: Any, steps: Sequence[str]) -> Iterator[Any]:
    """Yield the values that a path leads to; each item of a list is entered."""
    if isinstance(value, list):
        for one in value:
            yield from _told(one, steps)
    elif not steps:
        yield value
    elif isinstance(value, Mapping) and steps[0] in value:
        yield from _told(value[steps[0]], steps[1:])


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
