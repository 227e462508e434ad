"""Approval records and reviews into the rows of *Approval & Review*: who, as what, when, and where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from itsmctl.catalog import Record
from itsmctl.kinds import Kind
from itsmctl.site.site import Site

__all__ = ["Approval", "approvals"]


@dataclass(frozen=True, slots=True)
class Approval:
    """One row: who, as which role, when, the record that it stands in, and whether it is a review of that record."""

    person: Record | None
    role: Record | None
    at: str
    source: Record
    review: bool


def approvals(site: Site, record: Record) -> list[Approval]:
    """Return the evidence for a record: its own approvals and reviews, and those of what affects it by approval."""
    found = list(_own(site, record))
    for change in site.into(record, "affects"):
        if _authorised(change.kind):
            found += _own(site, change)
    return sorted(found, key=lambda row: (row.at, row.source.key, row.person.key if row.person else ""), reverse=True)


def _authorised(kind: Kind) -> bool:
    """Say whether records of a kind need an approval on their way."""
    return kind.lifecycle is not None and any("approved" in move.guards for move in kind.lifecycle.moves)


def _own(site: Site, record: Record) -> Iterator[Approval]:
    catalog = site.snapshot.catalog
    for one in site.into(record):
        if one.kind.role("approver"):
            person = next(iter(catalog.role(one, "approver")), None)
            yield Approval(person, catalog.one(one, "role"), str(one.said("opened") or ""), one, review=False)
    for field in record.kind.role("reviewer"):
        block, _, _ = field.rpartition(".")
        if block and record.at(block):
            at = str(record.at(f"{block}.at") or "")
            yield Approval(catalog.one(record, field), None, at, record, review=True)
