"""What the page's own code reckons in a browser is what Python reckons."""

import random
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from itsmctl.graph import Graph, Need, State, assemble
from itsmctl.impact import assess
from itsmctl.impact.spread import spread
from itsmctl.render.graph.html import graph_html, need_json
from itsmctl.snapshot import Snapshot
from tests.impact.test_cases import FILES, read, records
from tests.site.web import browser
from tests.world import world

pytestmark = pytest.mark.browser

# States, causes and the redundancies of one question after another, as plain arrays.
RECKON = """questions => questions.map(({needs, scenario}) => {
  const {states, cause} = impact.spread(impact.graph(needs), new Map(scenario));
  const groups = needs.filter((need) => need.group).map((need) => {
    const {up, need: least, of, lost, hit} = impact.fare(need, states);
    return {owner: need.owner, number: need.number, up, need: least, of, lost, hit};
  });
  return {states: Object.fromEntries(states), cause: Object.fromEntries(cause), groups};
})"""
PATHS = """({needs, scenario}) => {
  const {states, cause} = impact.spread(impact.graph(needs), new Map(scenario));
  return [...states.keys()].map((key) => impact.witness(cause, key));
}"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Open the page of an empty graph: only its code matters here."""
    file = tmp_path_factory.mktemp("page") / "graph.html"
    empty = world({})
    file.write_text(graph_html(empty.catalog, empty.graph), "utf-8")
    with browser() as started:
        opened = started.new_page()
        opened.goto(file.as_uri())
        yield opened


def question(graph: Graph, scenario: Mapping[str, State]) -> dict[str, Any]:
    """Write a graph and a scenario for the page's code."""
    needs = [need_json(need) for needs in graph.needs.values() for need in needs]
    return {"needs": needs, "scenario": [[key, state.word] for key, state in scenario.items()]}


def forced(case: Mapping[str, Any]) -> dict[str, State]:
    """Return the scenario of a case."""
    return {f"ci/{name}": State[state.upper()] for name, state in case["scenario"].items()}


def test_the_forty_scenarios_end_in_the_page_as_they_should(page: Any) -> None:
    """Every state and every redundancy is what the scenario expects, word for word what Python says."""
    cases = [read(path) for path in FILES]
    worlds = [world(records(case["nodes"])) for case in cases]
    told = page.evaluate(RECKON, [question(w.graph, forced(case)) for w, case in zip(worlds, cases, strict=True)])

    assert len(told) == 40
    for case, snapshot, answer in zip(cases, worlds, told, strict=True):
        result = spread(snapshot.graph, forced(case))
        assert answer["states"] == {key: state.word for key, state in result.states.items()}, case["name"]
        assert answer["cause"] == result.cause, case["name"]
        assert groups_told(answer) == groups_known(snapshot, forced(case)), case["name"]
        if case["expected"]["states"] is not None:
            states = {name: answer["states"].get(f"ci/{name}", "ok") for name in case["nodes"]}
            assert states == case["expected"]["states"], case["name"]
            wanted = {(f"ci/{g['node']}", g["entry"], g["up"], g["need"], g["of"]) for g in case["expected"]["groups"]}
            assert wanted <= {(g["owner"], g["number"], g["up"], g["need"], g["of"]) for g in answer["groups"]}


def groups_told(answer: Mapping[str, Any]) -> set[tuple[Any, ...]]:
    """Return the redundancies that the page says were hit."""
    names = ("owner", "number", "up", "need", "of")
    return {
        (*(g[name] for name in names), *(m.partition("/")[2] for m in g["lost"])) for g in answer["groups"] if g["hit"]
    }


def groups_known(snapshot: Snapshot, scenario: Mapping[str, State]) -> set[tuple[Any, ...]]:
    """Return the redundancies that Python says were hit."""
    hits = assess(snapshot.catalog, snapshot.graph, scenario).affected
    return {(hit.record.key, g.entry, g.up, g.need, g.of, *g.lost) for hit in hits for g in hit.groups}


