"""Two snapshots into what a change does to blast radii: who reaches whom, which redundancy went, what each survives."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from itsmctl.catalog import Record
from itsmctl.graph import Graph, Need, State
from itsmctl.impact import closure, fatal, spread
from itsmctl.resilience.slack import slack
from itsmctl.snapshot import Snapshot

__all__ = ["Difference", "GroupChange", "Reach", "ServiceChange", "Stand", "compare", "compare_scenario"]

LIMIT = 2_000  # records downstream of a change: every pair of loss and record is their square


@dataclass(frozen=True, slots=True, order=True)
class Reach:
    """What the loss of one record (``kind/id``) does to another, before and after; ``lost`` is empty for a scenario."""

    lost: str
    record: str
    before: State
    after: State


@dataclass(frozen=True, slots=True)
class GroupChange:
    """A redundancy that changed: how many it needs of how many, before and after; None when it was or is not there."""

    owner: str
    label: str
    before: tuple[int, int] | None
    after: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Stand:
    """How a service stands: how many losses it survives (None: nothing ends it), and its single points of failure."""

    slack: int | None
    at_least: bool
    single_points: int


@dataclass(frozen=True, slots=True)
class ServiceChange:
    """A service whose slack or number of single points changed; None where the service does not exist."""

    service: str
    before: Stand | None
    after: Stand | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change does, sorted; the difference the other way round has before and after exchanged.

    With ``services_only`` more than `LIMIT` records lie downstream, and ``reach`` tells of services alone.
    ``records`` are those of both sides by ``kind/id``, as the head has them where it does.
    """

    reach: tuple[Reach, ...]
    groups: tuple[GroupChange, ...]
    services: tuple[ServiceChange, ...]
    services_only: bool = False
    records: Mapping[str, Record] = field(default_factory=dict, compare=False, repr=False)

    def single_points(self, *, created: bool) -> tuple[Reach, ...]:
        """Return which losses now end which service and did not before; or did before, and no longer do."""
        down = State.DOWN
        return tuple(
            one
            for one in self.reach
            if self.records[one.record].kind.service and (one.after is down if created else one.before is down)
            if one.before is not one.after
        )

    def newly(self, *, reached: bool) -> tuple[Reach, ...]:
        """Return what a loss hurts that it did not touch before; or did before, and no longer does."""
        return tuple(one for one in self.reach if (one.before if reached else one.after) is State.OK)

    def unprotected(self, *, newly: bool) -> tuple[str, ...]:
        """Return services that only degraded at a loss before and go down at it now; or the other way round."""
        wanted = (State.DEGRADED, State.DOWN) if newly else (State.DOWN, State.DEGRADED)
        points = self.single_points(created=newly)
        return tuple(sorted({one.record for one in points if (one.before, one.after) == wanted}))


def compare(base: Snapshot, head: Snapshot) -> Difference:
    """Return how the loss of each single record differs between two snapshots; all losses are asked at once.

    Only what lies downstream of a record whose needs differ is looked at. Slack is as in `itsmctl.resilience.slack`.
    """
    changed = sorted(_changed(base, head))
    records = {**base.catalog.records, **head.catalog.records}
    watch = sorted(_downstream(base.graph, changed) | _downstream(head.graph, changed))
    if not watch:
        return Difference((), (), (), records=records)
    services = [key for key in watch if records[key].kind.service]
    wide = len(watch) > LIMIT
    before, after = (closure(side.graph, services if wide else watch).watched for side in (base, head))
    reach = tuple(sorted(_reach(before, after)))
    groups = [one for owner in changed for one in _groups(owner, base.graph, head.graph)]
    stands = [(key, _stand(base, key, before), _stand(head, key, after)) for key in services]
    changes = tuple(ServiceChange(*one) for one in stands if one[1] != one[2])
    return Difference(reach, tuple(groups), changes, wide, records)


def compare_scenario(base: Snapshot, head: Snapshot, scenario: Mapping[str, State]) -> tuple[Reach, ...]:
    """Return the records that one scenario (states by ``kind/id``) treats otherwise in two snapshots, sorted."""
    before, after = (
        spread(side.graph, {key: state for key, state in scenario.items() if key in side.catalog.records}).states
        for side in (base, head)
    )
    ok = State.OK
    rows = (Reach("", key, before.get(key, ok), after.get(key, ok)) for key in sorted({*before, *after}))
    return tuple(one for one in rows if one.before is not one.after)


def _changed(base: Snapshot, head: Snapshot) -> Iterator[str]:
    """Yield the records that came, went, or need something else."""
    sides = base.graph.needs, head.graph.needs
    for key in base.catalog.records.keys() ^ head.catalog.records.keys():
        yield key
    for key in base.catalog.records.keys() & head.catalog.records.keys():
        old, new = ([_told(need) for need in needs.get(key, ())] for needs in sides)
        if old != new:
            yield key


def _told(need: Need) -> tuple[object, ...]:
    return need.members, need.need, need.effect, need.label, need.group


def _downstream(graph: Graph, start: Sequence[str]) -> set[str]:
    found = set(start)
    pending = list(start)
    while pending:
        for need in graph.needed_by.get(pending.pop(), ()):
            if need.owner not in found:
                found.add(need.owner)
                pending.append(need.owner)
    return found


def _reach(before: Mapping[str, Mapping[str, State]], after: Mapping[str, Mapping[str, State]]) -> Iterator[Reach]:
    ok = State.OK
    for lost in before.keys() | after.keys():
        old, new = before.get(lost, {}), after.get(lost, {})
        for record in old.keys() | new.keys():
            if lost != record and old.get(record, ok) is not new.get(record, ok):
                yield Reach(lost, record, old.get(record, ok), new.get(record, ok))


def _groups(owner: str, base: Graph, head: Graph) -> Iterator[GroupChange]:
    """Pair the redundancies of one record: those of one name in their order, after those that did not change."""
    old, new = ([need for need in graph.needs.get(owner, ()) if need.group and fatal(need)] for graph in (base, head))
    for need in list(old):
        same = next((other for other in new if _told(other) == _told(need)), None)
        if same:
            old.remove(need)
            new.remove(same)
    for label in sorted({need.label for need in (*old, *new)}):
        before, after = ([(n.need, len(n.members)) for n in side if n.label == label] for side in (old, new))
        for place in range(max(len(before), len(after))):
            pair = (before[place] if place < len(before) else None, after[place] if place < len(after) else None)
            if pair[0] != pair[1]:
                yield GroupChange(owner, label, *pair)


def _stand(side: Snapshot, key: str, losses: Mapping[str, Mapping[str, State]]) -> Stand | None:
    if key not in side.catalog.records:
        return None
    found = slack(side, key)
    points = sum(lost != key and states.get(key) is State.DOWN for lost, states in losses.items())
    return Stand(found.slack, found.at_least, points)
