"""What a record needs, how firmly, and what each loss alone would do."""

from hypothesis import given
from hypothesis import strategies as st

from itsmctl.graph import Need, State, assemble
from itsmctl.impact import STEPS, Bond, spread, upstream, upstream_json
from itsmctl.render.impact_up import upstream_markdown, upstream_text
from itsmctl.snapshot import Snapshot
from tests.impact.test_spread import NAMES, needs
from tests.world import ROLE, ci, world


def lab() -> Snapshot:
    """Take an application with a host, two name servers on one switch, and a monitor that only degrades."""
    return world(
        {
            **ROLE,
            "ci/app.yaml": ci("App", "depends_on: [host, {any_of: [dns1, dns2]}, {ref: monitor, effect: degraded}]\n"),
            "ci/host.yaml": ci("Host", "depends_on: [app]\n"),
            "ci/dns1.yaml": ci("DNS 1", "depends_on: [switch]\n"),
            "ci/dns2.yaml": ci("DNS 2", "depends_on: [switch]\n"),
            "ci/switch.yaml": ci("Switch"),
            "ci/monitor.yaml": ci("Monitor", "depends_on: [host]\n"),
            "ci/idle.yaml": ci("Idle"),
        }
    )


def test_each_is_told_with_its_bond_its_way_and_its_weight() -> None:
    """Redundancy that ends on one switch shows: the switch is only in a group, yet its loss alone is enough."""
    snapshot = lab()

    needed = upstream(snapshot.catalog, snapshot.graph, ["ci/app"])

    assert [(one.record.id, one.bond, one.alone.word, [s.id for s in one.via]) for one in needed] == [
        ("host", Bond.ESSENTIAL, "down", ["app", "host"]),
        ("dns1", Bond.GROUP, "degraded", ["app", "dns1"]),
        ("dns2", Bond.GROUP, "degraded", ["app", "dns2"]),
        ("switch", Bond.GROUP, "down", ["app", "dns1", "switch"]),
        ("monitor", Bond.DEGRADING, "degraded", ["app", "monitor"]),
    ]
    value = upstream_json(snapshot.catalog, ["ci/app"], needed)
    assert value["of"] == ["app"]
    assert value["summary"] == {"essential": 1, "group": 3, "degrading": 1, "single_points": 2}
    assert "  down      switch   app → dns1 → switch\n" in upstream_text(["app"], needed)
    assert "| ❌ down | Switch (`switch`) | in a group | app → dns1 → switch |" in upstream_markdown(["app"], needed)


def test_what_stands_alone_needs_nothing() -> None:
    """One sentence."""
    snapshot = lab()

    assert "Nothing: it stands alone." in upstream_text(
        ["idle"], upstream(snapshot.catalog, snapshot.graph, ["ci/idle"])
    )


@given(needs(), st.lists(st.sampled_from(NAMES), min_size=1, max_size=2, unique=True))
def test_it_needs_exactly_what_would_hurt_it(entries: list[Need], asked: list[str]) -> None:
    """Upstream is the impact read backwards: the weight is what a search for each loss says."""
    snapshot = world({**ROLE, **{f"{name}.yaml": ci() for name in NAMES}})
    graph = assemble(entries)

    found = {one.record.key: one.alone for one in upstream(snapshot.catalog, graph, asked)}

    weights = {
        lost: max(spread(graph, {lost: State.DOWN}).states.get(name, State.OK) for name in asked)
        for lost in NAMES
        if lost not in asked
    }
    assert found == {lost: state for lost, state in weights.items() if state}


def test_a_long_way_leaves_out_its_middle() -> None:
    """A chain of thousands costs no square and no recursion."""
    length = 2_000
    files = {f"ci/c{n}.yaml": ci(f"C{n}", f"depends_on: [c{n - 1}]\n" if n else "") for n in range(length)}
    snapshot = world({**ROLE, **files})

    needed = upstream(snapshot.catalog, snapshot.graph, [f"ci/c{length - 1}"])
    first = next(one for one in needed if one.record.id == "c0")

    assert len(needed) == length - 1
    assert (len(first.via), first.omitted) == (STEPS, length - STEPS)
