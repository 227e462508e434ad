"""Rules about capacity: what guests were promised against what their host has."""

from collections.abc import Iterator

from itsmctl.catalog import Record
from itsmctl.document import place
from itsmctl.findings import Location, Severity
from itsmctl.graph import Need
from itsmctl.rules.rule import Seen, rule
from itsmctl.rules.state import ended
from itsmctl.snapshot import Snapshot

__all__ = ["crowded_processors", "overcommitted_host"]

# Virtual processors a thread. Guests of a lab idle most of the time; beyond four to one, the rule of thumb for such a
# mix, they are seen to wait for one another.
RATIO = 4
SHOWN = 3
Guests = list[tuple[Record, float]]


@rule(Severity.WARNING, hint="move a guest, make one smaller, or add what is missing")
def overcommitted_host(snapshot: Snapshot) -> Iterator[Seen]:
    """Guests were promised more memory or storage than their host or pool has."""
    for host in _carriers(snapshot):
        for what, words in (("memory_gb", "GB of memory"), ("storage_gb", "GB of storage")):
            guests = _guests(host, what, snapshot)
            has, asked = host.data["capacity"].get(what), sum(size for _, size in guests)
            if has is not None and asked > has:
                message = (
                    f"{_count(guests, snapshot)} promised {asked:g} {words}, {snapshot.catalog.name(host)} has {has:g}"
                )
                yield message, place(host.document, ("capacity", what)), _largest(guests, what)


@rule(Severity.NOTE, hint="watch the time that guests wait for a processor, or move one")
def crowded_processors(snapshot: Snapshot) -> Iterator[Seen]:
    """Guests share the processors of a host more than four to one."""
    for host in _carriers(snapshot):
        guests = _guests(host, "vcpu", snapshot)
        has, asked = host.data["capacity"].get("vcpu"), sum(size for _, size in guests)
        if has is not None and asked > RATIO * has:
            name = snapshot.catalog.name(host)
            message = f"{_count(guests, snapshot)} promised {asked:g} virtual processors, {name} has {has:g} threads"
            yield message, place(host.document, ("capacity", "vcpu")), _largest(guests, "vcpu")


def _carriers(snapshot: Snapshot) -> Iterator[Record]:
    """Yield the hosts and pools in use that say what they have."""
    for record in snapshot.of("ci"):
        if record.data.get("class") in ("host", "storage") and "capacity" in record.data and not ended(record):
            yield record


def _guests(host: Record, what: str, snapshot: Snapshot) -> Guests:
    """Return who takes from a host, and how much: what runs on it; of a pool, what is stored on it.

    A pool that runs on a host is the host's own disks and takes nothing from it.
    """
    label = "runs-on" if host.data["class"] == "host" else "stored-on"
    owners = {need.owner: None for need in snapshot.graph.needed_by.get(host.key, ()) if _takes(need, label)}
    records = (snapshot.catalog.records[key] for key in owners)
    return [
        (record, float(size))
        for record in records
        if (size := record.data.get("capacity", {}).get(what)) is not None
        and not ended(record)
        and not (label == "runs-on" and record.data.get("class") == "storage")
    ]


def _takes(need: Need, label: str) -> bool:
    return need.label == label and not need.group


def _count(guests: Guests, snapshot: Snapshot) -> str:
    return f"{len(guests)} guests are" if len(guests) > 1 else f"{snapshot.catalog.name(guests[0][0])} is"


def _largest(guests: Guests, what: str) -> tuple[Location, ...]:
    largest = sorted(guests, key=lambda one: (-one[1], one[0].key))[:SHOWN]
    return tuple(place(record.document, ("capacity", what)) for record, _ in largest)
