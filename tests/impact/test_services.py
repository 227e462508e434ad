"""A real service graph: 192 services of a government site, if its data are at hand."""

import csv
import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from itsmctl.graph import State
from itsmctl.impact import assess
from itsmctl.snapshot import Snapshot
from tests.world import ROLE, world

BESIDE = Path(__file__).parents[3] / "shared" / "data"
DATA = Path(os.environ.get("ITSMCTL_DATA", BESIDE)) / "service-graph"

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="service-graph is not at hand: ITSMCTL_DATA names the folder that holds it"
)


@pytest.fixture(scope="module")
def expected() -> dict[str, Any]:
    """Read the figures."""
    figures: dict[str, Any] = json.loads((DATA / "expected.json").read_text("utf-8"))
    return figures


@pytest.fixture(scope="module")
def services() -> Snapshot:
    """Write the nodes and edges as records."""
    with (DATA / "nodes.csv").open(encoding="utf-8", newline="") as file:
        needs: dict[str, list[str]] = {row["id"]: [] for row in csv.DictReader(file)}
    with (DATA / "edges.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            needs[row["source"]].append(row["target"])
    common = {"class": "application", "status": "operational", "owner": "operations"}
    texts = {
        f"ci/{name}.yaml": json.dumps({"title": f"Service {name}", **common, "depends_on": targets})
        for name, targets in needs.items()
    }
    return world({**ROLE, **texts})


def test_the_topology_is_the_one_counted(services: Snapshot, expected: dict[str, Any]) -> None:
    """Records, entries, and who is most depended on."""
    assert services.findings == ()
    assert sum(1 for _ in services.of("ci")) == expected["nodes"]
    assert sum(map(len, services.graph.needs.values())) == expected["edges"]
    direct = Counter({key.removeprefix("ci/"): len(needs) for key, needs in services.graph.needed_by.items()})
    assert {name: direct[name] for name, _ in expected["most_direct_dependents"]} == dict(
        expected["most_direct_dependents"]
    )
    assert sum(1 for r in services.of("ci") if r.key not in services.graph.needed_by) == expected["without_dependents"]


def test_an_outage_takes_down_all_that_depend(services: Snapshot, expected: dict[str, Any]) -> None:
    """Down is the transitive dependents and the lost one; a path is as long as the distance."""
    for name, figures in expected["transitive_dependents"].items():
        impact = assess(services.catalog, services.graph, {f"ci/{name}": State.DOWN})

        reached = impact.reached()
        assert sorted(hit.record.id for hit in reached) == sorted(figures["dependents"])
        assert len(impact.affected) == len(reached) + 1
        assert all(hit.state is State.DOWN for hit in impact.affected)
        distances = Counter(str(len(hit.via) - 1) for hit in reached)
        assert distances == figures["by_distance"]
