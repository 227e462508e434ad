"""The groups that a record belongs to, by the values and references of its fields."""

from collections.abc import Iterable, Iterator
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
    told: Any = next((value for field in fields if (value := record.at(field)) is not None), None)
    several = told if isinstance(told, list) else [told]
    return sorted({_word(one) for one in several}) or [NONE]


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return NONE if value is None else str(value)
