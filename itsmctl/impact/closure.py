"""A graph into what the loss of each of its records does: all losses at once, one bit each.

For every record the set of single losses that take it down is the least fixed point of the same rules as in
`itsmctl.impact.spread`, read on sets: its own loss, the union over what is essential, and for a group those losses
that hit at least as many members as it cannot spare. Sets are integers, so one operation asks thousands of scenarios.
"""

from collections import deque
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from itsmctl.graph import Graph, State
from itsmctl.impact.lanes import at_least, places
from itsmctl.impact.plan import Plan, Point, plan

__all__ = ["Closure", "closure"]

BLOCK = 16384  # losses asked for at once: bounds the memory to two kilobytes for each record


@dataclass(frozen=True, slots=True)
class Closure:
    """By lost record: how many others go down, how many only degrade, and the states of those that were watched."""

    down: Mapping[str, int]
    degraded: Mapping[str, int]
    watched: Mapping[str, Mapping[str, State]]


def closure(graph: Graph, watch: Collection[str] = ()) -> Closure:
    """Say what losing each single record does, exactly as `spread` would for each alone.

    ``watch`` names records (``kind/id``), such as all services, whose states are wanted for each loss;
    a record is among what its own loss takes down there, but does not count itself in ``down``.
    """
    made = plan(graph, watch)
    watched: dict[int, list[str]] = {}
    for key in sorted(watch):
        watched.setdefault(made.point[key], []).append(key)
    down = [0] * len(made.points)
    degraded = [0] * len(made.points)
    seen: list[dict[str, State]] = [{} for _ in made.points]
    for start in range(0, len(made.points), BLOCK):
        lost = lost_in(made, start)
        hurt = _hurt_in(made, start, lost)
        _count(down, start, _lost_sizes(made, lost))
        _count(degraded, start, _hurt_sizes(made, lost, hurt))
        for point, keys in watched.items():
            only = hurt[made.ring[point]] ^ lost[point]
            for bits, state in ((lost[point], State.DOWN), (only, State.DEGRADED)):
                for place in places(bits):
                    seen[start + place].update(dict.fromkeys(keys, state))
    return Closure(
        {key: down[point] - 1 for key, point in made.point.items()},
        {key: degraded[point] for key, point in made.point.items()},
        {key: seen[point] for key, point in made.point.items()},
    )


def lost_in(made: Plan, start: int) -> list[int]:
    """Return for each point which losses take it down, of the block of losses that begins there: a bit each."""
    lost = [0] * len(made.points)
    for point in range(start, min(start + BLOCK, len(made.points))):
        lost[point] = 1 << (point - start)
    # Nothing before the block's first ring needs what is lost in the block.
    for ring in made.rings[made.ring[start] :]:
        if len(ring.points) > 1:
            _settle(ring.points, made.points, lost)
        else:
            _fall(ring.points[0], made.points, lost)
    return lost


def _hurt_in(made: Plan, start: int, lost: Sequence[int]) -> list[int]:
    """Return for each ring which losses of the block hurt it at all."""
    hurt = [0] * len(made.rings)
    for place in range(made.ring[start], len(made.rings)):
        ring = made.rings[place]
        all_hurt = 0
        for point in ring.points:
            all_hurt |= lost[point]
        for other in () if ring.plain else ring.inputs:
            all_hurt |= hurt[other]
        hurt[place] = all_hurt
    return hurt


def _fall(point: int, points: Sequence[Point], lost: list[int]) -> bool:
    """Add to one point what its needs pass on now; say whether that was anything."""
    bits = before = lost[point]
    for other in points[point].hard:
        bits |= lost[other]
    for members, fatal in points[point].groups:
        bits |= at_least(fatal, [lost[m] for m in members])
    lost[point] = bits
    return bits != before


def _settle(ring: Sequence[int], points: Sequence[Point], lost: list[int]) -> None:
    """Let losses run round a ring of points until nothing is added."""
    inside = set(ring)
    needed_by: dict[int, list[int]] = {}
    for point in ring:
        for other in {*points[point].hard, *(m for members, _ in points[point].groups for m in members)} & inside:
            needed_by.setdefault(other, []).append(point)
    waiting = deque(ring)
    queued = set(ring)
    while waiting:
        point = waiting.popleft()
        queued.discard(point)
        if _fall(point, points, lost):
            fresh = [owner for owner in needed_by.get(point, ()) if owner not in queued]
            waiting.extend(fresh)
            queued.update(fresh)


def _lost_sizes(made: Plan, lost: Sequence[int]) -> Iterator[tuple[int, int]]:
    return ((bits, point.size) for bits, point in zip(lost, made.points, strict=True) if bits)


def _hurt_sizes(made: Plan, lost: Sequence[int], hurt: Sequence[int]) -> Iterator[tuple[int, int]]:
    for bits, ring in zip(hurt, made.rings, strict=True):
        if not ring.plain and bits:
            for point in ring.points:
                if bits != lost[point]:
                    yield bits ^ lost[point], made.points[point].size


def _count(totals: list[int], start: int, sets: Iterator[tuple[int, int]]) -> None:
    """Add up, bit by bit, the sizes of the sets that hold it; in binary, one integer for each digit of all sums."""
    digits: list[int] = []
    held: list[int] = []
    for bits, size in sets:
        for place in places(size):
            _add(digits, held, bits, place)
    place = 0
    while place < len(held):  # what is held back last; a carry may add a digit
        _add(digits, held, 0, place)
        place += 1
    columns = [f"{digit:0{BLOCK}b}"[::-1] for digit in reversed(digits)]
    for column, told in enumerate(zip(*columns, strict=True), start):
        if column < len(totals):
            totals[column] = int("".join(told), 2)


def _add(digits: list[int], held: list[int], carry: int, place: int) -> None:
    """Add a set at a digit. One set is held back there and added with the next, so that carries run half as often."""
    while True:
        if place >= len(digits):
            digits.extend([0] * (place + 1 - len(digits)))
            held.extend([0] * (place + 1 - len(held)))
        waiting = held[place]
        if not waiting:
            held[place] = carry
            return
        held[place] = 0
        either, digit = waiting ^ carry, digits[place]
        digits[place] = digit ^ either
        carry = waiting & carry | digit & either
        place += 1
        if not carry:
            return
