"""The findings of base and of the merge result into those that the pull request brings, and those it found there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from itsmctl.findings import Finding, ordered
from itsmctl.rules import POLICIES, judge
from itsmctl.snapshot import Snapshot

__all__ = ["compared", "identity", "under"]

KEPT = frozenset(f"policy/{name}" for name in POLICIES)


def compared(base: Snapshot, merged: Snapshot, now: datetime) -> tuple[list[Finding], list[Finding]]:
    """Return the new findings and the old ones; the same code, record and message is the same finding."""
    known = set(map(identity(base), _all(base, now, base)))
    same, found = identity(merged), _all(under(base, merged), now, base)
    return [f for f in found if same(f) not in known], [f for f in found if same(f) in known]


def under(base: Snapshot, merged: Snapshot) -> Snapshot:
    """Return the merge result with base's policy about rules: nobody excuses themselves."""
    records = {key: record for key, record in merged.catalog.records.items() if key not in KEPT}
    records |= {key: base.catalog.records[key] for key in KEPT if key in base.catalog.records}
    return replace(merged, catalog=replace(merged.catalog, records=records))


def _all(snapshot: Snapshot, now: datetime, base: Snapshot) -> list[Finding]:
    """Judge by the rules of base, every one to its end: what is cut there could be what is new."""
    return ordered([*snapshot.findings, *judge(snapshot, now, by=base, most=None)])


def identity(snapshot: Snapshot) -> Callable[[Finding], tuple[str, str, str, str]]:
    """Return what tells findings of a snapshot apart, wherever their record's file lies.

    Two kinds may own one id: the finding of the one is not that of the other.
    """
    keys = {record.path: key for key, record in snapshot.catalog.records.items()}
    return lambda f: (f.code, keys.get(f.where.path, "" if f.record else f.where.path), f.record, f.message)
