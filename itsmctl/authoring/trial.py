"""A new record into what would be wrong with it, before it is written."""

from datetime import datetime

from itsmctl.findings import Finding, ordered
from itsmctl.rules import judge
from itsmctl.snapshot import Snapshot
from itsmctl.whatif import Overlay, change

__all__ = ["trial"]


def trial(snapshot: Snapshot, key: str, text: str, now: datetime) -> list[Finding]:
    """Return the findings that a record (``kind/id``) with this text would have among the records of a snapshot."""
    after = change(snapshot, [Overlay(key, text.encode())])
    path = f"{after.tree.prefix}records/{key}.yaml"
    return [finding for finding in ordered([*after.findings, *judge(after, now)]) if finding.where.path == path]
