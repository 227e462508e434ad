"""What a kind says of its page into how its records are listed: which columns, in which order, what stands in each."""

from collections.abc import Iterable, Iterator
from typing import Any

from itsmctl.catalog.record import Record
from itsmctl.catalog.standing import moment
from itsmctl.document import Path
from itsmctl.kinds import Kind

__all__ = ["columns", "newest", "ordered", "values"]

SHORT = ("text", "date", "time", "duration", "integer", "number", "boolean")
MOST = 4  # columns of a kind that does not say which
NEWEST = "-opened"


def columns(kind: Kind) -> tuple[str, ...]:
    """Return the columns that a kind asks for; else its state, what each record needs and is short, and the owner."""
    if kind.page.columns:
        return kind.page.columns
    state = (kind.lifecycle.field,) if kind.lifecycle else ()
    short = (name for name, field in kind.fields.items() if field.required and field.type in SHORT and not field.prose)
    found = dict.fromkeys((*state, *(name for name in short if name != "title"), *kind.role("owner")))
    return tuple(found)[:MOST]


def ordered(records: Iterable[Record], by: str = "") -> list[Record]:
    """Sort records of one kind by a field or a role, with a minus in front the last first; what lacks it comes last.

    Without ``by`` as the kind asks, else the newest first where it has the role opened, else by id.
    """
    listed = sorted(records, key=lambda record: record.id)
    kind = listed[0].kind if listed else None
    order = by or (kind.page.order or (NEWEST if kind.role("opened") else "") if kind else "")
    column = order.removeprefix("-")
    if column in ("", "id"):
        return listed[::-1] if order.startswith("-") else listed
    ranks = {record.key: _rank(value) for record in listed for _, value in [*values(record, column)][:1]}
    told = sorted((one for one in listed if one.key in ranks), key=lambda one: ranks[one.key])
    return [*(reversed(told) if order.startswith("-") else told), *(one for one in listed if one.key not in ranks)]


def newest(records: Iterable[Record]) -> list[Record]:
    """Sort records of one kind, those that were opened last first; a kind without that role as it asks."""
    listed = list(records)
    return ordered(listed, NEWEST if listed and listed[0].kind.role("opened") else "")


def _rank(value: Any) -> tuple[int, float, str]:
    """Compare numbers as numbers, times as times, and all else as text without regard to case."""
    if isinstance(value, int | float):
        return (0, float(value), "")
    when = moment(value)
    return (1, when.timestamp(), "") if when else (2, 0.0, str(value).casefold())


def values(record: Record, column: str) -> Iterator[tuple[Path, Any]]:
    """Yield what stands in a column of a record, with the way to it: a dotted field, each item of lists on the way.

    A column that is no field is a role: all fields that have it.
    """
    known = record.kind.form.at(column) is not None
    for field in (column,) if known else record.kind.role(column):
        yield from _walk((), record.data, field.split("."))


def _walk(path: Path, value: Any, steps: list[str]) -> Iterator[tuple[Path, Any]]:
    if not steps:
        if value is not None:
            yield path, value
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _walk((*path, number), item, steps)
    elif isinstance(value, dict) and steps[0] in value:
        yield from _walk((*path, steps[0]), value[steps[0]], steps[1:])
