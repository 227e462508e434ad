"""Impact is the least fixed point of its rules: held against one that is plainly so."""

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from itsmctl.graph import Graph, Need, State, assemble
from itsmctl.impact.spread import spread

NAMES = [f"ci/n{number}" for number in range(8)]


@st.composite
def needs(draw: st.DrawFn) -> list[Need]:
    """Draw entries among eight records: single ones and groups, of either effect."""
    found: list[Need] = []
    for number in range(draw(st.integers(0, 16))):
        members = tuple(draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True)))
        group = draw(st.booleans())
        members = members if group else members[:1]
        count = draw(st.integers(1, len(members)))
        effect = draw(st.sampled_from([State.DOWN, State.DEGRADED]))
        found.append(Need(draw(st.sampled_from(NAMES)), number, members, count, effect, "", group))
    return found


SCENARIOS = st.dictionaries(st.sampled_from(NAMES), st.sampled_from([State.DOWN, State.DEGRADED]), max_size=3)


def naive(graph: Graph, scenario: Mapping[str, State]) -> dict[str, State]:
    """Start with all ok and apply all rules to all records until nothing changes."""
    states = dict.fromkeys(NAMES, State.OK)
    while True:
        following = {
            name: max(
                scenario.get(name, State.OK),
                *(contribution(need, states) for need in graph.needs.get(name, ())),
                State.OK,
            )
            for name in NAMES
        }
        if following == states:
            return states
        states = following


def contribution(need: Need, states: Mapping[str, State]) -> State:
    """Say what one entry does to its owner, word for word as the design has it."""
    if not need.group:
        return min(states[need.members[0]], need.effect)
    up = sum(states[member] < State.DOWN for member in need.members)
    if up < need.need:
        return need.effect
    return State.DEGRADED if any(states[member] for member in need.members) else State.OK


@given(needs(), SCENARIOS)
@settings(max_examples=300)
def test_two_sweeps_reach_the_least_fixed_point(entries: list[Need], scenario: dict[str, State]) -> None:
    """The fast way and the plain way agree on every record."""
    graph = assemble(entries)
    fast = spread(graph, scenario).states

    assert {name: fast.get(name, State.OK) for name in NAMES} == naive(graph, scenario)


@given(needs(), SCENARIOS)
def test_the_order_of_entries_does_not_matter(entries: list[Need], scenario: dict[str, State]) -> None:
    """The least fixed point is unique."""
    forwards = spread(assemble(entries), scenario).states
    backwards = spread(assemble(entries[::-1]), dict(reversed(scenario.items()))).states

    assert forwards == backwards


@given(needs(), SCENARIOS, st.sampled_from(NAMES))
def test_a_greater_loss_never_helps(entries: list[Need], scenario: dict[str, State], more: str) -> None:
    """Taking one more record down leaves no record better off."""
    graph = assemble(entries)
    before, after = spread(graph, scenario).states, spread(graph, {**scenario, more: State.DOWN}).states

    assert all(after[name] >= state for name, state in before.items())


@given(needs(), SCENARIOS)
def test_every_cause_is_followed_back_in_fewer_steps_than_records(
    entries: list[Need], scenario: dict[str, State]
) -> None:
    """A witness path never runs in a circle."""
    result = spread(assemble(entries), scenario)

    for name in result.states:
        path = [name]
        while path[-1] in result.cause:
            path.append(result.cause[path[-1]])
            assert len(path) <= len(NAMES)
        assert path[-1] in scenario


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), max_size=20), st.sampled_from(NAMES))
def test_without_redundancy_the_witness_is_a_shortest_path(pairs: list[tuple[str, str]], lost: str) -> None:
    """The path told has as many steps as the nearest way has."""
    import networkx as nx

    graph = assemble([Need(a, n, (b,), 1, State.DOWN, "", group=False) for n, (a, b) in enumerate(pairs)])
    result = spread(graph, {lost: State.DOWN})
    plain: nx.DiGraph[str] = nx.DiGraph([(b, a) for a, b in pairs])
    plain.add_node(lost)

    distance = nx.single_source_shortest_path_length(plain, lost)
    assert set(result.states) == set(distance)
    for name in result.states:
        steps, here = 0, name
        while here in result.cause:
            here, steps = result.cause[here], steps + 1
        assert steps == distance[name]


@given(needs(), SCENARIOS, SCENARIOS)
def test_two_scenarios_together_are_at_least_each(
    entries: list[Need], one: dict[str, State], other: dict[str, State]
) -> None:
    """A joint scenario leaves no record better off than either part does."""
    graph = assemble(entries)
    joint = {name: max(one.get(name, State.OK), other.get(name, State.OK)) for name in {*one, *other}}
    together = spread(graph, joint).states

    for part in (one, other):
        assert all(together[name] >= state for name, state in spread(graph, part).states.items())


@given(needs(), SCENARIOS)
def test_a_group_that_needs_all_falls_with_any_member(entries: list[Need], scenario: dict[str, State]) -> None:
    """``need = n`` is the same as an essential entry for each member."""
    groups = [replace(n, need=len(n.members)) if n.group else n for n in entries]
    single = [replace(n, members=(member,), need=1, group=False) for n in groups for member in n.members]

    down = {name for name, state in spread(assemble(groups), scenario).states.items() if state is State.DOWN}
    apart = {name for name, state in spread(assemble(single), scenario).states.items() if state is State.DOWN}
    assert down == apart


@given(needs(), SCENARIOS)
def test_a_group_that_needs_one_falls_only_with_all(entries: list[Need], scenario: dict[str, State]) -> None:
    """``need = 1``: the owner is down exactly when it is forced, something essential is down, or all members are."""
    groups = [replace(n, need=1) for n in entries]
    states = spread(assemble(groups), scenario).states
    down = {name for name, state in states.items() if state is State.DOWN}

    for name in NAMES:
        fallen = any(n.owner == name and n.effect is State.DOWN and set(n.members) <= down for n in groups)
        assert (name in down) == (fallen or scenario.get(name) is State.DOWN)
