"""Rules about states: what they need, and what may stand on what."""
# ruff: noqa: D401 - the docstring of a rule states the fault

from collections.abc import Iterator, Mapping
from datetime import datetime

from itsmctl.catalog import Link, Record, moment
from itsmctl.document import place
from itsmctl.findings import Severity
from itsmctl.graph import FIELD
from itsmctl.rules.context import Context
from itsmctl.rules.rule import Seen, rule, rule_in_context
from itsmctl.rules.words.fields import held
from itsmctl.snapshot import Snapshot

__all__ = ["ended", "ended_reference", "missing_for_state", "planned_dependency", "retired_dependency"]

OPERATIONAL = "operational"
CARRIES = ("owner", "doer")  # roles of whoever has to act before the record ends


def ended(record: Record) -> bool:
    """Say whether a record is in an end state of its lifecycle: it is history, not a claim about today."""
    return record.is_("ended")


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
    yield from _standing_on(snapshot, "ended")


@rule(Severity.WARNING, hint="say that it is in use, or depend on what carries it until then")
def planned_dependency(snapshot: Snapshot) -> Iterator[Seen]:
    """A record that is in use depends on one that is not in use yet, and carries nothing."""
    yield from _standing_on(snapshot, "planned")


def _standing_on(snapshot: Snapshot, meaning: str) -> Iterator[Seen]:
    """Yield each need of a record in use that names a record whose state has a meaning."""
    records, name = snapshot.catalog.records, snapshot.catalog.name
    for key, needs in snapshot.graph.needs.items():
        record = records[key]
        if record.is_("ended") or record.is_(meaning):
            continue
        for need in needs:
            for other in map(records.__getitem__, need.named):
                if other.is_(meaning):
                    where = place(record.document, (FIELD, need.number))
                    yield f"{name(record)} depends on {name(other)}, which is {other.state}", where


@rule_in_context(Severity.WARNING, hint="name what took its place, or somebody who is still there")
def ended_reference(snapshot: Snapshot, context: Context) -> Iterator[Seen]:
    """A record that holds today counts on one that has ended: a person who has left, a device that is disposed of."""
    records, name = snapshot.catalog.records, snapshot.catalog.name
    for key, links in snapshot.catalog.links_in.items():
        other = records[key]
        for link in links if other.is_("ended") else ():
            record = records[link.source]
            if _counts_on(record, link) and not _over(record, link, context.now):
                message = f"{link.field} of {name(record)} names {name(other)}, which is {other.state}"
                yield message, place(record.document, link.path)


def _counts_on(record: Record, link: Link) -> bool:
    """Say whether a reference is a claim about today: what is under control claims all that it says."""
    if record.is_("ended") or link.field.partition(".")[0] == FIELD:
        return False
    if record.kind.control != OPERATIONAL:
        return True
    return record.kind.lifecycle is not None and any(link.field in record.kind.role(role) for role in CARRIES)


def _over(record: Record, link: Link, now: datetime | None) -> bool:
    """Say whether a reference stands in a span that is over: a shift of last year."""
    entry = held(record, link.path[:-1])
    if now is None or not isinstance(entry, Mapping):
        return False
    ends = moment(entry.get("until", entry.get("end")))
    return ends is not None and ends <= now
