"""Words of the command line into a scenario: ``ID``, ``ID=down`` or ``ID=degraded``."""

import sys
from collections.abc import Iterable

from itsmctl.catalog import Record
from itsmctl.findings import Fatal
from itsmctl.graph import State
from itsmctl.snapshot import Snapshot

__all__ = ["note_retired", "scenario"]


def scenario(words: Iterable[str], *sides: Snapshot) -> dict[str, State]:
    """Return the states by ``kind/id``; a record must be in one of the snapshots, the last of which is asked for hints.

    Raises Fatal for an unknown record, an unknown state, and a record with two states.
    """
    forced: dict[str, State] = {}
    for word in words:
        name, _, told = word.partition("=")
        if told not in ("", "down", "degraded"):
            raise Fatal(f"{word}: the state is down or degraded", hint=f"write {name} or {name}=degraded", code=2)
        state = State[(told or "down").upper()]
        key = _record(name, sides).key
        if forced.setdefault(key, state) is not state:
            raise Fatal(f"{name} cannot be down and degraded at once", hint="name it once", code=2)
    return forced


def _record(name: str, sides: tuple[Snapshot, ...]) -> Record:
    for side in sides[:-1]:
        try:
            return side.catalog.named(name)
        except Fatal:
            continue
    return sides[-1].catalog.named(name)


def note_retired(snapshot: Snapshot, keys: Iterable[str]) -> None:
    """Say on the error stream which records of a scenario are at their end; they count as named all the same."""
    for key in keys:
        record = snapshot.catalog.records.get(key)
        lifecycle = record.kind.lifecycle if record else None
        if record and lifecycle and record.state in lifecycle.end:
            sys.stderr.write(f"itsmctl: {record.id} is {record.state}; it counts as named all the same\n")
