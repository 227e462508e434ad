"""What every single loss does, all at once, is what `spread` says of each alone."""

import random
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itsmctl.graph import Graph, Need, State, assemble
from itsmctl.impact import closure, spread
from itsmctl.impact.condense import components
from itsmctl.impact.lanes import latest
from itsmctl.impact.losses import LIMIT, losses
from tests.impact.test_cases import FILES, read, records
from tests.impact.test_spread import NAMES, naive, needs
from tests.world import world


def agrees(graph: Graph, names: list[str]) -> None:
    """Hold the closure against one search for each loss."""
    found = closure(graph, names)
    for lost in names:
        states = spread(graph, {lost: State.DOWN}).states
        assert found.watched[lost] == states
        assert found.down[lost] == sum(state is State.DOWN for state in states.values()) - 1
        assert found.degraded[lost] == sum(state is State.DEGRADED for state in states.values())


@given(needs())
@settings(max_examples=300)
def test_all_losses_at_once_are_each_loss_alone(entries: list[Need]) -> None:
    """With groups, cycles and entries that only degrade: states and counts agree with the search, and the rules."""
    graph = assemble(entries)
    agrees(graph, NAMES)
    found = closure(graph, NAMES)
    for lost in NAMES:
        plain = {name: state for name, state in naive(graph, {lost: State.DOWN}).items() if state}
        assert found.watched[lost] == plain


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_redundancy_case_agrees(path: Path) -> None:
    """Each record of the forty scenarios, lost alone."""
    snapshot = world(records(read(path)["nodes"]))
    agrees(snapshot.graph, [key for key in snapshot.catalog.records if key.startswith("ci/")])


def test_a_graph_wider_than_one_block_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    """Losses are asked for in blocks; where a block ends does not show."""
    monkeypatch.setattr(sys.modules[closure.__module__], "BLOCK", 7)
    dice = random.Random(3)  # noqa: S311 - a made-up graph
    names = [f"ci/n{n:02}" for n in range(60)]
    entries = []
    for number in range(110):
        members = tuple(dice.sample(names, dice.randrange(1, 4)))
        effect = dice.choice([State.DOWN, State.DOWN, State.DEGRADED])
        need = dice.randrange(1, len(members) + 1)
        entries.append(Need(dice.choice(names), number, members, need, effect, "", group=len(members) > 1))

    agrees(assemble(entries), names)


@pytest.mark.parametrize("ring", [False, True])
def test_a_chain_of_fifty_thousand_is_no_recursion(*, ring: bool) -> None:
    """Nor is it when it closes to a ring: there each loss takes down all."""
    count = 50_000
    names = [f"ci/n{n:05}" for n in range(count)]
    pairs = [*pairwise(names), *([(names[-1], names[0])] if ring else [])]
    found = closure(assemble([Need(b, 0, (a,), 1, State.DOWN, "", group=False) for a, b in pairs]), names[-1:])

    assert found.down[names[0]] == count - 1
    assert found.down[names[-1]] == (count - 1 if ring else 0)
    assert found.watched[names[5]] == {names[-1]: State.DOWN}


def test_a_long_ring_of_groups_settles() -> None:
    """Three thousand records in a ring, each of which spares one of two: nothing falls, all degrades."""
    names = [f"ci/n{n:04}" for n in range(3_000)]
    entries = [
        Need(name, 0, (names[n - 1], names[n - 2]), 1, State.DOWN, "", group=True) for n, name in enumerate(names)
    ]
    found = closure(assemble(entries))

    assert set(found.down.values()) == {0}
    assert set(found.degraded.values()) == {2_999}


@given(st.integers(0, 1 << 70), st.integers(1, 9), st.integers(0, 3))
def test_the_latest_bits_are_the_highest(value: int, most: int, start: int) -> None:
    """Highest first, and no more than asked for."""
    every = [start + place for place in range(value.bit_length()) if value >> place & 1]

    assert latest(value, most, start) == every[::-1][:most]


def test_the_nearest_losses_are_kept_when_there_are_too_many() -> None:
    """Of a chain longer than what is kept each record still has the one before it, across the blocks."""
    count = LIMIT * 80
    names = [f"ci/n{n:05}" for n in range(count)]
    entries = [Need(b, 0, (a,), 1, State.DOWN, "", group=False) for a, b in pairwise(names)]
    found = losses(assemble(entries))

    assert found.above(names[0]) == frozenset()
    assert found.above(names[-1]) == frozenset(names[-1 - LIMIT : -1])
    assert found.nearest(found.above(names[-1])) == [names[-2]]


@given(needs())
@settings(max_examples=300)
def test_the_nearest_losses_lie_behind_no_other(entries: list[Need]) -> None:
    """Every other loss takes a nearest one down, or is down with it; no nearest one is lost with another."""
    graph = assemble(entries)
    found = losses(graph)
    falls = {
        name: {k for k, state in spread(graph, {name: State.DOWN}).states.items() if state is State.DOWN}
        for name in NAMES
    }
    for key in NAMES:
        above = found.above(key)
        near = found.nearest(above)
        assert near == sorted(near)
        assert set(near) <= above
        assert all(any(one == name or one in falls[name] for one in near) for name in above)
        assert not any(other in falls[one] and one not in falls[other] for one in near for other in above)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_components_are_those_of_networkx_in_an_order_that_fits(pairs: list[tuple[int, int]]) -> None:
    """Each comes after all that it leads to."""
    import networkx as nx

    found = components([[b for a, b in pairs if a == node] for node in range(10)])
    graph: nx.DiGraph[int] = nx.DiGraph(pairs)
    graph.add_nodes_from(range(10))
    place = {node: number for number, part in enumerate(found) for node in part}

    assert sorted(map(sorted, found)) == sorted(map(sorted, nx.strongly_connected_components(graph)))
    assert all(place[b] <= place[a] for a, b in pairs)
