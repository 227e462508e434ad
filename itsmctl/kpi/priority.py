"""The priority of a record: its own, or what the incident policy's matrix makes of impact and urgency."""

from itsmctl.catalog import Record
from itsmctl.snapshot import Snapshot

__all__ = ["priorities", "priority_of"]


def priority_of(record: Record, snapshot: Snapshot) -> str | None:
    """Return the priority that a record states, else that of the matrix; None where neither says one."""
    if "priority" in record.data:
        return str(record.data["priority"])
    matrix = snapshot.policy("incident").get("priority", {})
    found = matrix.get(record.data.get("impact"), {}).get(record.data.get("urgency"))
    return found if isinstance(found, str) else None


def priorities(snapshot: Snapshot) -> set[str]:
    """Return the priorities of the matrix, and those that records state themselves."""
    matrix = snapshot.policy("incident").get("priority", {})
    told = [word for row in matrix.values() for word in row.values()]
    told += [record.data.get("priority") for record in snapshot.catalog.records.values()]
    return {word for word in told if isinstance(word, str)}
