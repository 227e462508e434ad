"""The reckoning below the feasibility rules, against what is true by brute force; and the rules at their edges."""

from collections.abc import Mapping
from itertools import product
from math import isclose, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itsmctl.graph import Graph, Need, State, assemble
from itsmctl.impact import losses, members_first, spread
from itsmctl.impact.losses import LIMIT
from itsmctl.rules.cycle import held_up
from itsmctl.rules.reliability import at_least, ceilings
from tests.world import NOW, ROLE, ci, codes, findings, world

CHANCES = st.sampled_from([0.0, 0.5, 0.9, 0.99, 1.0])
LARGE = 50_000


@st.composite
def graphs(draw: st.DrawFn, *, acyclic: bool) -> Graph:
    """Draw a graph of at most seven records, with essential entries and groups of any ``need``."""
    names = [f"ci/{n}" for n in range(draw(st.integers(2, 7)))]
    needs = []
    for place, owner in enumerate(names):
        others = names[:place] if acyclic else names
        for number in range(draw(st.integers(0, 2)) if others else 0):
            members = tuple(draw(st.lists(st.sampled_from(others), min_size=1, max_size=3, unique=True)))
            effect = draw(st.sampled_from([State.DOWN, State.DOWN, State.DEGRADED]))
            need = draw(st.integers(1, len(members)))
            needs.append(Need(owner, number, members, need, effect, "", group=len(members) > 1))
    return assemble(needs)


def names_of(graph: Graph) -> list[str]:
    """Return all records of a graph."""
    return sorted({*graph.needs, *graph.needed_by})


@given(st.lists(CHANCES, max_size=6), st.integers(0, 7))
def test_the_chance_of_a_group_is_the_sum_over_all_its_cases(chances: list[float], need: int) -> None:
    """Independent members: every case of up and down, weighed."""
    cases = product((True, False), repeat=len(chances))
    expected = sum(
        prod(c if up else 1 - c for c, up in zip(chances, case, strict=True)) for case in cases if sum(case) >= need
    )

    assert isclose(at_least(need, chances), expected, abs_tol=1e-12)


def works(graph: Graph, key: str, own: Mapping[str, bool]) -> bool:
    """Say by recursion whether a record of an acyclic graph is up."""
    vital = (need for need in graph.needs.get(key, ()) if need.effect is State.DOWN)
    return own.get(key, True) and all(sum(works(graph, m, own) for m in need.members) >= need.need for need in vital)


def chance(graph: Graph, key: str, own: Mapping[str, float]) -> float:
    """Add up all cases of the parts in which a record is up."""
    total = 0.0
    for case in product((True, False), repeat=len(own)):
        states = dict(zip(own, case, strict=True))
        if works(graph, key, states):
            total += prod(own[name] if up else 1 - own[name] for name, up in states.items())
    return total


@given(graphs(acyclic=True), st.data())
def test_a_ceiling_is_the_chance_over_all_cases(graph: Graph, data: st.DataObject) -> None:
    """Whatever parts are shared: each record's own share follows from its promise and what lies below it."""
    promised = {
        key: data.draw(st.sampled_from([0.5, 0.9, 0.99])) for key in names_of(graph) if data.draw(st.booleans())
    }

    found = ceilings(graph, promised)

    own: dict[str, float] = {}
    for key in [*(key for key in promised if key not in graph.needs), *members_first(graph)]:
        if key in promised:
            below = chance(graph, key, own)
            assert found[key].whole
            assert isclose(found[key].share, below, abs_tol=1e-9), key
            if promised[key] < below:
                own[key] = promised[key] / below


def test_what_is_too_entangled_counts_as_whole() -> None:
    """Hundreds of groups over the same parts: the answer says so, and is no lower than the truth."""
    parts = [f"ci/p{n}" for n in range(60)]
    owners = [f"ci/o{n}" for n in range(60)]
    needs = [Need(o, 0, (parts[n], parts[(n * 7 + 1) % 60], parts[(n * 11 + 2) % 60]), 2, State.DOWN, "", group=True)
             for n, o in enumerate(owners)]  # fmt: skip
    needs += [Need("ci/top", n, (o,), 1, State.DOWN, "", group=False) for n, o in enumerate(owners)]

    found = ceilings(assemble(needs), {**dict.fromkeys(parts, 0.9), "ci/top": 0.999})["ci/top"]

    assert not found.whole
    assert 0 < found.share <= 1


@given(graphs(acyclic=False))
def test_a_single_loss_is_one_that_impact_calls_so(graph: Graph) -> None:
    """Record by record, cycles and groups included."""
    found = losses(graph)

    for key in names_of(graph):
        states = spread(graph, {key: State.DOWN}).states
        hit = {name for name, state in states.items() if state is State.DOWN and name != key}
        assert hit == {name for name in names_of(graph) if key in found.above(name)}


@given(graphs(acyclic=False))
def test_what_waits_is_what_no_order_of_starting_reaches(graph: Graph) -> None:
    """Start whatever can be started until nothing changes."""
    started: set[str] = set()
    while True:
        able = {
            key
            for key in names_of(graph)
            if all(
                sum(m in started for m in need.members) >= need.need
                for need in graph.needs.get(key, ())
                if need.effect is State.DOWN
            )
        }
        if able == started:
            break
        started = able

    assert set(held_up(graph)) == set(names_of(graph)) - started


