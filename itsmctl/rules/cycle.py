"""Rules about circles: what cannot start because each waits for the other."""
# ruff: noqa: D401 - the docstring of a rule states the fault

from collections import deque
from collections.abc import Iterator, Mapping

from itsmctl.document import place
from itsmctl.findings import Location, Severity
from itsmctl.graph import FIELD, Graph, Need, State
from itsmctl.impact import vital
from itsmctl.impact.condense import named_components
from itsmctl.rules.rule import Seen, rule
from itsmctl.rules.state import ended
from itsmctl.snapshot import Snapshot

__all__ = ["held_up", "unstartable_cycle"]

# How many records of a circle are named, and from how many the shortest way round is looked for.
SHOWN = 8
STARTS = 20


@rule(Severity.WARNING, hint="soften one of these needs (effect: degraded), or name a second way (any_of)")
def unstartable_cycle(snapshot: Snapshot) -> Iterator[Seen]:
    """Records need each other in a circle: after a loss of all, none of them can be the first to start."""
    records = snapshot.catalog.records
    waiting = held_up(snapshot.graph)
    for part in _circles(waiting):
        ring = _shortest(part, waiting)
        if any(ended(records[key]) for key in ring):
            continue
        names = [snapshot.catalog.name(records[key]) for key in ring]
        if len(names) > SHOWN:
            names = [*names[: SHOWN - 1], f"… ({len(ring)} in all)", names[-1]]
        spots = [_spot(snapshot, *step, waiting) for step in zip(ring, ring[1:] + ring[:1], strict=True)]
        yield " needs ".join([*names, names[0]]), spots[0], tuple(spots[1:SHOWN])


def held_up(graph: Graph) -> dict[str, list[Need]]:
    """Return what can never start, with the entries that hold it up: all starts from what needs nothing."""
    missing: dict[Need, int] = {}
    open_needs = {key: sum(1 for _ in vital(graph, key)) for key in graph.needs}
    held = [key for key, count in open_needs.items() if count]
    ready = deque(key for key in graph.needed_by if not open_needs.get(key))
    started = set(ready)
    while ready:
        for need in graph.needed_by.get(ready.popleft(), ()):
            if need.effect is not State.DOWN:
                continue
            missing[need] = left = missing.get(need, need.need) - 1
            if left == 0:
                open_needs[need.owner] -= 1
                if open_needs[need.owner] == 0 and need.owner not in started:
                    started.add(need.owner)
                    ready.append(need.owner)
    return {key: [n for n in vital(graph, key) if missing.get(n, n.need) > 0] for key in held if key not in started}


def _circles(waiting: Mapping[str, list[Need]]) -> Iterator[set[str]]:
    """Yield the sets of records that wait for each other."""
    for part in named_components({key: list(_ahead(key, waiting)) for key in waiting}):
        if len(part) > 1 or part[0] in _ahead(part[0], waiting):
            yield set(part)


def _ahead(key: str, waiting: Mapping[str, list[Need]]) -> Iterator[str]:
    return (member for need in waiting[key] for member in need.members if member in waiting)


def _shortest(part: set[str], waiting: Mapping[str, list[Need]]) -> list[str]:
    """Return a shortest way round through one of the first records by name."""
    rings = (_ring(start, part, waiting) for start in sorted(part)[:STARTS])
    return min(rings, key=len)


def _ring(start: str, part: set[str], waiting: Mapping[str, list[Need]]) -> list[str]:
    before: dict[str, str] = {}
    pending = deque([start])
    while start not in before:
        key = pending.popleft()
        for member in _ahead(key, waiting):
            if member in part and member not in before:
                before[member] = key
                pending.append(member)
    ring = [before[start]]
    while ring[-1] != start:
        ring.append(before[ring[-1]])
    return ring[::-1]


def _spot(snapshot: Snapshot, key: str, following: str, waiting: Mapping[str, list[Need]]) -> Location:
    """Return where a record says that it needs the next one."""
    number = next(need.number for need in waiting[key] if following in need.members)
    return place(snapshot.catalog.records[key].document, (FIELD, number))
