"""A graph into the order in which losses spread: records that always fall together are one point, causes come first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from itsmctl.graph import Graph, Need, State
from itsmctl.impact.condense import components, named_components

__all__ = ["Plan", "Point", "Ring", "fatal", "members_first", "plan", "vital"]


@dataclass(slots=True)
class Point:
    """Records that take each other down: how many, the points whose loss is theirs, and their groups.

    A group is the points of its members and how many of them must be lost before it falls, at least two.
    """

    size: int
    hard: tuple[int, ...]
    groups: tuple[tuple[tuple[int, ...], int], ...]


@dataclass(slots=True)
class Ring:
    """Points that reach each other by needs of any kind, most often one; ``inputs`` are the rings that they name.

    ``plain``: here and in all that leads here, what suffers at all is down.
    """

    points: tuple[int, ...]
    inputs: tuple[int, ...]
    plain: bool


@dataclass(slots=True)
class Plan:
    """Points and rings, each after those that it needs; ``point`` and ``ring`` say where a record, a point belongs."""

    points: list[Point]
    rings: list[Ring]
    point: dict[str, int]
    ring: list[int]


def fatal(need: Need) -> int:
    """Return how many members must be lost before the owner is down; 0 when even all of them only degrade."""
    if need.effect is not State.DOWN:
        return 0
    return max(1, len(need.members) - need.need + 1) if need.group else 1


def vital(graph: Graph, key: str) -> Iterator[Need]:
    """Yield the entries of a record without which it is down."""
    return (need for need in graph.needs.get(key, ()) if fatal(need))


def members_first(graph: Graph) -> list[str]:
    """List every record that needs something after what it needs; in a cycle somebody has to be first."""
    leads = {key: [member for need in needs for member in need.members] for key, needs in graph.needs.items()}
    return [key for part in named_components(leads) for key in reversed(part)]


def plan(graph: Graph, more: Iterable[str] = ()) -> Plan:
    """Order all records that need or are needed, and any more that are named; linear in records and entries."""
    keys = sorted({*graph.needs, *graph.needed_by, *more})
    number = {key: place for place, key in enumerate(keys)}
    wants = [_wants(graph.needs.get(key, ()), number) for key in keys]
    rings = components([want.members for want in wants])
    point_of = [0] * len(keys)
    ring_of = [0] * len(keys)
    points: list[list[int]] = []
    home: list[int] = []
    for place, ring in enumerate(rings):
        for inside in _split(ring, wants):
            for node in inside:
                point_of[node], ring_of[node] = len(points), place
            points.append(inside)
            home.append(place)
    made = [_point(inside, wants, point_of) for inside in points]
    return Plan(made, _rings(rings, home, wants, ring_of), dict(zip(keys, point_of, strict=True)), home)


@dataclass(slots=True)
class _Wants:
    """What one record needs, by number: all members, those whose loss is its own, and groups with their losses."""

    members: list[int]
    hard: list[int]
    groups: list[tuple[list[int], int]]


def _wants(needs: Iterable[Need], number: Mapping[str, int]) -> _Wants:
    wants = _Wants([], [], [])
    for need in needs:
        members = [number[member] for member in need.members]
        wants.members += members
        losses = fatal(need)
        if losses == 1:
            wants.hard += members
        elif losses:
            wants.groups.append((members, losses))
    return wants


def _split(ring: list[int], wants: Sequence[_Wants]) -> list[list[int]]:
    """Split a ring into records that take each other down, each after those whose loss is its own."""
    if len(ring) == 1:
        return [ring]
    inner = {node: place for place, node in enumerate(ring)}
    edges = [[inner[m] for m in wants[node].hard if m in inner] for node in ring]
    return [[ring[place] for place in found] for found in components(edges)]


def _point(inside: list[int], wants: Sequence[_Wants], point_of: Sequence[int]) -> Point:
    hard = {point_of[member] for node in inside for member in wants[node].hard}
    hard.discard(point_of[inside[0]])
    groups = tuple(
        (tuple(point_of[member] for member in members), losses)
        for node in inside
        for members, losses in wants[node].groups
    )
    return Point(len(inside), tuple(hard), groups)


def _rings(rings: list[list[int]], home: Sequence[int], wants: Sequence[_Wants], ring_of: Sequence[int]) -> list[Ring]:
    points: list[list[int]] = [[] for _ in rings]
    for point, place in enumerate(home):
        points[place].append(point)
    made: list[Ring] = []
    for place, ring in enumerate(rings):
        inputs = {ring_of[member] for node in ring for member in wants[node].members}
        inputs.discard(place)
        only_hard = all(len(wants[node].hard) == len(wants[node].members) for node in ring)
        plain = only_hard and len(points[place]) == 1 and all(made[one].plain for one in inputs)
        made.append(Ring(tuple(points[place]), tuple(inputs), plain))
    return made
