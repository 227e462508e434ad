"""A record into its minimal cut sets: the smallest groups of other records whose joint loss takes it down.

Method: top-down in the manner of MOCUS (Fussell and Vesely 1972), on classes of records that are alike
(`itsmctl.resilience.together`). A prefix of lost classes is settled once, with every possible last member side by
side; what then takes the target down is a cut set, and minimal when it contains no smaller one. Sizes are searched
one after the other, so that a search that stops is complete up to a size that it names. Cycles need no care: the
settled state is the least fixed point.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, islice, product

from itsmctl.catalog import Record
from itsmctl.impact.lanes import places
from itsmctl.resilience.together import Board, board, settle
from itsmctl.snapshot import Snapshot

__all__ = ["LARGEST", "LIMIT", "WORK", "CutSets", "cutsets"]

LARGEST = 8  # records: larger sets are no answer for a person, and their number has no bound
LIMIT = 1000  # sets
WORK = 10_000_000  # members counted, some seconds
COPIED = 64  # lanes are copied in the time in which one member is counted


@dataclass(frozen=True, slots=True)
class CutSets:
    """The minimal cut sets of a record, smallest first, and how far the search went.

    Every set of at most ``complete_to`` records is listed. ``stopped`` is empty when that is all that was asked, else
    ``limit`` (enough sets were found) or ``work`` (enough was tried).
    """

    record: Record
    sets: tuple[tuple[Record, ...], ...]
    max_size: int
    complete_to: int
    stopped: str


def cutsets(snapshot: Snapshot, key: str, max_size: int = 3, limit: int = LIMIT, work: int = WORK) -> CutSets:
    """Return the minimal sets of other records, of at most ``max_size``, whose joint loss takes a record down.

    ``key`` is ``kind/id``. Every record counts as one that can be lost. At most ``limit`` sets are returned, and the
    search stops after counting ``work`` members of groups; ``stopped`` then says so.
    """
    records = snapshot.catalog.records
    hunt = _Hunt(board(snapshot.graph, [key]), key, work)
    sets: list[tuple[Record, ...]] = []
    complete, stopped = 0, ""
    for size in range(1, max_size + 1):
        found = list(islice(hunt.of_size(size), limit + 1 - len(sets)))
        sets += [tuple(records[one] for one in names) for names in found]
        if len(sets) > limit or hunt.spent > work:
            stopped = "limit" if len(sets) > limit else "work"
            break
        complete = size
    ordered = sorted(sets[:limit], key=lambda one: (len(one), [record.key for record in one]))
    return CutSets(records[key], tuple(ordered), max_size, complete, stopped)


@dataclass(slots=True)
class _Hunt:
    """One search: what was found so far, by class, and what it cost."""

    board: Board
    target: str
    work: int
    spent: int = 0
    found: set[tuple[int, ...]] = field(default_factory=set)
    takes: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Turn the lanes around: by class, the watched records that it takes down."""
        self.takes = [[] for _ in self.board.classes]
        for bit, lane in enumerate(self.board.lanes):
            for one in places(lane):
                self.takes[one].append(bit)

    def of_size(self, size: int) -> Iterator[tuple[str, ...]]:
        """Yield the minimal cut sets of a size; all smaller ones must have been found."""
        for classes in self._classes((), 0, 0, size):
            self.spent += size
            if not any(part in self.found for n in range(1, size) for part in combinations(classes, n)):
                self.found.add(classes)
                yield from self._named(classes)

    def _named(self, classes: tuple[int, ...]) -> Iterator[tuple[str, ...]]:
        """Take one record of each class in every way; the target itself is not listed."""
        choices = [[key for key in self.board.classes[one] if key != self.target] for one in classes]
        return (tuple(sorted(chosen)) for chosen in product(*choices))

    def _classes(self, prefix: tuple[int, ...], lost: int, done: int, more: int) -> Iterator[tuple[int, ...]]:
        """Yield increasing tuples of classes that begin with a prefix and, with ``more`` others, end the target.

        ``lost`` is what the prefix takes down; ``done`` the classes that end the target with less than the prefix.
        """
        if self.spent > self.work:
            return
        lanes = self._settled(lost)
        above = -1 << (prefix[-1] + 1) if prefix else -1
        ending = lanes[self.board.watched[self.target]]
        if more == 1:
            yield from ((*prefix, last) for last in places(ending & above & ~done))
            return
        fallen = [bit for bit, lane in enumerate(self.board.lanes) if lanes[bit] is not lane and not lost >> bit & 1]
        for following in places(self._useful(lost) & ~ending & above):
            more_lost = lost
            for bit in (*self.takes[following], *(bit for bit in fallen if lanes[bit] >> following & 1)):
                more_lost |= 1 << bit
            yield from self._classes((*prefix, following), more_lost, ending, more - 1)

    def _settled(self, lost: int) -> list[int]:
        """Return the lanes when some watched records are down already; only gates that miss one can have changed."""
        lanes = list(self.board.lanes)
        gates: set[int] = set()
        for bit in places(lost):
            lanes[bit] = self.board.everyone
            gates.update(self.board.gates_of.get(bit, ()))
        self.spent += 1 + len(lanes) // COPIED + settle(self.board, lanes, sorted(gates))
        return lanes

    def _useful(self, lost: int) -> int:
        """Return the classes that take down a watched record that is not lost yet; others add nothing."""
        useful = 0
        for bit, lane in enumerate(self.board.lanes):
            if not lost >> bit & 1:
                useful |= lane
        return useful
