"""The findings of base and of the merge result into those that the pull request brings, and those it found there."""

from dataclasses import replace
from datetime import datetime

from itsmctl.findings import Finding, ordered
from itsmctl.rules import judge
from itsmctl.snapshot import Snapshot

__all__ = ["compared", "under"]

POLICY = "policy/validation"


def compared(base: Snapshot, merged: Snapshot, now: datetime) -> tuple[list[Finding], list[Finding]]:
    """Return the new findings and the old ones; the same code, record and message is the same finding."""
    known = {_identity(finding) for finding in _all(base, now)}
    found = _all(under(base, merged), now)
    return [f for f in found if _identity(f) not in known], [f for f in found if _identity(f) in known]


def under(base: Snapshot, merged: Snapshot) -> Snapshot:
    """Return the merge result with base's validation policy: nobody excuses themselves."""
    records = {key: record for key, record in merged.catalog.records.items() if key != POLICY}
    if POLICY in base.catalog.records:
        records[POLICY] = base.catalog.records[POLICY]
    return replace(merged, catalog=replace(merged.catalog, records=records))


def _all(snapshot: Snapshot, now: datetime) -> list[Finding]:
    return ordered([*snapshot.findings, *judge(snapshot, now)])


def _identity(finding: Finding) -> tuple[str, str, str]:
    return finding.code, finding.record or finding.where.path, finding.message
