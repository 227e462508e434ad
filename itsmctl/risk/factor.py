"""What the factors of risk are reckoned from, and the shape of each answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from itsmctl.catalog import Record
from itsmctl.impact import Impact
from itsmctl.snapshot import Snapshot

__all__ = ["Factor", "Proposal", "share"]


@dataclass(frozen=True, slots=True)
class Factor:
    """One reason for risk: its points, in a sentence why, and the ids of the records behind it."""

    name: str
    points: int
    because: str
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A request for change in its two worlds: ``base`` is what holds, ``merged`` what is asked for.

    ``request`` is the RFC as it would be; ``impact`` is its blast radius; ``touched`` are the keys of all that it
    affects or alters; ``policy`` is the change policy of base.
    """

    base: Snapshot
    merged: Snapshot
    request: Record
    touched: tuple[str, ...]
    impact: Impact
    policy: Mapping[str, Any]
    now: datetime

    @property
    def type(self) -> str:
        """The type of the change; a kind without types is normal."""
        return str(self.request.data.get("type", "normal"))

    @property
    def plan(self) -> Mapping[str, Any]:
        """The plan of the request; for a standard change, what it leaves out comes from its model in base."""
        own = dict(self.request.data.get("plan", {}))
        model = self.model if self.type == "standard" else None
        return {**model.data.get("plan", {}), **own} if model else own

    @property
    def model(self) -> Record | None:
        """The change model that it follows, as base has it."""
        return self.base.catalog.get("change-model", str(self.request.data.get("model", "")).rpartition("/")[2])


def share(weight: int, part: int, whole: int) -> int:
    """Return part of whole of a weight, in whole points, rounded down."""
    return weight * part // whole if whole else 0
