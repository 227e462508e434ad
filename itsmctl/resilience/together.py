"""The graph above some records into what every loss does to them: all scenarios side by side, one bit for each.

A loss spreads by plain edges (one loss is enough) and by gates (groups that fall after two losses or more). Plain
edges are collapsed once: records that lead to the same watched records (targets and members of gates) are alike and
form one class. What is left, gates over watched records, is settled for all classes at once: a lane is an integer in
which bit c says that the watched record is down when class c is lost. And, or and a count of bits replace one search
a record. The result is the least fixed point of `itsmctl.impact.spread`, as far as `down` goes.
"""

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from itsmctl.graph import Graph
from itsmctl.impact import fatal
from itsmctl.impact.condense import named_components
from itsmctl.impact.lanes import at_least, places

__all__ = ["Board", "Gate", "board", "gathered", "settle", "upstream"]


@dataclass(frozen=True, slots=True)
class Gate:
    """A group as numbers: it falls when ``losses`` of the watched ``members`` are down, and takes ``takes`` along."""

    members: tuple[int, ...]
    losses: int
    takes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Classes of records that are alike, and by number of watched record the lane of classes that take it down."""

    watched: Mapping[str, int]
    classes: tuple[tuple[str, ...], ...]
    lanes: tuple[int, ...]
    gates: tuple[Gate, ...]
    gates_of: Mapping[int, tuple[int, ...]]

    @property
    def everyone(self) -> int:
        """The lane of all classes."""
        return (1 << len(self.classes)) - 1


def upstream(graph: Graph, targets: Iterable[str]) -> dict[str, None]:
    """Return all records whose loss could reach a target along entries that take down; targets come first."""
    region = dict.fromkeys(targets)
    pending = list(region)
    while pending:
        for need in graph.needs.get(pending.pop(), ()):
            if fatal(need):
                fresh = [member for member in need.members if member not in region]
                region.update(dict.fromkeys(fresh))
                pending += fresh
    return region


def board(graph: Graph, targets: Collection[str]) -> Board:
    """Collapse the graph above the targets and settle the loss of each class alone."""
    region = upstream(graph, targets)
    needs = [need for key in region for need in graph.needs.get(key, ()) if fatal(need)]
    groups = [need for need in needs if fatal(need) > 1]
    watched = {key: n for n, key in enumerate(dict.fromkeys([*targets, *(m for g in groups for m in g.members)]))}
    edges = ((member, need.owner) for need in needs if fatal(need) == 1 for member in need.members)
    leads = gathered(edges, {key: 1 << watched[key] if key in watched else 0 for key in region})
    alike: dict[int, list[str]] = {}
    for key in region:
        alike.setdefault(leads[key], []).append(key)
    lanes = [0] * len(watched)
    for number, sign in enumerate(alike):
        for bit in places(sign):
            lanes[bit] |= 1 << number
    gates = tuple(Gate(tuple(watched[m] for m in g.members), fatal(g), tuple(places(leads[g.owner]))) for g in groups)
    made = Board(watched, tuple(map(tuple, alike.values())), tuple(lanes), gates, _gates_of(gates))
    settle(made, lanes, range(len(gates)))
    return Board(made.watched, made.classes, tuple(lanes), gates, made.gates_of)


def gathered(edges: Iterable[tuple[str, str]], own: Mapping[str, int]) -> dict[str, int]:
    """Give each record the bits of all that it leads to and its own, in one pass over the condensation."""
    leads: dict[str, list[str]] = {key: [] for key in own}
    for key, after in edges:
        leads[key].append(after)
    total: dict[str, int] = {}
    for part in named_components(leads):
        value = 0
        for key in part:
            value |= own[key]
            for after in leads[key]:
                value |= total.get(after, 0)
        total.update(dict.fromkeys(part, value))
    return total


def _gates_of(gates: Sequence[Gate]) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = {}
    for number, gate in enumerate(gates):
        for member in gate.members:
            found.setdefault(member, []).append(number)
    return {member: tuple(numbers) for member, numbers in found.items()}


def settle(board: Board, lanes: list[int], start: Iterable[int]) -> int:
    """Let gates fall in every lane until nothing changes, beginning with some; return how many members were counted."""
    waiting = dict.fromkeys(start)
    queue = deque(waiting)
    work = 0
    while queue:
        number = queue.popleft()
        del waiting[number]
        gate = board.gates[number]
        work += len(gate.members)
        fallen = at_least(gate.losses, [lanes[member] for member in gate.members])
        for bit in gate.takes if fallen else ():
            if fallen & ~lanes[bit]:
                lanes[bit] |= fallen
                fresh = [one for one in board.gates_of.get(bit, ()) if one not in waiting]
                waiting.update(dict.fromkeys(fresh))
                queue.extend(fresh)
    return work
