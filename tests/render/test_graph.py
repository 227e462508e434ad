"""The graph as drawings."""

import json
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from itsmctl.graph import State
from itsmctl.impact import spread
from itsmctl.render.graph import collapse, dot, graph_json, graphml, mermaid, mermaid_within, picture
from itsmctl.render.graph.mermaid import EDGES, escaped
from itsmctl.snapshot import Snapshot
from tests.world import ROLE, ci, world

SERVICE = "title: {}\ncategory: core\nstatus: operational\ncriticality: low\nowner: operations\nvalue: Something\n"
EVIL = '"]; end <b>|`%%{init}\\'


@pytest.fixture(scope="module")
def lab() -> Snapshot:
    """Take a host, two name servers on it and beside it, a service on both, and a machine alone."""
    return world(
        {
            **ROLE,
            "ci/node04.yaml": ci("Host"),
            "ci/dns1.yaml": ci("DNS 1", "depends_on: [{ref: node04, as: runs-on}]\n"),
            "ci/dns2.yaml": ci("DNS 2"),
            "ci/alone.yaml": ci("Alone"),
            "service/dns.yaml": SERVICE.format("Names") + "depends_on: [{any_of: [dns1, dns2], need: 1}]\n",
            "service/wiki.yaml": SERVICE.format(f"'{EVIL}'") + "depends_on: [{ref: dns, effect: degraded}]\n",
        }
    )


def test_only_what_depends_is_drawn(lab: Snapshot) -> None:
    """A record that nothing leads to or from is left out, unless it is asked for."""
    drawn = picture(lab.catalog, lab.graph)

    assert [box.key for box in drawn.boxes] == ["ci/dns1", "ci/dns2", "ci/node04", "service/dns", "service/wiki"]
    assert [box.key for box in picture(lab.catalog, lab.graph, ["ci/alone"]).boxes] == ["ci/alone"]


def test_a_focus_shows_both_ways_and_no_further(lab: Snapshot) -> None:
    """What it needs and what needs it, but not what else these need."""

    def keys(focus: str, depth: int | None = None) -> list[str]:
        return [box.key for box in picture(lab.catalog, lab.graph, [focus], depth).boxes]

    assert keys("ci/dns1") == ["ci/dns1", "ci/node04", "service/dns", "service/wiki"]
    assert keys("ci/dns1", 1) == ["ci/dns1", "ci/node04", "service/dns"]
    assert keys("ci/dns1", 0) == ["ci/dns1"]
    assert [box.key for box in picture(lab.catalog, lab.graph, ["ci/dns1"]).boxes if box.focus] == ["ci/dns1"]


def test_a_redundancy_is_a_thing_of_its_own(lab: Snapshot) -> None:
    """The owner leads to it, it leads to its members, and it says what it needs."""
    drawn = picture(lab.catalog, lab.graph)

    (group,) = drawn.groups
    assert (group.key, group.owner, group.need, group.of) == ("service/dns#0", "service/dns", 1, 2)
    ends = [(arrow.source, arrow.target) for arrow in drawn.arrows]
    assert ("service/dns", group.key) in ends
    assert (group.key, "ci/dns2") in ends


def test_mermaid_is_layered_by_kind(lab: Snapshot) -> None:
    """Subgraphs, a hexagon for the redundancy, a dashed line for what only degrades."""
    assert mermaid(picture(lab.catalog, lab.graph, ["service/dns"])) == (
        "flowchart LR\n"
        '  subgraph k_ci["ci"]\n'
        '    n0["DNS 1<br/>dns1"]\n'
        '    n1["DNS 2<br/>dns2"]\n'
        '    n2["Host<br/>node04"]\n'
        "  end\n"
        '  subgraph k_service["service"]\n'
        '    n3("Names<br/>dns")\n'
        '    n4("#34;#93;#59; end #60;b#62;#124;#96;%%#123;init#125;#92;<br/>wiki")\n'
        "  end\n"
        '  n5{{"1 of 2"}}\n'
        '  n0 -->|"runs-on"| n2\n'
        "  n3 --> n5\n"
        "  n5 -.-> n0\n"
        "  n5 -.-> n1\n"
        "  n4 -.-> n3\n"
        "  classDef focus stroke-width:4px\n"
        "  class n3 focus\n"
    )


def test_letters_of_any_script_stay() -> None:
    """Only signs are written as codes."""
    assert escaped("Größe 数据 50% (a/b)") == "Größe 数据 50% (a/b)"
    assert escaped("#quot;") == "#35;quot#59;"


def test_a_graph_that_mermaid_refuses_is_folded_by_class() -> None:
    """Each class is one box, and what is in focus stays."""
    size = EDGES + 1
    texts = {f"ci/m{n:03}.yaml": ci(f"Machine {n}", "depends_on: [host]\n") for n in range(size)}
    snapshot = world(
        {
            **ROLE,
            **texts,
            "ci/host.yaml": ci("Host"),
            "service/a.yaml": SERVICE.format("A") + "depends_on: [m000, m001]\n",
        }
    )

    told, folded = mermaid_within(picture(snapshot.catalog, snapshot.graph, ["ci/host"]))

    assert folded
    assert f'["{size} #215; virtual-machine"]' in told
    assert 'n0["Host<br/>host"]' in told
    assert f'n1 -->|"{size} links"| n0' in told
    assert 'n2 -->|"2 links"| n1' in told
    small = picture(snapshot.catalog, snapshot.graph, ["service/a"], 1)
    assert mermaid_within(small) == (mermaid(small), False)


