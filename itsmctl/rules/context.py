"""What rules may know beside the snapshot: the time, the policy, and answers that several of them ask for."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from itsmctl.catalog import Record, in_force
from itsmctl.expression import World
from itsmctl.impact import Losses, losses
from itsmctl.rules.policy import policy_of
from itsmctl.snapshot import Snapshot

__all__ = ["Context"]

T = TypeVar("T")


class Context:
    """The time of a judgement, if it has one, and what is reckoned once for all of its rules."""

    def __init__(self, snapshot: Snapshot, now: datetime | None, by: Snapshot | None = None) -> None:
        """Keep what is given, and reckon when asked; ``by`` is whose rules and policy judge, if not its own."""
        self._snapshot = snapshot
        self._once: dict[str, Any] = {}
        self.now = now
        self.by = by or snapshot
        self.policy = policy_of(self.by)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """Make something the first time it is asked for."""
        if name not in self._once:
            self._once[name] = make()
        found: T = self._once[name]
        return found

    def of(self, kind: str) -> tuple[Record, ...]:
        """Return the records of a kind, sorted by id."""
        return self._kinds.get(kind, ())

    def holds(self, record: Record) -> bool:
        """Say whether a record is in force now; without a time its state alone decides."""
        if self.now is None:
            return record.is_("in-force") or record.is_("in-use")
        return in_force(record, self.now)

    @cached_property
    def _kinds(self) -> Mapping[str, tuple[Record, ...]]:
        kinds: dict[str, list[Record]] = {}
        for record in self._snapshot.catalog.records.values():
            kinds.setdefault(record.kind.name, []).append(record)
        return {name: tuple(found) for name, found in kinds.items()}

    @cached_property
    def losses(self) -> Losses:
        """Which single losses take which record down."""
        return losses(self._snapshot.graph)

    def world(self, names: Collection[str]) -> World | None:
        """Return what expressions see that read fields of these names; nothing without a time."""
        return World(self._snapshot.catalog, self.now, names) if self.now else None
