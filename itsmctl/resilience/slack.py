"""A service into how much it can lose: each redundancy on the way, and the fewest losses that end it, less one."""

from dataclasses import dataclass

from itsmctl.catalog import Record
from itsmctl.impact import fatal
from itsmctl.resilience.cutsets import cutsets
from itsmctl.resilience.together import upstream
from itsmctl.snapshot import Snapshot

__all__ = ["GroupSlack", "Slack", "group_slack", "slack"]


@dataclass(frozen=True, slots=True)
class GroupSlack:
    """One redundancy while nothing is lost: its place, how many it has, how many it needs, how many it can spare."""

    record: Record
    entry: int
    label: str
    up: int
    need: int
    members: tuple[Record, ...]

    @property
    def slack(self) -> int:
        """Members that can be lost before the group falls: up - need."""
        return self.up - self.need


@dataclass(frozen=True, slots=True)
class Slack:
    """How many losses a record survives, wherever they fall.

    ``slack`` is None when no other record can take it down. With ``at_least`` no cut set was found as far as was
    searched, and it is a lower bound. ``smallest`` is one smallest cut set, if one was found.
    """

    record: Record
    slack: int | None
    at_least: bool
    smallest: tuple[Record, ...]
    groups: tuple[GroupSlack, ...]


def slack(snapshot: Snapshot, key: str, max_size: int = 3) -> Slack:
    """Return the slack of a record (``kind/id``): the size of its smallest cut set, less 1, and that of its groups.

    Sets of up to ``max_size`` are searched.
    """
    record = snapshot.catalog.records[key]
    groups = group_slack(snapshot, key)
    if not any(fatal(need) for need in snapshot.graph.needs.get(key, ())):
        return Slack(record, None, at_least=False, smallest=(), groups=groups)
    found = cutsets(snapshot, key, max_size, limit=1)
    if found.sets:
        smallest = found.sets[0]
        return Slack(record, len(smallest) - 1, at_least=False, smallest=smallest, groups=groups)
    return Slack(record, found.complete_to, at_least=True, smallest=(), groups=groups)


def group_slack(snapshot: Snapshot, key: str) -> tuple[GroupSlack, ...]:
    """Return the redundancies whose fall can take a record down, least slack first."""
    records = snapshot.catalog.records
    found = [
        GroupSlack(
            records[need.owner],
            need.number,
            need.label,
            len(need.members),
            need.need,
            tuple(records[member] for member in need.members),
        )
        for owner in upstream(snapshot.graph, [key])
        for need in snapshot.graph.needs.get(owner, ())
        if need.group and fatal(need)
    ]
    return tuple(sorted(found, key=lambda group: (group.slack, group.record.key, group.entry)))
