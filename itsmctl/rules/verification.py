"""Rules about the audit of records: when somebody last held one against the thing itself, and what they found."""
# ruff: noqa: D401 - the docstring of a rule states the fault

from collections.abc import Iterator

from itsmctl.catalog import Record
from itsmctl.document import Path, place
from itsmctl.findings import Severity
from itsmctl.rules.losses import vital
from itsmctl.rules.rule import Seen, rule
from itsmctl.rules.state import ended
from itsmctl.snapshot import Snapshot

__all__ = ["contradicting_facts"]


@rule(Severity.ERROR, hint="find out which is true, and say it once")
def contradicting_facts(snapshot: Snapshot) -> Iterator[Seen]:
    """A record says a thing twice, and differently."""
    for record in snapshot.of("ci"):
        if not ended(record):
            yield from _labels(record)
            yield from _hosts(record, snapshot)
            yield from _engine(record, snapshot)


def _labels(record: Record) -> Iterator[Seen]:
    """A label against the field of the same name."""
    labels = record.data.get("labels", {})
    for name in ("hostname", "vlan") if labels else ():
        field, label = record.data.get(name), labels.get(name)
        if field is not None and label is not None and str(field).casefold() != str(label).casefold().rstrip("."):
            yield _twice(f"the label {name} says {label}, the field says {field}", record, ("labels", name), (name,))


def _hosts(record: Record, snapshot: Snapshot) -> Iterator[Seen]:
    """A guest on two hosts at once; a cluster is named with any_of."""
    needs = [need for need in snapshot.graph.needs.get(record.key, ()) if need.label == "runs-on" and not need.group]
    hosts = [need for need in needs if snapshot.catalog.records[need.members[0]].data.get("class") == "host"]
    for need in hosts[1:]:
        first, second = (snapshot.catalog.records[one.members[0]].id for one in (hosts[0], need))
        spots = (("depends_on", need.number), ("depends_on", hosts[0].number))
        yield _twice(f"{record.id} runs on {first} and on {second}", record, *spots)


def _engine(record: Record, snapshot: Snapshot) -> Iterator[Seen]:
    """The engine found deployed (label engine) against that of the database it is said to be stored on."""
    deployed = record.data.get("labels", {}).get("engine")
    if deployed is None:
        return
    for need in vital(snapshot.graph, record.key):
        declared = snapshot.catalog.records[need.members[0]]
        engine = declared.data.get("labels", {}).get("engine")
        if need.label == "stored-on" and engine is not None and engine != deployed:
            yield (
                f"{record.id} was found with {deployed}, but {declared.id}, which it is stored on, is {engine}",
                place(record.document, ("labels", "engine")),
                (place(record.document, ("depends_on", need.number)), place(declared.document, ("labels", "engine"))),
            )


def _twice(message: str, record: Record, here: Path, there: Path) -> Seen:
    return message, place(record.document, here), (place(record.document, there),)