def test_folding_keeps_no_arrow_within_a_box(lab: Snapshot) -> None:
    """Groups fold into the box of their owner."""
    folded = collapse(picture(lab.catalog, lab.graph))

    assert [(box.key, box.count) for box in folded.boxes] == [("ci/virtual-machine/*", 3), ("service/*", 2)]
    assert [(a.source, a.target, a.label) for a in folded.arrows] == [("service/*", "ci/virtual-machine/*", "2 links")]


def test_dot_quotes_what_it_is_given(lab: Snapshot) -> None:
    """Quotes and backslashes in a title do not end it."""
    told = dot(picture(lab.catalog, lab.graph, ["service/wiki"]))

    assert told.startswith("digraph itsmctl {\n")
    assert told.endswith("}\n")
    assert '  subgraph "cluster_ci" {' in told
    assert r'[label="\"]; end <b>|`%%{init}\\\nwiki", penwidth=3, style="rounded,bold"];' in told
    assert '"service/dns#0" [shape=hexagon, label="1 of 2"];' in told
    assert '"service/wiki" -> "service/dns" [style=dashed];' in told
    assert '"ci/dns1" -> "ci/node04" [label="runs-on"];' in told


def test_graphml_is_read_back(lab: Snapshot) -> None:
    """With its titles and its links."""
    drawn = picture(lab.catalog, lab.graph)
    told = graphml(drawn)

    back = nx.parse_graphml(told)
    assert set(back.nodes) == {box.key for box in drawn.boxes} | {"service/dns#0"}
    assert back.nodes["service/wiki"]["title"] == EVIL
    assert back.nodes["service/dns#0"] == {"kind": "group", "need": 1, "of": 2, "effect": "down"}
    assert set(back.edges) == {(arrow.source, arrow.target) for arrow in drawn.arrows}
    assert ET.fromstring(told).tag.endswith("graphml")  # noqa: S314 - our own output


def test_json_says_who_depends_on_whom(lab: Snapshot) -> None:
    """Nodes, groups and edges."""
    value = json.loads(graph_json(picture(lab.catalog, lab.graph)))

    assert value["version"] == 1
    assert {"from": "ci/dns1", "to": "ci/node04", "effect": "down", "as": "runs-on"} in value["edges"]
    assert value["groups"][0]["key"] == "service/dns#0"
    assert len(value["nodes"]) == 5


@pytest.mark.parametrize("draw", [mermaid, dot, graphml, graph_json])
def test_nothing_to_draw_is_an_empty_drawing(draw: object) -> None:
    """No record depends on another."""
    snapshot = world({**ROLE, "ci/a.yaml": ci()})

    assert draw(picture(snapshot.catalog, snapshot.graph))  # type: ignore[operator]


def test_a_scenario_draws_what_is_hit_and_who_still_stands(lab: Snapshot) -> None:
    """Without a focus; each record has its fate, and the redundancy says what is left of it."""
    states = spread(lab.graph, {"ci/dns1": State.DOWN}).states
    drawn = picture(lab.catalog, lab.graph, states=states)

    fates = {box.key: box.fate for box in drawn.boxes}
    assert fates == {"ci/dns1": "down", "ci/dns2": "ok", "service/dns": "degraded", "service/wiki": "degraded"}
    (group,) = drawn.groups
    assert (group.up, group.words, group.fate) == (1, "1 of 2 up, needs 1", "degraded")
    around = picture(lab.catalog, lab.graph, ["ci/node04"], 1, states)
    assert {box.key: box.fate for box in around.boxes} == {"ci/dns1": "down", "ci/node04": "ok"}


def test_a_fate_is_a_colour_and_a_sign(lab: Snapshot) -> None:
    """In Mermaid and in DOT; without a scenario there is neither."""
    states = spread(lab.graph, {"ci/dns1": State.DOWN, "ci/dns2": State.DOWN}).states
    told, drawn = (
        mermaid(picture(lab.catalog, lab.graph, states=states)),
        dot(picture(lab.catalog, lab.graph, states=states)),
    )

    assert '["✕ DNS 1<br/>dns1"]' in told
    assert '{{"0 of 2 up, needs 1"}}' in told
    assert "  class n0,n1,n2,n4 down\n" in told
    assert "  class n3 degraded\n" in told
    assert '"ci/dns1" [label="DNS 1\\ndns1", style="rounded,filled,bold", fillcolor="#A8261C"' in drawn
    assert 'label="0 of 2 up, needs 1", style="filled,bold"' in drawn
    assert "A8261C" not in mermaid(picture(lab.catalog, lab.graph)) + dot(picture(lab.catalog, lab.graph))
    assert json.loads(graph_json(picture(lab.catalog, lab.graph, states=states)))["nodes"][0]["fate"] == "down"


def test_folding_keeps_fates_apart(lab: Snapshot) -> None:
    """What is down is another box than what stands."""
    states = spread(lab.graph, {"ci/dns1": State.DOWN}).states
    folded = collapse(picture(lab.catalog, lab.graph, states=states))

    assert [(box.title, box.fate) for box in folded.boxes] == [
        ("1 × virtual-machine", "down"),
        ("1 × virtual-machine", "ok"),
        ("2 × service", "degraded"),
    ]
