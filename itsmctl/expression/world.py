"""What expressions can see: the records, the links between them, the policies and an instant."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from itsmctl.catalog import Catalog, Record
from itsmctl.clock import duration, instant
from itsmctl.kinds import Field

__all__ = ["HERE", "MEANS", "World", "names_in"]

MEANS = "means_of_state"  # the variable that says what the function is() tells

Convert = Callable[[Any], Any]
Names = Collection[str] | None
NAME = re.compile(r"\w+", re.ASCII)


def names_in(texts: Iterable[str]) -> frozenset[str]:
    """Return every name that stands in some texts: what none of them names, none of them can read."""
    return frozenset(name for text in texts for name in NAME.findall(text))


class World:
    """The records of one moment as expressions see them; what was made of a record is kept."""

    def __init__(self, catalog: Catalog, now: datetime, names: Names = None) -> None:
        """Keep what is given; values are made when asked for.

        ``names`` are those of the fields that will be read: the times and durations of others stay texts. None: all.
        """
        self.catalog = catalog
        self.now = now
        self._names = names
        self._means: dict[tuple[str, str | None], list[str]] = {}
        self._values: dict[str, Mapping[str, Any]] = {}
        self._plans: dict[str, Convert | None] = {}
        self._policy: dict[str, Any] | None = None

    def given(self, record: Record) -> dict[str, Any]:
        """Return the variables of an expression about a record."""
        means = self.means(record)
        return {"self": self.value(record), "id": record.id, "now": self.now, "policy": self.policy, MEANS: means}

    def means(self, record: Record) -> list[str]:
        """Return what the state of a record means, made once a state."""
        key = record.kind.name, record.state
        if key not in self._means:
            lifecycle = record.kind.lifecycle
            self._means[key] = [one for one in (lifecycle.means if lifecycle else ()) if record.is_(one)]
        return self._means[key]

    @property
    def policy(self) -> dict[str, Any]:
        """The data of all policies, by id; empty where none will be read."""
        if self._policy is None:
            read = self._names is None or "policy" in self._names
            self._policy = {one.id: self.value(one) for one in self.catalog.of("policy")} if read else {}
        return self._policy

    def value(self, record: Record) -> Mapping[str, Any]:
        """Return a record's data with its times and durations as such; the very data where it has none to be read."""
        plan = self._plan(record)
        if plan is None:
            return record.data
        if record.key not in self._values:
            self._values[record.key] = plan(record.data)
        return self._values[record.key]

    def linked(self, record: Record) -> dict[str, Any]:
        """Return a record as another one's expression sees it: its data, and id, kind and the meanings of its state."""
        return {**self.value(record), "id": record.id, "kind": record.kind.name, "means": self.means(record)}

    def _plan(self, record: Record) -> Convert | None:
        name = record.kind.name
        if name not in self._plans:
            self._plans[name] = _converter(record.kind.form, self._names)
        return self._plans[name]


class _Here:
    """The record that is being asked about: functions of expressions are not told it as an argument."""

    world: World
    record: Record


HERE = _Here()


def _converter(field: Field, names: Names) -> Convert | None:
    """Return how the values of a field are made, or None where they stay as they are."""
    if field.type in ("time", "date"):
        return _time
    if field.type == "duration":
        return _length
    if field.type == "list" and field.items is not None:
        one = _converter(field.items, names)
        return (lambda value: [one(item) for item in value] if isinstance(value, list) else value) if one else None
    read = {name: inner for name, inner in field.inner.items() if names is None or name in names}
    plans = {name: plan for name, inner in read.items() if (plan := _converter(inner, names)) is not None}
    return _mapping(plans) if plans else None


def _mapping(plans: Mapping[str, Convert]) -> Convert:
    def convert(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        made = dict(value)
        for name in plans.keys() & value.keys():
            made[name] = plans[name](value[name])
        return made

    return convert


def _time(value: Any) -> Any:
    from google.protobuf.timestamp_pb2 import Timestamp

    try:
        moment = instant(value if "T" in value else f"{value}T00:00:00Z")
    except (TypeError, ValueError):
        return value
    return Timestamp(seconds=int(moment.timestamp() // 1), nanos=moment.microsecond * 1000)


@lru_cache(maxsize=1_000)  # most lengths of a repository are the same few
def seconds(text: str) -> int:
    """Return a duration in whole seconds."""
    return int(duration(text).total_seconds())


def _length(value: Any) -> Any:
    from google.protobuf.duration_pb2 import Duration

    try:
        return Duration(seconds=seconds(value))
    except (TypeError, ValueError):
        return value
