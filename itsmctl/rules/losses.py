"""The graph into the single losses that take each record down: its single points of failure, by record.

One loss takes a record down when it takes one of its essential entries down, or so many members of a group that too
few are left. With the members' losses known that is a union and a count, so one pass from what needs nothing upwards
answers for every record; only records in a cycle are looked at again, until nothing grows any more.
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from itsmctl.graph import Graph, Need, State

__all__ = ["Losses", "losses", "members_first", "vital"]

# The most losses kept for one record. Beyond it some are not told; none is told wrongly.
LIMIT = 256
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Losses:
    """For each record that needs something the others (``kind/id``) whose loss alone takes it down."""

    upstream: Mapping[str, frozenset[str]]

    def above(self, key: str) -> frozenset[str]:
        """Return the other records whose loss takes this one down."""
        return self.upstream.get(key, NONE)

    def nearest(self, found: Iterable[str]) -> list[str]:
        """Return, sorted, those of some losses that do not lie behind another: no other of them is lost with them."""
        names = sorted(found)
        known = frozenset(names)
        near: list[str] = []
        for name in names:
            between = (other for other in known if other != name and name in self.above(other))
            # In a cycle each lies behind the other: then the first by name stands for all.
            if all(name not in self.above(o) or (o in self.above(name) and name < o) for o in between):
                near.append(name)
        return near


def vital(graph: Graph, key: str) -> Iterator[Need]:
    """Yield the entries of a record without which it is down."""
    return (need for need in graph.needs.get(key, ()) if need.effect is State.DOWN)


def members_first(graph: Graph) -> list[str]:
    """List every record that needs something after what it needs; in a cycle somebody has to be first."""
    order: list[str] = []
    seen: set[str] = set()
    for start in graph.needs:
        if start in seen:
            continue
        seen.add(start)
        stack = [(start, _members(graph, start))]
        while stack:
            key, members = stack[-1]
            following = next((m for m in members if m not in seen and m in graph.needs), None)
            if following is None:
                order.append(key)
                stack.pop()
            else:
                seen.add(following)
                stack.append((following, _members(graph, following)))
    return order


def _members(graph: Graph, key: str) -> Iterator[str]:
    return (member for need in graph.needs[key] for member in need.members)


def losses(graph: Graph) -> Losses:
    """Find the single losses of every record."""
    upstream: dict[str, frozenset[str]] = {}
    pending = deque(members_first(graph))
    waiting = set(pending)
    while pending:
        key = pending.popleft()
        waiting.discard(key)
        found = _above(graph.needs[key], upstream, key)
        # Growth alone counts: what is cut at the limit could otherwise change for ever.
        if len(found) > len(upstream.get(key, NONE)):
            upstream[key] = found
            again = [n.owner for n in graph.needed_by.get(key, ()) if n.owner not in waiting]
            pending.extend(dict.fromkeys(again))
            waiting.update(again)
    return Losses(upstream)


def _above(needs: Iterable[Need], upstream: Mapping[str, frozenset[str]], key: str) -> frozenset[str]:
    direct: list[str] = []
    further: list[Iterable[str]] = []
    for need in needs:
        if need.effect is not State.DOWN:
            continue
        if need.need == len(need.members):
            direct += need.members
            further += [upstream.get(member, NONE) for member in need.members]
        else:
            further.append(_common(need, upstream))
    found = set(direct).union(*further)
    found.discard(key)
    if len(found) <= LIMIT:
        return frozenset(found)
    every = (name for part in (direct, *map(sorted, further)) for name in part if name != key)
    return frozenset(islice(dict.fromkeys(every), LIMIT))


def _common(need: Need, upstream: Mapping[str, frozenset[str]]) -> Iterable[str]:
    """Return what takes so many members of a group down that too few are left."""
    sets = [upstream.get(member, NONE) | {member} for member in need.members]
    if need.need == 1:
        return frozenset.intersection(*sets)
    counts = Counter(name for one in sets for name in one)
    return frozenset(name for name, count in counts.items() if len(sets) - count < need.need)
