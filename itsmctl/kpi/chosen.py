"""What a person asks for by name into the records and words that are meant; what does not exist is Fatal, not empty."""

from collections.abc import Mapping
from typing import Any

from itsmctl.catalog import Record
from itsmctl.findings import Fatal
from itsmctl.kpi.parameters import Parameters
from itsmctl.kpi.priority import priorities
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


def words_of(words: Mapping[str, Any], known: Parameters, snapshot: Snapshot) -> dict[str, Any]:
    """Return a measure's parameters with the id of the service that is meant.

    Raises Fatal (usage) for a priority or a service that nobody has: what is misspelt would otherwise look like
    something of which there is nothing.
    """
    return {name: MEANT.get(known[name].type, _same)(value, snapshot) for name, value in words.items()}


def _service(name: str, snapshot: Snapshot) -> str:
    kinds = [kind.name for kind in snapshot.kinds.by_name.values() if kind.service] or ["service"]
    kind = next((kind for kind in kinds if name.startswith(f"{kind}/") or snapshot.catalog.get(kind, name)), kinds[0])
    return chosen(snapshot, kind, name).id


def _priority(name: str, snapshot: Snapshot) -> str:
    known = priorities(snapshot)
    if known and name not in known:
        hint = f"priorities here are {', '.join(sorted(known))}"
        raise Fatal(f"there is no priority {name}", hint=hint, code=2)
    return name


def _same(value: Any, _: Snapshot) -> Any:
    return value


MEANT = {"service": _service, "priority": _priority}  # by the type of the parameter
