"""Rules about the state that a record says it is in."""
# ruff: noqa: D401 - the docstring of a rule states the fault

from collections.abc import Iterator

from itsmctl.catalog import Record
from itsmctl.document import place
from itsmctl.findings import Severity
from itsmctl.rules.rule import Seen, rule
from itsmctl.snapshot import Snapshot

__all__ = ["ended", "missing_for_state", "person_left", "retired_dependency"]


def ended(record: Record) -> bool:
    """Say whether a record is in an end state of its lifecycle: it is history, not a claim about today."""
    lifecycle = record.kind.lifecycle
    return lifecycle is not None and record.state in lifecycle.end


@rule(Severity.ERROR, hint="add what is missing, or put the record back into an earlier state")
def missing_for_state(snapshot: Snapshot) -> Iterator[Seen]:
    """A field that the record's state needs is missing or empty."""
    for record in snapshot.catalog.records.values():
        lifecycle = record.kind.lifecycle
        if lifecycle is None or record.state is None:
            continue
        for field in lifecycle.needs.get(record.state, ()):
            if record.data.get(field) in (None, "", [], {}):
                spot = field if field in record.data else lifecycle.field
                told = f"while {lifecycle.field} is {record.state}, {field} must be filled in"
                yield told, place(record.document, (spot,))


@rule(Severity.ERROR, hint="name what took its place, or retire this record too")
def retired_dependency(snapshot: Snapshot) -> Iterator[Seen]:
    """A record that is in use depends on one that is not any more."""
    records = snapshot.catalog.records
    for key, needs in snapshot.graph.needs.items():
        record = records[key]
        if ended(record):
            continue
        for need in needs:
            for member in need.members:
                if ended(records[member]):
                    other = records[member]
                    where = place(record.document, ("depends_on", need.number))
                    yield f"{record.id} depends on {other.id}, which is {other.state}", where


@rule(Severity.WARNING, hint="name somebody who is still there")
def person_left(snapshot: Snapshot) -> Iterator[Seen]:
    """A role, a team or a record in use counts on a person who has left."""
    for person in snapshot.of("person"):
        if person.data.get("status") != "left":
            continue
        for link in snapshot.catalog.links_in.get(person.key, ()):
            holder = snapshot.catalog.records[link.source]
            if link.path[0] in ("holders", "deputies", "members", "lead", "owner") and not ended(holder):
                yield (
                    f"{link.path[0]} of {holder.id} names {person.id}, who has left",
                    place(holder.document, link.path),
                )
