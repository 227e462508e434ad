"""Two snapshots into what was added, removed and changed between them, record by record and field by field."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from itsmctl.catalog import Catalog, Record
from itsmctl.kinds import Kind

__all__ = ["WHOLE", "Change", "compare"]

WHOLE = "*"


@dataclass(frozen=True, slots=True)
class Change:
    """One record that differs; ``before`` or ``after`` is None when it was added or removed.

    ``fields`` are the top-level fields whose values differ, sorted; ``*`` stands for a file that cannot be read.
    """

    key: str
    before: Record | None
    after: Record | None
    fields: tuple[str, ...]

    @property
    def record(self) -> Record:
        """The record as it will be, or as it was when it is removed."""
        record = self.after or self.before
        if record is None:
            raise ValueError(f"{self.key} is on neither side")
        return record

    @property
    def kind(self) -> Kind:
        """The record's kind."""
        return self.record.kind

    @property
    def verb(self) -> str:
        """What happened to it: added, removed or changed."""
        return "added" if self.before is None else "removed" if self.after is None else "changed"


def compare(base: Catalog, merged: Catalog) -> tuple[Change, ...]:
    """Return what differs, sorted by ``kind/id``; a file moved between subfolders or written otherwise does not."""
    return tuple(_changes(base.records, merged.records))


def _changes(base: Mapping[str, Record], merged: Mapping[str, Record]) -> Iterator[Change]:
    for key in sorted({*base, *merged}):
        before, after = base.get(key), merged.get(key)
        fields = _fields(before, after)
        if fields or before is None or after is None:
            yield Change(key, before, after, fields)


def _fields(before: Record | None, after: Record | None) -> tuple[str, ...]:
    old, new = _value(before), _value(after)
    if old is None or new is None:
        same = before is not None and after is not None and before.document.text == after.document.text
        return () if same else (WHOLE,)
    return tuple(sorted(name for name in {*old, *new} if old.get(name, WHOLE) != new.get(name, WHOLE)))


def _value(record: Record | None) -> Mapping[str, Any] | None:
    """Return what the file says, fitting its schema or not; nothing for no file, None for what is no mapping."""
    if record is None:
        return {}
    value = record.document.value
    return value if isinstance(value, dict) else None
