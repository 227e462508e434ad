"""Two snapshots, facts, evidence and an instant into the one question that everything of the gate is asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from itsmctl.catalog import Catalog, Record
from itsmctl.delta import Change, compare
from itsmctl.inquiry.evidence import Evidence
from itsmctl.inquiry.facts import Facts
from itsmctl.inquiry.scope import Scope, classes
from itsmctl.lifecycle import needs_approval
from itsmctl.schedule import Span, window_of
from itsmctl.snapshot import Snapshot

__all__ = ["Inquiry", "inquire", "running", "worked_on"]


@dataclass(frozen=True, slots=True)
class Inquiry:
    """The difference between ``base``, which holds and judges, and ``merged``, which is asked for, sorted in ``scope``.

    ``facts`` are what git knows of it, ``evidence`` who decided what, ``now`` is the instant of the judgement.
    """

    base: Snapshot
    merged: Snapshot
    changes: tuple[Change, ...]
    scope: Scope
    facts: Facts
    evidence: Evidence
    now: datetime

    def name(self, of: Record | str) -> str:
        """Return what to call a record or what a key stands for; with its kind where either side needs it."""
        return max(self.base.catalog.name(of), self.merged.catalog.name(of), key=len)

    def in_base(self, record: Record | None) -> Record | None:
        """Return the same record as base has it, or None."""
        return self.base.catalog.records.get(record.key) if record else None


def inquire(base: Snapshot, merged: Snapshot, facts: Facts, evidence: Evidence, now: datetime) -> Inquiry:
    """Put the question together: what differs between the two snapshots, and of which class it is."""
    changes = compare(base.catalog, merged.catalog)
    return Inquiry(base, merged, changes, classes(changes, facts.paths), facts, evidence, now)


def worked_on(catalog: Catalog, request: Record) -> tuple[Record, ...]:
    """Return what a request is about to work on: what its kind's fields of the role ``affects`` name.

    The relation of the first of these fields decides; a field of another relation (``interrupts``) names what only
    suffers by it, and whoever agrees to that has not agreed to a change of it.
    """
    relation = {reference.field: reference.relation for reference in request.kind.references}
    fields = request.kind.role("affects")
    same = [field for field in fields if relation.get(field) == relation.get(fields[0])]
    found = (record for field in same for record in catalog.many(request, field))
    return tuple({record.key: record for record in found}.values())


def running(snapshot: Snapshot) -> Iterator[tuple[Record, Span]]:
    """Yield each request of any kind that is in force, with its window; without one it permits nothing."""
    for kind in snapshot.kinds.by_name.values():
        for record in snapshot.of(kind.name) if needs_approval(kind) else ():
            window = window_of(record)
            if record.is_("in-force") and window is not None:
                yield record, window
