"""Single points of failure are what one spread a record says they are, ranked by the damage."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itsmctl.graph import State
from itsmctl.impact import spread
from itsmctl.repo import Repo, find
from itsmctl.resilience import spof
from itsmctl.snapshot import Snapshot, take
from itsmctl.tree import from_disk
from tests.world import ROLE, ci, world

SERVICE = (
    "title: {}\ncategory: core\nstatus: {}\ncriticality: {}\nowner: operations\nvalue: Something\ndepends_on: {}\n"
)


def lab() -> Snapshot:
    """Take a host with a database and one of two name servers, and four services of which one is retired."""
    return world(
        {
            **ROLE,
            "ci/node04.yaml": ci("Host"),
            "ci/pg01.yaml": ci("Database", "depends_on: [{ref: node04, as: runs-on}]\n"),
            "ci/dns1.yaml": ci("DNS 1", "depends_on: [node04]\n"),
            "ci/dns2.yaml": ci("DNS 2"),
            "service/pipeline.yaml": SERVICE.format("Pipeline", "operational", "high", "[pg01]"),
            "service/dns.yaml": SERVICE.format("DNS", "operational", "critical", "[{any_of: [dns1, dns2]}]"),
            "service/wiki.yaml": SERVICE.format("Wiki", "operational", "low", "[{ref: pipeline, effect: degraded}]"),
            "service/old.yaml": SERVICE.format("Old", "retired", "critical", "[dns2]"),
        }
    )


def test_the_worst_comes_first_by_criticality() -> None:
    """A host: pipeline down (high, 4), DNS degraded (critical, 8 / 4) and wiki degraded (low, 1 / 4)."""
    found = spof(lab())

    assert [(one.record.id, one.damage) for one in found] == [("node04", 6.25), ("pg01", 4.25)]
    assert [record.id for record in found[0].down] == ["pipeline"]
    assert [record.id for record in found[0].degraded] == ["dns", "wiki"]
    assert [record.id for record in found[0].via] == ["node04", "pg01", "pipeline"]


def test_what_is_protected_or_retired_is_no_single_point() -> None:
    """One of two name servers takes nothing down; the service that is retired is nobody's loss, unless asked for."""
    snapshot = lab()

    assert not {"dns1", "dns2", "pipeline"} & {one.record.id for one in spof(snapshot)}
    assert spof(snapshot, "service/dns") == ()
    assert [one.record.id for one in spof(snapshot, "service/old")] == ["dns2"]
    assert [one.record.id for one in spof(snapshot, "service/pipeline")] == ["node04", "pg01"]


def test_a_redundancy_that_ends_on_one_record_has_its_witness() -> None:
    """Both members on one host: the path leads through the group that falls."""
    snapshot = world(
        {
            **ROLE,
            "ci/host.yaml": ci("Host"),
            **{f"ci/m{n}.yaml": ci(f"Member {n}", "depends_on: [host]\n") for n in (1, 2)},
            "service/names.yaml": SERVICE.format("Names", "operational", "low", "[{any_of: [m1, m2]}]"),
        }
    )

    (found,) = spof(snapshot)
    assert (found.record.id, found.damage) == ("host", 1.0)
    assert [record.id for record in found.via] in (["host", "m1", "names"], ["host", "m2", "names"])


def test_services_in_a_ring_take_each_other_down() -> None:
    """A cycle ends; nothing is its own single point."""
    snapshot = world(
        {
            **ROLE,
            "service/a.yaml": SERVICE.format("A", "operational", "low", "[b]"),
            "service/b.yaml": SERVICE.format("B", "operational", "high", "[a]"),
        }
    )

    assert [(one.record.id, [r.id for r in one.down]) for one in spof(snapshot)] == [("a", ["b"]), ("b", ["a"])]


ENTRY = st.one_of(
    st.sampled_from([f"n{n}" for n in range(6)]),
    st.builds(
        lambda names, need: f"{{any_of: [{', '.join(names)}], need: {min(need, len(names))}}}",
        st.lists(st.sampled_from([f"n{n}" for n in range(6)]), min_size=1, max_size=4, unique=True),
        st.integers(1, 4),
    ),
    st.builds("{{ref: n{}, effect: degraded}}".format, st.integers(0, 5)),
)


@given(st.lists(st.lists(ENTRY, max_size=3), min_size=6, max_size=6))
@settings(max_examples=60)
def test_all_at_once_agrees_with_one_spread_a_record(entries: list[list[str]]) -> None:
    """Which services are down and which degraded, for every record of random graphs with groups and cycles."""
    kinds = ["ci", "ci", "ci", "ci", "service", "service"]
    texts = {
        f"{kind}/n{n}.yaml": SERVICE.format(n, "operational", "medium", f"[{', '.join(found)}]")
        if kind == "service"
        else ci(f"N{n}", f"depends_on: [{', '.join(found)}]\n")
        for n, (kind, found) in enumerate(zip(kinds, entries, strict=True))
    }
    snapshot = world({**ROLE, **texts})

    found = {one.record.key: (told(one.down), told(one.degraded)) for one in spof(snapshot)}

    assert found == {key: hit for key in snapshot.catalog.records if (hit := alone(snapshot, key))[0]}
    for one in spof(snapshot):
        assert one.via[0] == one.record
        assert one.via[-1] == one.down[0]


def told(records: tuple[object, ...]) -> list[str]:
    """Return the keys in order."""
    return sorted(record.key for record in records)  # type: ignore[attr-defined]


def alone(snapshot: Snapshot, key: str) -> tuple[list[str], list[str]]:
    """Return the other services that one loss takes down, and those it degrades, by a whole spread."""
    states = spread(snapshot.graph, {key: State.DOWN}).states
    others = [one for one in states if one.startswith("service/") and one != key]
    return (
        sorted(one for one in others if states[one] is State.DOWN),
        sorted(one for one in others if states[one] is State.DEGRADED),
    )


@pytest.fixture(scope="module")
def repository() -> Repo:
    """Find the repository that holds the lab."""
    return find(Path(__file__).resolve().parent)


def test_the_lab_s_single_points_are_those_of_one_spread_each(repository: Repo) -> None:
    """node04 among them, and the switch that carries all, which comes before it."""
    snapshot = take(from_disk(repository))

    found = {one.record.key: (told(one.down), told(one.degraded)) for one in spof(snapshot)}

    assert "ci/node04" in found
    retired = {record.key for record in snapshot.of("service") if record.state == "retired"}
    assert not retired
    assert found == {key: hit for key in snapshot.graph.needed_by if (hit := alone(snapshot, key))[0]}
