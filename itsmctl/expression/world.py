"""What expressions can see: the records, the links between them, the policies and an instant."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from itsmctl.catalog import Catalog, Record
from itsmctl.clock import duration, instant
from itsmctl.kinds import Field

__all__ = ["HERE", "World"]

Convert = Callable[[Any], Any]


class World:
    """The records of one moment as expressions see them; what was made of a record is kept."""

    def __init__(self, catalog: Catalog, now: datetime) -> None:
        """Keep what is given; values are made when asked for."""
        self.catalog = catalog
        self.now = now
        self._values: dict[str, dict[str, Any]] = {}
        self._plans: dict[str, Convert | None] = {}
        self._policy: dict[str, Any] | None = None

    def given(self, record: Record) -> dict[str, Any]:
        """Return the variables of an expression about a record."""
        return {"self": self.value(record), "id": record.id, "now": self.now, "policy": self.policy}

    @property
    def policy(self) -> dict[str, Any]:
        """The data of all policies, by id."""
        if self._policy is None:
            self._policy = {record.id: self.value(record) for record in self.catalog.of("policy")}
        return self._policy

    def value(self, record: Record) -> dict[str, Any]:
        """Return a record's data with its times and durations as such."""
        found = self._values.get(record.key)
        if found is None:
            plan = self._plan(record)
            found = self._values[record.key] = plan(record.data) if plan else dict(record.data)
        return found

    def linked(self, record: Record) -> dict[str, Any]:
        """Return a record as another one's expression sees it: its data, and id, kind and the meanings of its state."""
        lifecycle = record.kind.lifecycle
        means = [meaning for meaning in (lifecycle.means if lifecycle else ()) if record.is_(meaning)]
        return {**self.value(record), "id": record.id, "kind": record.kind.name, "means": means}

    def _plan(self, record: Record) -> Convert | None:
        name = record.kind.name
        if name not in self._plans:
            self._plans[name] = _converter(record.kind.form)
        return self._plans[name]


class _Here:
    """The record that is being asked about: functions of expressions are not told it as an argument."""

    world: World
    record: Record


HERE = _Here()


def _converter(field: Field) -> Convert | None:
    """Return how the values of a field are made, or None where they stay as they are."""
    if field.type in ("time", "date"):
        return _time
    if field.type == "duration":
        return _length
    if field.type == "list" and field.items is not None:
        one = _converter(field.items)
        return (lambda value: [one(item) for item in value] if isinstance(value, list) else value) if one else None
    plans = {name: plan for name, inner in field.inner.items() if (plan := _converter(inner)) is not None}
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
