"""Approval records and reviews into the rows of *Approval & Review*: who, as what, when, with what outcome."""

from collections.abc import Iterator
from dataclasses import dataclass

from itsmctl.catalog import Record
from itsmctl.site.view import Site

__all__ = ["Approval", "approvals"]

MARKS = {"approve": "✅ Approved", "reject": "❌ Rejected", "review": "🔍 Reviewed"}


@dataclass(frozen=True, slots=True)
class Approval:
    """One row: the reviewer and the role (keys of records), when, what was decided, and the record it stands in."""

    person: str
    role: str
    at: str
    status: str
    source: Record


def approvals(site: Site, record: Record) -> list[Approval]:
    """Return the evidence for a record: of its own approvals and review, and of the changes that affect it."""
    found = list(_own(site, record))
    if record.kind.name != "rfc":
        for change in site.into(record, "affects", "rfc"):
            found += _own(site, change)
    return sorted(found, key=lambda row: (row.at, row.source.key, row.person), reverse=True)


def _own(site: Site, record: Record) -> Iterator[Approval]:
    for approval in site.into(record, kind="approval"):
        keys = {str(link.path[0]): link.target for link in site.out(approval)}
        status = MARKS.get(str(approval.data.get("decision")), "⏱ Pending")
        yield Approval(keys.get("person", ""), keys.get("role", ""), str(approval.data.get("at", "")), status, approval)
    review = record.data.get("review")
    if isinstance(review, dict):
        keys = {"/".join(map(str, link.path)): link.target for link in site.out(record)}
        yield Approval(keys.get("review/by", ""), "", str(review.get("at", "")), MARKS["review"], record)
