"""Rules about what a service in use must have: a promise, and something that it stands on."""

from collections.abc import Iterator

from itsmctl.catalog import Record
from itsmctl.document import place
from itsmctl.findings import Location, Severity
from itsmctl.graph import FIELD
from itsmctl.rules.context import Context
from itsmctl.rules.rule import Seen, rule_in_context
from itsmctl.snapshot import Snapshot

__all__ = ["COVERS", "service_without_agreement", "service_without_ci"]

COVERS = "covers"  # the relation of a promise to what it is about
CONTRACT = "underpinning-contract"


@rule_in_context(
    Severity.WARNING, hint="agree on a target, even best effort, and write it down as records/agreement/<id>.yaml"
)
def service_without_agreement(snapshot: Snapshot, context: Context) -> Iterator[Seen]:
    """Nothing is promised about a service in use, though agreements are kept for others."""
    services = list(_services(snapshot, context))
    bare = [record for record in services if not _covered(record, snapshot, context)]
    if len(bare) < len(services):  # whoever agrees on nothing keeps agreements elsewhere, or not yet
        for record in bare:
            yield f"no sla or ola in force covers {snapshot.catalog.name(record)}", _state_of(record)


@rule_in_context(Severity.WARNING, hint="name in depends_on what it runs on, so that the loss of that reaches it")
def service_without_ci(snapshot: Snapshot, context: Context) -> Iterator[Seen]:
    """No way leads from a service in use to a configuration item, though others have one."""
    grounded = _grounded(snapshot, context)
    services = list(_services(snapshot, context))
    if not any(record.key in grounded for record in services):
        return  # no service is drawn yet
    for record in services:
        if record.key not in grounded:
            name = snapshot.catalog.name(record)
            yield f"nothing that {name} needs leads to a configuration item", _state_of(record)


def _covered(record: Record, snapshot: Snapshot, context: Context) -> bool:
    promises = snapshot.catalog.into(record, COVERS)
    return any(one.data.get("type") != CONTRACT and context.holds(one) for one in promises)


def _promised(snapshot: Snapshot) -> frozenset[str]:
    """Return the kinds about which something can be promised."""
    references = (reference for kind in snapshot.kinds.by_name.values() for reference in kind.references)
    return frozenset(name for reference in references if reference.relation == COVERS for name in reference.to)


def _services(snapshot: Snapshot, context: Context) -> Iterator[Record]:
    kinds = sorted(_promised(snapshot))
    return (record for kind in kinds for record in context.of(kind) if record.is_("in-use"))


def _state_of(record: Record) -> Location:
    lifecycle = record.kind.lifecycle
    return place(record.document, (lifecycle.field,) if lifecycle else ())


def _grounded(snapshot: Snapshot, context: Context) -> set[str]:
    """Return what services stand on, and all that needs one of these, whatever the effect."""
    drawn = (kind for kind in snapshot.kinds.by_name.values() if FIELD in kind.fields)
    pending = [one.key for kind in drawn if kind.name not in _promised(snapshot) for one in context.of(kind.name)]
    reached = set(pending)
    while pending:
        for need in snapshot.graph.needed_by.get(pending.pop(), ()):
            if need.owner not in reached:
                reached.add(need.owner)
                pending.append(need.owner)
    return reached
