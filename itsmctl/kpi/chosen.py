"""What a person asks for by name into the records and words that are meant; what does not exist is Fatal, not empty."""

from collections.abc import Mapping
from typing import Any

from itsmctl.catalog import Record
from itsmctl.findings import Fatal
from itsmctl.snapshot import Snapshot
from itsmctl.suggest import did_you_mean

__all__ = ["chosen", "words_of"]

ENOUGH = 20  # ids that a hint lists


def chosen(snapshot: Snapshot, kind: str, name: str) -> Record:
    """Return the record of a kind by id or ``kind/id``; Fatal (usage) with the nearest of that kind, or a list."""
    records = {record.id: record for record in snapshot.of(kind)}
    short = name.removeprefix(f"{kind}/")
    if short in records:
        return records[short]
    ids = list(records)
    listed = ", ".join(ids[:ENOUGH]) + (", ..." if len(ids) > ENOUGH else "")
    hint = did_you_mean(short, ids, f"{kind} records are {listed}" if ids else f"there are no {kind} records")
    raise Fatal(f"there is no {kind} record {name}", hint=hint, code=2)


def words_of(words: Mapping[str, Any], snapshot: Snapshot) -> dict[str, Any]:
    """Return a measure's parameters with the id of the service that is meant.

    Raises Fatal (usage) for a priority or a service that nobody has: what is misspelt would otherwise look like
    something of which there is nothing.
    """
    known = dict(words)
    if "service" in known:
        known["service"] = chosen(snapshot, "service", known["service"]).id
    if "priority" in known:
        priorities = _priorities(snapshot)
        if priorities and known["priority"] not in priorities:
            hint = f"priorities here are {', '.join(sorted(priorities))}"
            raise Fatal(f"there is no priority {known['priority']}", hint=hint, code=2)
    return known


def _priorities(snapshot: Snapshot) -> set[str]:
    """Return the priorities of the incident policy's matrix, and those that records state themselves."""
    matrix = snapshot.policy("incident").get("priority", {})
    told = [word for row in matrix.values() for word in row.values()]
    told += [record.data.get("priority") for record in snapshot.catalog.records.values()]
    return {word for word in told if isinstance(word, str)}
