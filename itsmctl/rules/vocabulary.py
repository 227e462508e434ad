"""Rules about words that the organisation has agreed on: categories, and who answers for what."""
# ruff: noqa: D401 - the docstring of a rule states the fault

from collections.abc import Iterator, Mapping
from typing import Any

from itsmctl.catalog import Link, Record
from itsmctl.document import key_place
from itsmctl.findings import Severity
from itsmctl.people import ever_held
from itsmctl.rules.rule import Seen, rule
from itsmctl.snapshot import Snapshot

__all__ = ["raci_human", "unassigned_activity"]

INVOLVES = "involves"  # the relation of a matrix to the roles it names


def _matrices(snapshot: Snapshot) -> Iterator[Record]:
    """Yield the records that say by letter which role does what: those of kinds with such a reference."""
    kinds = snapshot.kinds.by_name.values()
    names = [kind.name for kind in kinds if any(one.relation == INVOLVES for one in kind.references)]
    return (record for name in names for record in snapshot.of(name))


@rule(Severity.ERROR, hint="name a role that people hold; a tool can do the work (R), but not answer for it")
def raci_human(snapshot: Snapshot) -> Iterator[Seen]:
    """The role that answers for an activity is held by nobody."""
    records = snapshot.catalog.records
    for record in _matrices(snapshot):
        for link in snapshot.catalog.links_out.get(record.key, ()):
            role = records[link.target]
            accountable = link.relation == INVOLVES and "A" in _letter(record, link)
            if accountable and role.valid and not ever_held(snapshot.catalog, role):
                where = key_place(record.document, link.path)
                name = snapshot.catalog.name(role)
                yield f"{name} answers for {link.path[1]}, but no active person holds that role", where


def _letter(record: Record, link: Link) -> str:
    here: Any = record.data
    for step in link.path:
        here = here.get(step, "") if isinstance(here, Mapping) else ""
    return str(here)


@rule(Severity.WARNING, hint="add a row for the activity: who answers for it, who does it")
def unassigned_activity(snapshot: Snapshot) -> Iterator[Seen]:
    """A change of state is an activity for which the process's matrix has no row."""
    matrices: dict[str, Record] = {}
    rows: dict[str, set[str]] = {}
    for record in _matrices(snapshot):
        for process in snapshot.catalog.many(record, "process"):
            matrices.setdefault(process.id, record)
            rows.setdefault(process.id, set()).update(record.data.get("activities", ()))
    for kind in snapshot.kinds.by_name.values():
        matrix = matrices.get(kind.process)
        if kind.lifecycle is None or matrix is None or not any(True for _ in snapshot.of(kind.name)):
            continue
        for activity in sorted({move.activity for move in kind.lifecycle.moves} - rows[kind.process]):
            where = key_place(matrix.document, ("activities",))
            yield f"records of kind {kind.name} move by {activity}, for which nobody answers", where
