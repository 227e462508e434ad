"""A graph into the order in which losses spread: records that always fall together are one point, causes come first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from itsmctl.graph import Graph, Need, State
from itsmctl.impact.condense import components

__all__ = ["Plan", "Point", "Ring", "fatal", "plan"]


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


def plan(graph: Graph, more: Iterable[str] = ()) -> Plan:
    """Order all records that need or are needed, and any more that are named; linear in records and entries."""
    keys = sorted({*graph.needs, *graph.needed_by, *more})
    number = {key: place for place, key in enumerate(keys)}
    every = [[number[m] for need in graph.needs.get(key, ()) for m in need.members] for key in keys]
    hard = [[number[m] for need in graph.needs.get(k, ()) if fatal(need) == 1 for m in need.members] for k in keys]
    rings = components(every)
    point_of = [0] * len(keys)
    ring_of = [0] * len(keys)
    points: list[list[int]] = []
    ring_of_point: list[int] = []
    for place, ring in enumerate(rings):
        for members in _points(ring, hard):
            for member in members:
                point_of[member], ring_of[member] = len(points), place
            points.append(members)
            ring_of_point.append(place)
    made = [_point(members, keys, graph, hard, point_of, number) for members in points]
    named = [tuple({ring_of[m] for v in ring for m in every[v]} - {place}) for place, ring in enumerate(rings)]
    soft = [_soft(ring, keys, graph) for ring in rings]
    return Plan(made, _rings(ring_of_point, named, soft), dict(zip(keys, point_of, strict=True)), ring_of_point)


def _points(ring: list[int], hard: Sequence[Sequence[int]]) -> list[list[int]]:
    """Split a ring into records that take each other down, each after those whose loss is its own."""
    if len(ring) == 1:
        return [ring]
    inner = {node: place for place, node in enumerate(ring)}
    edges = [[inner[m] for m in hard[node] if m in inner] for node in ring]
    return [[ring[place] for place in found] for found in components(edges)]


def _point(
    members: list[int],
    keys: list[str],
    graph: Graph,
    hard: list[list[int]],
    point_of: list[int],
    number: dict[str, int],
) -> Point:
    own = point_of[members[0]]
    inputs = tuple({point_of[m] for member in members for m in hard[member]} - {own})
    groups = tuple(
        (tuple(point_of[number[m]] for m in need.members), fatal(need))
        for member in members
        for need in graph.needs.get(keys[member], ())
        if fatal(need) > 1
    )
    return Point(len(members), inputs, groups)


def _soft(ring: list[int], keys: list[str], graph: Graph) -> bool:
    """Say whether any entry here can degrade without taking down."""
    return any(fatal(need) != 1 for node in ring for need in graph.needs.get(keys[node], ()))


def _rings(ring_of_point: list[int], named: list[tuple[int, ...]], soft: list[bool]) -> list[Ring]:
    points: list[list[int]] = [[] for _ in named]
    for point, ring in enumerate(ring_of_point):
        points[ring].append(point)
    made: list[Ring] = []
    for place, inside in enumerate(points):
        plain = not soft[place] and len(inside) == 1 and all(made[n].plain for n in named[place])
        made.append(Ring(tuple(inside), named[place], plain))
    return made
