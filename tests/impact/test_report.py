"""What an impact says of each record that suffers."""

from itsmctl.graph import State
from itsmctl.impact import STEPS, assess, to_json
from itsmctl.render import impact_markdown, impact_text
from itsmctl.snapshot import Snapshot
from tests.world import ROLE, ci, world

SERVICE = "title: {}\ncategory: core\nstatus: operational\ncriticality: low\nowner: operations\nvalue: Something\n"


def lab() -> Snapshot:
    """Take a lab of one host, two name servers, one database and three services."""
    return world(
        {
            **ROLE,
            "ci/node04.yaml": ci("Host"),
            "ci/pg01.yaml": ci("Database", "depends_on: [{ref: node04, as: runs-on}]\n"),
            "ci/dns1.yaml": ci("DNS 1", "depends_on: [node04]\n"),
            "ci/dns2.yaml": ci("DNS 2"),
            "service/pipeline.yaml": SERVICE.format("Data pipeline") + "depends_on: [pg01]\n",
            "service/dns.yaml": SERVICE.format("DNS | <b>") + "depends_on: [{any_of: [dns1, dns2], need: 1}]\n",
            "service/wiki.yaml": SERVICE.format("Wiki") + "depends_on: [{ref: pipeline, effect: degraded}]\n",
        }
    )


def test_the_json_is_that_of_version_1() -> None:
    """Scenario, what is affected with its path and groups, and the summary."""
    snapshot = lab()

    answer = to_json(assess(snapshot.catalog, snapshot.graph, {"ci/node04": State.DOWN}))

    assert answer["version"] == 1
    assert answer["scenario"] == {"node04": "down"}
    assert {"id": "pg01", "kind": "ci", "state": "down", "via": ["node04", "pg01"], "groups": []} in answer["affected"]
    dns = next(hit for hit in answer["affected"] if hit["id"] == "dns")
    assert dns["state"] == "degraded"
    assert dns["groups"] == [{"entry": 0, "up": 1, "need": 1, "of": 2, "lost": ["dns1"]}]
    assert answer["summary"] == {
        "down": 4,
        "degraded": 2,
        "services": {"down": ["pipeline"], "degraded": ["dns", "wiki"]},
    }


def test_the_worst_comes_first() -> None:
    """Then kind and id."""
    snapshot = lab()

    impact = assess(snapshot.catalog, snapshot.graph, {"ci/node04": State.DOWN})

    assert [(hit.state.word, hit.record.id) for hit in impact.affected] == [
        ("down", "dns1"),
        ("down", "node04"),
        ("down", "pg01"),
        ("down", "pipeline"),
        ("degraded", "dns"),
        ("degraded", "wiki"),
    ]
    assert [hit.record.id for hit in impact.reached("service")] == ["pipeline", "dns", "wiki"]


def test_the_text_tells_services_first_each_with_its_path() -> None:
    """A redundancy says how much of it is left; the last line counts."""
    snapshot = lab()

    text = impact_text(assess(snapshot.catalog, snapshot.graph, {"ci/node04": State.DOWN}))

    assert text == (
        "If node04 is down:\n\n"
        "services\n"
        "  down      pipeline  node04 → pg01 → pipeline\n"
        "  degraded  dns       node04 → dns1 → dns  (1 of 2 up, needs 1)\n"
        "  degraded  wiki      node04 → pg01 → pipeline → wiki\n\n"
        "everything else\n"
        "  down      dns1  node04 → dns1\n"
        "  down      pg01  node04 → pg01\n\n"
        "5 records suffer: 3 down, 2 degraded; 1 service down, 2 degraded\n"
    )


def test_a_loss_that_nobody_feels_says_so() -> None:
    """No table, one sentence."""
    snapshot = lab()
    alone = assess(snapshot.catalog, snapshot.graph, {"service/wiki": State.DEGRADED})

    assert impact_text(alone) == "If wiki is degraded:\n\nNothing else suffers.\n"
    assert impact_markdown(alone) == "**If wiki is degraded:** Nothing else suffers.\n"


def test_a_title_cannot_break_the_table() -> None:
    """A bar and a tag of HTML stand in the cell as they are."""
    snapshot = lab()

    told = impact_markdown(assess(snapshot.catalog, snapshot.graph, {"ci/dns1": State.DOWN}))

    assert r"DNS \| &lt;b\>" in told
    assert "<b>" not in told


def test_a_long_path_leaves_out_its_middle() -> None:
    """A chain of thousands costs no square: the first step and the last are kept, and the number between them."""
    length = 3_000
    link = "depends_on: [c{}]\n"
    snapshot = world({**ROLE, **{f"ci/c{n}.yaml": ci(f"C{n}", link.format(n - 1) if n else "") for n in range(length)}})

    last = next(
        hit
        for hit in assess(snapshot.catalog, snapshot.graph, {"ci/c0": State.DOWN}).affected
        if hit.record.id == f"c{length - 1}"
    )

    assert [step.id for step in last.via] == ["c0", *(f"c{n}" for n in range(length - STEPS + 1, length))]
    assert last.omitted == length - STEPS
    assert f"c0 → … {length - 10} more … → c{length - 9}" in impact_text(
        assess(snapshot.catalog, snapshot.graph, {"ci/c0": State.DOWN})
    )
