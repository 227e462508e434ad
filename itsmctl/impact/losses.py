"""The graph into the single losses that take each record down: its single points of failure, by record."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from itsmctl.graph import Graph
from itsmctl.impact.closure import BLOCK, lost_in
from itsmctl.impact.lanes import latest
from itsmctl.impact.plan import plan

__all__ = ["LIMIT", "Losses", "losses"]

# The most losses kept for one record, the nearest first. Beyond it some are not told; none is told wrongly.
LIMIT = 256
NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Losses:
    """By record its point, by point its records (they fall together) and the points whose loss is its own."""

    point: Mapping[str, int]
    records: Sequence[Sequence[str]]
    lost: Sequence[Sequence[int]]

    def above(self, key: str) -> frozenset[str]:
        """Return the other records (``kind/id``) whose loss alone takes this one down."""
        if key not in self.point:
            return NONE
        names = (name for point in self.lost[self.point[key]] for name in self.records[point] if name != key)
        return frozenset(islice(names, LIMIT))

    def nearest(self, found: Iterable[str]) -> list[str]:
        """Return, sorted, those of some losses that do not lie behind another: no other of them is lost with them.

        Of those that are always lost together the first by name stands for all.
        """
        first: dict[int, str] = {}
        for name in sorted(found):
            first.setdefault(self.point[name], name)
        lost = {point: frozenset(self.lost[point]) for point in first}
        return [
            name
            for point, name in first.items()
            if not any(
                point in above and not (other in lost[point] and name < first[other])
                for other, above in lost.items()
                if other != point
            )
        ]


def losses(graph: Graph) -> Losses:
    """Find the single losses of every record, by the rules and in the blocks of `itsmctl.impact.closure`."""
    made = plan(graph)
    records: list[list[str]] = [[] for _ in made.points]
    for key, point in made.point.items():
        records[point].append(key)
    lost = [array("I") for _ in made.points]
    # A point comes after what takes it down: the last ones are the nearest, and what lies before them is cut.
    for start in reversed(range(0, len(made.points), BLOCK)):
        for point, bits in enumerate(lost_in(made, start)):
            if bits and len(lost[point]) <= LIMIT:
                lost[point].fromlist(latest(bits, LIMIT + 1 - len(lost[point]), start))
    return Losses(made.point, records, lost)