def invented(dice: random.Random) -> tuple[Graph, dict[str, State]]:
    """Make up a graph with cycles, redundancies and both effects, and a scenario on it."""
    names = [f"ci/n{number}" for number in range(dice.randint(2, 30))]
    needs = []
    for number in range(dice.randint(0, 3 * len(names))):
        group = dice.random() < 0.4
        members = tuple(dice.sample(names, dice.randint(1, min(5, len(names))) if group else 1))
        effect = dice.choice([State.DOWN, State.DOWN, State.DEGRADED])
        needs.append(Need(dice.choice(names), number, members, dice.randint(1, len(members)), effect, "", group))
    lost = dice.sample(names, dice.randint(0, min(4, len(names))))
    return assemble(needs), {name: dice.choice([State.DOWN, State.DOWN, State.DEGRADED]) for name in lost}


def test_random_graphs_end_in_the_page_as_in_python(page: Any) -> None:
    """Three hundred graphs with cycles and redundancies: the same states and the same causes."""
    dice = random.Random(20260301)  # noqa: S311 - made-up graphs, the same ones each time
    pairs = [invented(dice) for _ in range(300)]
    told = page.evaluate(RECKON, [question(graph, scenario) for graph, scenario in pairs])

    for (graph, scenario), answer in zip(pairs, told, strict=True):
        result = spread(graph, scenario)
        assert answer["states"] == {key: state.word for key, state in result.states.items()}
        # Whose turn is first among equals depends on the order of needs, which the page is given by owner.
        for owner, member in answer["cause"].items():
            assert any(need.owner == owner for need in graph.needed_by[member])
        assert set(answer["cause"]) == set(result.cause)
    assert sum(len(answer["states"]) > 3 for answer in told) > 100


def test_a_chain_of_fifty_thousand_is_no_burden(page: Any) -> None:
    """It neither recurses nor takes the square of its length."""
    chain = [Need(f"ci/n{n + 1}", 0, (f"ci/n{n}",), 1, State.DOWN, "", group=False) for n in range(50_000)]
    (answer,) = page.evaluate(RECKON, [question(assemble(chain), {"ci/n0": State.DOWN})])

    assert len(answer["states"]) == 50_001


def test_a_witness_path_leads_from_the_scenario(page: Any) -> None:
    """First what is lost, then each that falls by it."""
    needs = [Need(f"ci/{b}", 0, (f"ci/{a}",), 1, State.DOWN, "", group=False) for a, b in ("ab", "bc")]

    assert page.evaluate(PATHS, question(assemble(needs), {"ci/a": State.DOWN})) == [
        ["ci/a"],
        ["ci/a", "ci/b"],
        ["ci/a", "ci/b", "ci/c"],
    ]


EDITED = """({needs, scenario, off, need, up}) => {
  const edits = {off: new Set(off), need: new Map(need), up: new Set(up)};
  const after = impact.edited(needs, new Map(scenario), edits);
  return Object.fromEntries(impact.spread(impact.graph(after.needs), after.scenario).states);
}"""


@pytest.mark.parametrize(
    ("edits", "state"),
    [
        ({}, "degraded"),
        ({"need": [["ci/s#0", 3]]}, "down"),
        ({"off": ["ci/s#0>ci/a"]}, None),
        ({"up": ["ci/s"]}, None),
        ({"up": ["ci/a"]}, None),
        ({"off": ["ci/s#0>ci/b", "ci/s#0>ci/c"]}, "down"),
    ],
    ids=["as it is", "all three needed", "does without it", "held up", "cause held up", "alone in its group"],
)
def test_a_switch_changes_what_follows(page: Any, edits: dict[str, Any], state: str | None) -> None:
    """Of a group of three that needs two, one is lost."""
    group = Need("ci/s", 0, ("ci/a", "ci/b", "ci/c"), 2, State.DOWN, "", group=True)
    asked = question(assemble([group]), {"ci/a": State.DOWN})

    assert page.evaluate(EDITED, {**asked, "off": [], "need": [], "up": [], **edits}).get("ci/s") == state
