"""What rules may know beside the snapshot: the time, and answers that several of them ask for."""

from datetime import datetime
from functools import cached_property

from itsmctl.rules.losses import Losses, losses
from itsmctl.snapshot import Snapshot

__all__ = ["Context"]


class Context:
    """The time of a judgement, if it has one, and what is reckoned once for all of its rules."""

    def __init__(self, snapshot: Snapshot, now: datetime | None) -> None:
        """Keep what is given; reckon when asked."""
        self._snapshot = snapshot
        self.now = now

    @cached_property
    def losses(self) -> Losses:
        """Which single losses take which record down."""
        return losses(self._snapshot.graph)
