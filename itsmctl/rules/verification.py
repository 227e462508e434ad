"""Rules about the audit of records: when somebody last held one against the thing itself, and what they found."""
# ruff: noqa: D401 - the docstring of a rule states the fault

from collections.abc import Iterator

from itsmctl.catalog import Record
from itsmctl.document import Path, place
from itsmctl.findings import Severity
from itsmctl.graph import FIELD
from itsmctl.impact import vital
from itsmctl.rules.rule import Seen, rule
from itsmctl.snapshot import Snapshot

__all__ = ["contradicting_facts"]

PLAIN = ("text", "integer", "number", "boolean")


@rule(Severity.ERROR, hint="find out which is true, and say it once")
def contradicting_facts(snapshot: Snapshot) -> Iterator[Seen]:
    """A record says a thing twice, and differently."""
    for record in snapshot.catalog.records.values():
        if not record.is_("ended"):
            yield from _labels(record)
            yield from _hosts(record, snapshot)
            yield from _engine(record, snapshot)


def _labels(record: Record) -> Iterator[Seen]:
    """A label against the field of the same name."""
    labels = record.data.get("labels", {})
    for name, label in labels.items():
        field = record.kind.fields.get(name)
        told = record.data.get(name)
        if field is None or field.type not in PLAIN or field.reference or told is None:
            continue
        if str(told).casefold() != str(label).casefold().rstrip("."):
            yield _twice(f"the label {name} says {label}, the field says {told}", record, ("labels", name), (name,))


def _hosts(record: Record, snapshot: Snapshot) -> Iterator[Seen]:
    """A guest on two hosts at once; a cluster is named with any_of."""
    records, name = snapshot.catalog.records, snapshot.catalog.name
    needs = [need for need in snapshot.graph.needs.get(record.key, ()) if need.label == "runs-on" and not need.group]
    hosts = [need for need in needs if records[need.members[0]].data.get("class") == "host"]
    for need in hosts[1:]:
        first, second = (name(records[one.members[0]]) for one in (hosts[0], need))
        spots = ((FIELD, need.number), (FIELD, hosts[0].number))
        yield _twice(f"{name(record)} runs on {first} and on {second}", record, *spots)


def _engine(record: Record, snapshot: Snapshot) -> Iterator[Seen]:
    """The engine found deployed (label engine) against that of the database it is said to be stored on."""
    deployed, name = record.at("labels.engine"), snapshot.catalog.name
    for need in vital(snapshot.graph, record.key) if deployed is not None else ():
        declared = snapshot.catalog.records[need.members[0]]
        engine = declared.at("labels.engine")
        if need.label == "stored-on" and engine is not None and engine != deployed:
            yield (
                f"{name(record)} was found with {deployed}, but {name(declared)}, which it is stored on, is {engine}",
                place(record.document, ("labels", "engine")),
                (place(record.document, (FIELD, need.number)), place(declared.document, ("labels", "engine"))),
            )


def _twice(message: str, record: Record, here: Path, there: Path) -> Seen:
    return message, place(record.document, here), (place(record.document, there),)
