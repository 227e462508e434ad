"""What one record was over time: its versions on the first-parent line, and when it was in a state."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from itsmctl.history.commits import Commit

__all__ = ["Timeline", "Version"]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a record: its commit, its state, and the top-level fields that it changed.

    ``readable`` is False for a version that is not strict YAML: it has no state and no known fields.
    """

    commit: Commit
    state: str | None
    changed: tuple[str, ...]
    deleted: bool = False
    readable: bool = True


@dataclass(frozen=True, slots=True)
class Timeline:
    """All versions of one record, oldest first; with those under its former ids."""

    kind: str
    id: str
    versions: tuple[Version, ...]

    @property
    def key(self) -> str:
        """The record's name among all records: ``kind/id``."""
        return f"{self.kind}/{self.id}"

    def until(self, moment: datetime) -> tuple[Version, ...]:
        """Return the versions that main held at a moment."""
        if self.versions and self.versions[-1].commit.moment <= moment:
            return self.versions
        return tuple(v for v in self.versions if v.commit.moment <= moment)

    def run(self, states: Collection[str], moment: datetime) -> tuple[Version, ...]:
        """Return the unbroken run of versions in these states that lasts at a moment, if one does.

        Its first version is when the record came to rest, its last the latest affirmation.
        """
        held = self.until(moment)
        start = len(held)
        while start and held[start - 1].state in states:
            start -= 1
        return held[start:]

    def steps(self, moment: datetime) -> list[tuple[str, str, Commit]]:
        """Return the changes of state that main held at a moment: from, to, and the recording commit."""
        states = [(v.state, v.commit) for v in self.until(moment) if v.state is not None]
        pairs = pairwise(states)
        return [(old, new, commit) for (old, _), (new, commit) in pairs if old and new and old != new]
