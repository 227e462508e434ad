"""The findings of base and of the merge result into those that the pull request brings, and those it found there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from itsmctl.findings import Finding, ordered
from itsmctl.rules import judge
from itsmctl.snapshot import Snapshot

__all__ = ["compared", "identity", "under"]

POLICY = "policy/validation"


def compared(base: Snapshot, merged: Snapshot, now: datetime) -> tuple[list[Finding], list[Finding]]:
    """Return the new findings and the old ones; the same code, record and message is the same finding."""
    known = set(map(identity(base), _all(base, now)))
    same, found = identity(merged), _all(under(base, merged), now)
    return [f for f in found if same(f) not in known], [f for f in found if same(f) in known]


def under(base: Snapshot, merged: Snapshot) -> Snapshot:
    """Return the merge result with base's validation policy: nobody excuses themselves."""
    records = {key: record for key, record in merged.catalog.records.items() if key != POLICY}
    if POLICY in base.catalog.records:
        records[POLICY] = base.catalog.records[POLICY]
    return replace(merged, catalog=replace(merged.catalog, records=records))


def _all(snapshot: Snapshot, now: datetime) -> list[Finding]:
    return ordered([*snapshot.findings, *judge(snapshot, now)])


def identity(snapshot: Snapshot) -> Callable[[Finding], tuple[str, str, str, str]]:
    """Return what tells findings of a snapshot apart, wherever their record's file lies.

    Two kinds may own one id: the finding of the one is not that of the other.
    """
    keys = {record.path: key for key, record in snapshot.catalog.records.items()}
    return lambda f: (f.code, keys.get(f.where.path, "" if f.record else f.where.path), f.record, f.message)
