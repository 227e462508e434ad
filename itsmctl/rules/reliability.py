"""Promises of availability and the graph into the most that each record can give.

A record works while it works itself and everything it cannot do without works. Failures are taken as independent:

* a series gives the product of its parts, each counted once, however many ways lead to it;
* of a group, the chance that at least ``need`` of its members are up (Poisson binomial, by dynamic programming);
* where members or groups share a part, that part is taken as up and as down in turn (total probability).

A promise is from end to end. A record that promises p over parts that give b therefore adds p / b of its own, at most
1; what promises nothing counts as 1, and so does what is too entangled to reckon. All figures are upper bounds.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod

from itsmctl.graph import Graph, Need
from itsmctl.impact import members_first, vital

__all__ = ["Ceiling", "at_least", "ceilings"]

NONE: frozenset[str] = frozenset()
# The parts kept under one record, how deep groups may stand in groups, and the steps spent on one promise and on all.
PARTS = 256
DEPTH = 30
STEPS = 500_000
ALL_STEPS = 5_000_000


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most a record can give, 0 to 1, the promises that keep it from giving all, and whether all were reckoned."""

    share: float
    parts: frozenset[str]
    whole: bool


def at_least(need: int, chances: Sequence[float]) -> float:
    """Return the probability that at least ``need`` of some independent things are up."""
    up = [1.0]  # up[n] is the probability that n of those seen are up
    for chance in chances:
        up = [a * (1 - chance) + b * chance for a, b in zip([*up, 0.0], [0.0, *up], strict=True)]
    return min(1.0, sum(up[max(need, 0) :]))


def ceilings(graph: Graph, promised: Mapping[str, float]) -> dict[str, Ceiling]:
    """Say for each record that promises a share (0 to 1) how much the records below it let it give."""
    reckoning = _Reckoning(graph)
    order = members_first(graph) if promised else []
    for key in [*(key for key in promised if key not in graph.needs), *order]:
        reckoning.add(key, promised.get(key))
    return reckoning.found


@dataclass(slots=True)
class _Reckoning:
    """What is known of the records seen so far, members before owners: only what is below 1 leaves a trace."""

    graph: Graph
    own: dict[str, float] = field(default_factory=dict)
    series: dict[str, frozenset[str]] = field(default_factory=dict)
    groups: dict[str, tuple[Need, ...]] = field(default_factory=dict)
    support: dict[str, frozenset[str]] = field(default_factory=dict)
    found: dict[str, Ceiling] = field(default_factory=dict)
    cut: set[str] = field(default_factory=set)
    left: int = ALL_STEPS
    spent: int = 0

    def add(self, key: str, promise: float | None) -> None:
        """Gather what stands below a record, and reckon when it promises something."""
        series, groups, support = self._below(key)
        if len(support) > 2 * PARTS:
            # Without the rest it can only look better: the worst of what it needs in any case are kept.
            series = set(sorted(series, key=lambda part: (self.own[part], part))[:PARTS])
            support, groups = {*series}, {}
            self.cut.add(key)
        if promise is not None:
            self.spent = 0
            share = self._series(series, tuple(groups), {}, 0)
            self.found[key] = Ceiling(share, frozenset(support), self.spent <= self._most and key not in self.cut)
            self.left -= self.spent
            if promise < share:
                self.own[key] = promise / share
                series.add(key)
                support.add(key)
        if support:
            self.series[key], self.groups[key], self.support[key] = frozenset(series), tuple(groups), frozenset(support)

    def _below(self, key: str) -> tuple[set[str], dict[Need, None], set[str]]:
        """Return what a record needs in any case, the groups that are open, and all parts that either stands on."""
        series: set[str] = set()
        groups: dict[Need, None] = {}
        support: set[str] = set()
        for need in vital(self.graph, key):
            below = [self.support.get(member, NONE) for member in need.members]
            support.update(*below)
            if need.need == len(need.members):
                series.update(*(self.series.get(member, NONE) for member in need.members))
                groups.update(dict.fromkeys(n for m in need.members for n in self.groups.get(m, ())))
            elif any(below):
                groups[need] = None
        return series, groups, support

    @property
    def _most(self) -> int:
        return min(STEPS, max(0, self.left))

    def _series(self, series: Iterable[str], groups: tuple[Need, ...], fixed: Mapping[str, float], depth: int) -> float:
        share = prod(fixed.get(key, self.own[key]) for key in series)
        if not groups or share == 0 or depth > DEPTH:
            return share
        return share * self._groups(groups, {**fixed, **dict.fromkeys(series, 1.0)}, depth)

    def _groups(self, groups: tuple[Need, ...], fixed: Mapping[str, float], depth: int) -> float:
        self.spent += sum(len(self.support.get(member, NONE)) for need in groups for member in need.members)
        if self.spent > self._most:
            return 1.0
        shared = self._shared(groups, fixed)
        if shared is not None:
            up, down = (self._groups(groups, {**fixed, shared: state}, depth) for state in (1.0, 0.0))
            return self.own[shared] * up + (1 - self.own[shared]) * down
        return prod(at_least(need.need, [self._member(m, fixed, depth) for m in need.members]) for need in groups)

    def _member(self, key: str, fixed: Mapping[str, float], depth: int) -> float:
        return self._series(self.series.get(key, NONE), self.groups.get(key, ()), fixed, depth + 1)

    def _shared(self, groups: tuple[Need, ...], fixed: Mapping[str, float]) -> str | None:
        """Return the open part under most members, if any is under two."""
        counts = Counter(
            part
            for need in groups
            for member in need.members
            for part in self.support.get(member, NONE)
            if part not in fixed
        )
        best = min(counts, key=lambda part: (-counts[part], part), default=None)
        return best if best is not None and counts[best] > 1 else None