@given(graphs(acyclic=False))
def test_members_come_before_owners_but_for_cycles(graph: Graph) -> None:
    """Every record that needs something stands in the order once."""
    assert sorted(members_first(graph)) == sorted(graph.needs)


@pytest.mark.parametrize("closed", [False, True], ids=["chain", "ring"])
def test_a_chain_of_fifty_thousand_is_no_trouble(*, closed: bool) -> None:
    """No recursion; what is kept for a record is bounded."""
    size = LARGE if closed else LARGE - 1
    needs = [Need(f"ci/{n}", 0, (f"ci/{(n + 1) % LARGE}",), 1, State.DOWN, "", group=False) for n in range(size)]
    graph = assemble(needs)

    found = losses(graph)
    held = held_up(graph)
    share = ceilings(graph, {f"ci/{n}": 0.5 + n / LARGE / 2 for n in range(0, LARGE, 5)})["ci/0"].share

    assert max(len(found.above(f"ci/{n}")) for n in range(0, LARGE, 997)) == LIMIT
    assert len(held) == (LARGE if closed else 0)
    assert 0.5 < share < 0.51


def group(*backups: str) -> dict[str, str | bytes]:
    """Make a service that needs two of three machines, each with a recovery time."""
    machines = {f"ci/m{n}.yaml": ci(f"M{n}", f"backup: {{to: store, rto: {t}}}\n") for n, t in enumerate(backups)}
    service = (
        "title: S\ncategory: core\nstatus: operational\ncriticality: low\nowner: operations\nvalue: It is there\n"
        "rto: PT4H\ndepends_on:\n  - {any_of: [m0, m1, m2], need: 2}\n"
    )
    store = ci("Store", "backup: {to: tape}\n")
    return {**ROLE, **machines, "ci/store.yaml": store, "ci/tape.yaml": ci("Tape"), "service/s.yaml": service}


@pytest.mark.parametrize(
    ("times", "loud"),
    [(("PT1H", "PT4H", "P2D"), False), (("PT1H", "P1D", "P2D"), True), (("PT1H", "240m", "P2D"), False)],
)
def test_a_group_is_back_with_its_fastest_members(times: tuple[str, ...], loud: bool) -> None:
    """Two of three: the slowest does not matter."""
    assert ("recovery-below-promise" in codes(world(group(*times)))) is loud


def test_without_clock_or_policy_no_verification_is_overdue() -> None:
    """Nobody can say how old it is, or how old is too old."""
    machine = {**ROLE, "ci/a.yaml": ci("A", "verified_at: 2020-01-01T00:00:00Z\n")}
    policy = {"policy/validation.yaml": "title: V\nverify_within: P30D\n"}

    assert codes(world(machine)) == []
    assert codes(world({**machine, **policy}), now=None) == []
    assert codes(world({**machine, **policy}), NOW) == ["verification-overdue"]


def test_a_record_that_needs_itself_is_a_circle_of_one() -> None:
    """It is told once, where it says so."""
    found = findings(world({**ROLE, "ci/a.yaml": ci("A", "depends_on: [a]\n")}))

    assert [(f.code, f.message, f.where.line) for f in found] == [("unstartable-cycle", "a needs a", 5)]


def test_what_is_retired_takes_no_capacity_and_makes_no_promise() -> None:
    """It is history."""
    host = "title: H\nclass: host\nstatus: retired\nowner: operations\navailability: 99\ncapacity: {memory_gb: 1}\n"
    guest = ci("G", "capacity: {memory_gb: 2}\navailability: 99.9\ndepends_on:\n  - {ref: h, as: runs-on}\n", "retired")

    assert codes(world({**ROLE, "ci/h.yaml": host, "ci/g.yaml": guest})) == []


CONTRACT = (
    "title: {0}\ntype: {1}\nstatus: agreed\nservice: s\nprovider: {2}\nhours: always\nperiod: month\n"
    "targets: {{availability: {3}}}\nvalid: {{from: 2025-01-01T00:00:00Z}}\n"
)


@pytest.mark.parametrize(("managed", "place"), [("managed_by: [isp]\n", "line"), ("", "UC")])
def test_a_contract_speaks_for_what_its_supplier_runs_or_for_itself(managed: str, place: str) -> None:
    """Either way its service cannot give more."""
    files: dict[str, str | bytes] = {
        **ROLE,
        "supplier/isp.yaml": "title: ISP\n",
        "calendar/always.yaml": 'title: A\ntype: hours\ntimezone: Etc/UTC\nweekly: {mon: ["00:00-24:00"]}\n',
        "ci/line.yaml": ci("Line", managed),
        "service/s.yaml": "title: S\ncategory: core\nstatus: operational\ncriticality: low\nowner: operations\n"
        "value: It is there\ndepends_on: [line]\n",
        "agreement/OLA.yaml": CONTRACT.format("O", "ola", "operations", 99.5),
        "agreement/UC.yaml": CONTRACT.format("U", "underpinning-contract", "isp", 99),
    }

    found = [f for f in findings(world(files)) if f.code == "promise-above-dependencies"]

    assert [(f.record, f.message) for f in found] == [
        ("OLA", f"s is promised at 99.5 %, but what it needs can give at most 99 %: {place} 99 %")
    ]
