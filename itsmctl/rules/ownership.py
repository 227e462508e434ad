"""Rules about what a service in use must have: a promise, and something that it stands on."""

from collections.abc import Iterator

from itsmctl.document import place
from itsmctl.findings import Severity
from itsmctl.rules.rule import Seen, rule
from itsmctl.snapshot import Snapshot

__all__ = ["service_without_agreement", "service_without_ci"]


@rule(Severity.WARNING, hint="agree on a target, even best effort, and write it down as records/agreement/<id>.yaml")
def service_without_agreement(snapshot: Snapshot) -> Iterator[Seen]:
    """Nothing is promised about a service in use, though agreements are kept for others."""
    covered = {
        link.target
        for agreement in snapshot.of("agreement")
        if agreement.data.get("status") == "agreed" and agreement.data.get("type") != "underpinning-contract"
        for link in snapshot.catalog.links_out.get(agreement.key, ())
        if link.path == ("service",)
    }
    if not covered:
        return  # whoever agrees on nothing keeps agreements elsewhere, or not yet
    for record in snapshot.of("service"):
        if record.data.get("status") == "operational" and record.key not in covered:
            yield f"no sla or ola in force covers {record.id}", place(record.document, ("status",))


@rule(Severity.WARNING, hint="name in depends_on what it runs on, so that the loss of that reaches it")
def service_without_ci(snapshot: Snapshot) -> Iterator[Seen]:
    """No way leads from a service in use to a configuration item, though others have one."""
    grounded = _grounded(snapshot)
    services = [record for record in snapshot.of("service") if record.data.get("status") == "operational"]
    if not any(record.key in grounded for record in services):
        return  # no service is drawn yet
    for record in services:
        if record.key not in grounded:
            yield f"nothing that {record.id} needs leads to a configuration item", place(record.document, ("status",))


def _grounded(snapshot: Snapshot) -> set[str]:
    """Return the configuration items and all that needs one, whatever the effect."""
    reached = {record.key for record in snapshot.of("ci")}
    pending = list(reached)
    while pending:
        for need in snapshot.graph.needed_by.get(pending.pop(), ()):
            if need.owner not in reached:
                reached.add(need.owner)
                pending.append(need.owner)
    return reached
