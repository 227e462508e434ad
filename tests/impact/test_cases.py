"""The forty scenarios that say what redundancy means, run through the whole engine."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from itsmctl.findings import Severity
from itsmctl.graph import State
from itsmctl.impact import assess
from itsmctl.impact.spread import spread
from tests.world import CASES, ROLE, world

FILES = sorted((CASES / "redundancy").glob("*.json"))


def read(path: Path) -> dict[str, Any]:
    """Read one scenario."""
    case: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return case


def records(nodes: dict[str, dict[str, Any]]) -> dict[str, str | bytes]:
    """Write the nodes as configuration items; JSON is YAML."""
    common = {"class": "application", "status": "operational", "owner": "operations"}
    return {
        **ROLE,
        **{f"ci/{name}.yaml": json.dumps({"title": f"Node {name}", **common, **node}) for name, node in nodes.items()},
    }


def test_all_forty_are_here() -> None:
    """None was lost on the way."""
    assert len(FILES) == 40


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_scenario_ends_as_it_should(path: Path) -> None:
    """Every node has the state, and every group the counts, that the scenario expects; mistakes are findings."""
    case = read(path)
    snapshot = world(records(case["nodes"]))
    expected = case["expected"]
    errors = {(f.record, f.code) for f in snapshot.findings if f.severity is Severity.ERROR}
    assert errors == {(wanted["node"], wanted["reason"]) for wanted in expected["findings"]}
    if expected["states"] is None:
        return
    scenario = {f"ci/{name}": State[state.upper()] for name, state in case["scenario"].items()}

    impact = assess(snapshot.catalog, snapshot.graph, scenario)

    states = dict.fromkeys(case["nodes"], "ok") | {hit.record.id: hit.state.word for hit in impact.affected}
    assert states == expected["states"]
    told = {(hit.record.id, g.entry, g.up, g.need, g.of) for hit in impact.affected for g in hit.groups}
    wanted = {(g["node"], g["entry"], g["up"], g["need"], g["of"]) for g in expected["groups"]}
    # A report names the groups that were hit; those that were not still have all their members.
    assert told <= wanted
    assert all(up == of or (name, entry) in {(n, e) for n, e, *_ in told} for name, entry, up, _, of in wanted)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_cause_leads_back_to_the_scenario(path: Path) -> None:
    """Every state that is not ok has a witness path from what was forced, along entries that exist."""
    case = read(path)
    snapshot = world(records(case["nodes"]))
    scenario = {f"ci/{name}": State[state.upper()] for name, state in case["scenario"].items()}

    impact = assess(snapshot.catalog, snapshot.graph, scenario)

    for hit in impact.affected:
        keys = [record.key for record in hit.via]
        assert keys[0] in scenario
        assert keys[-1] == hit.record.key
        for member, owner in pairwise(keys):
            assert any(need.owner == owner for need in snapshot.graph.needed_by[member])
    assert set(spread(snapshot.graph, scenario).states) == {hit.record.key for hit in impact.affected}
