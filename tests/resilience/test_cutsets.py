"""Cut sets are complete and minimal: held against every subset of small graphs, settled the plain way."""

from collections.abc import Mapping
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itsmctl.graph import Graph, Need, State, assemble
from itsmctl.impact.lanes import at_least
from itsmctl.resilience import CutSets, cutsets, slack
from itsmctl.resilience.cutsets import WORK, _Hunt
from itsmctl.resilience.together import board
from itsmctl.snapshot import Snapshot
from tests.world import ROLE, ci, world

SERVICE = "title: {}\ncategory: core\nstatus: operational\ncriticality: {}\nowner: operations\nvalue: Something\n"
NAMES = [f"ci/n{number}" for number in range(7)]


def named(found: CutSets) -> list[list[str]]:
    """Return the sets by id."""
    return [[record.id for record in one] for one in found.sets]


@st.composite
def needs(draw: st.DrawFn) -> list[Need]:
    """Draw entries among seven records: single ones, groups, cycles, degraded effects."""
    found: list[Need] = []
    for number in range(draw(st.integers(0, 14))):
        members = tuple(draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True)))
        group = draw(st.booleans())
        members = members if group else members[:1]
        count = draw(st.integers(1, len(members)))
        effect = draw(st.sampled_from([State.DOWN, State.DOWN, State.DOWN, State.DEGRADED]))
        found.append(Need(draw(st.sampled_from(NAMES)), number, members, count, effect, "", group))
    return found


def falls(graph: Graph, lost: set[str], target: str) -> bool:
    """Say whether a target is down when some are lost, by applying all rules until nothing changes."""
    down = set(lost)
    while True:
        more = {owner for owner, entries in graph.needs.items() if any(broken(need, down) for need in entries)}
        if more <= down:
            return target in down
        down |= more


def broken(need: Need, down: set[str]) -> bool:
    """Say whether an entry takes its owner down, word for word as the design has it."""
    if need.effect is not State.DOWN:
        return False
    if not need.group:
        return need.members[0] in down
    return sum(member not in down for member in need.members) < need.need


def every(graph: Graph, target: str, size: int) -> set[tuple[str, ...]]:
    """Return all minimal cut sets by trying every subset, the small ones first."""
    found: list[set[str]] = []
    for count in range(1, size + 1):
        for chosen in map(set, combinations([name for name in NAMES if name != target], count)):
            if not any(smaller <= chosen for smaller in found) and falls(graph, chosen, target):
                found.append(chosen)
    return {tuple(sorted(one)) for one in found}


@given(needs(), st.integers(1, 6))
@settings(max_examples=400)
def test_all_minimal_sets_are_found_and_no_other(entries: list[Need], size: int) -> None:
    """The quick way agrees with trying every subset, at every size, through groups, cycles and degraded effects."""
    graph = assemble(entries)
    hunt = _Hunt(board(graph, [NAMES[0]]), NAMES[0], 1_000_000)

    found = [one for count in range(1, size + 1) for one in hunt.of_size(count)]

    assert len(found) == len(set(found))
    assert set(found) == every(graph, NAMES[0], size)


@given(st.lists(st.integers(0, 255), max_size=9), st.integers(1, 10))
def test_bits_are_counted_column_by_column(lanes: list[int], count: int) -> None:
    """A bit is set in the answer when it is set in at least as many lanes as asked."""
    plain = sum(1 << bit for bit in range(8) if sum(lane >> bit & 1 for lane in lanes) >= count)

    assert at_least(count, lanes) == plain


def quorum() -> Snapshot:
    """Take a cluster of three that needs two, on two hosts, behind one switch or the other."""
    records: Mapping[str, str | bytes] = {
        **ROLE,
        **{f"ci/host{n}.yaml": ci(f"Host {n}", "depends_on: [{any_of: [switch1, switch2]}]\n") for n in (1, 2)},
        **{f"ci/switch{n}.yaml": ci(f"Switch {n}") for n in (1, 2)},
        "ci/etcd1.yaml": ci("Member 1", "depends_on: [host1]\n"),
        "ci/etcd2.yaml": ci("Member 2", "depends_on: [host1]\n"),
        "ci/etcd3.yaml": ci("Member 3", "depends_on: [host2]\n"),
        "ci/logs.yaml": ci("Logs"),
        "service/platform.yaml": SERVICE.format("Platform", "critical")
        + "depends_on: [{any_of: [etcd1, etcd2, etcd3], need: 2, as: quorum}, {ref: logs, effect: degraded}]\n",
    }
    return world(records)


def test_a_quorum_has_its_cut_sets() -> None:
    """The host of two members alone, any two members, and what takes them along; a degraded effect cuts nothing."""
    found = cutsets(quorum(), "service/platform", 3)

    assert named(found) == [["host1"], ["etcd1", "etcd2"], ["etcd1", "etcd3"], ["etcd1", "host2"], *REST]
    assert (found.complete_to, found.stopped) == (3, "")


REST = [["etcd2", "etcd3"], ["etcd2", "host2"], ["switch1", "switch2"]]


def test_slack_is_the_smallest_set_less_one() -> None:
    """One host holds two members: the quorum's spare member helps nobody. The groups tell what they can spare."""
    told = slack(quorum(), "service/platform")

    assert (told.slack, told.at_least, [record.id for record in told.smallest]) == (0, False, ["host1"])
    assert [(g.record.id, g.label, g.up, g.need, g.slack) for g in told.groups] == [
        ("host1", "", 2, 1, 1),
        ("host2", "", 2, 1, 1),
        ("platform", "quorum", 3, 2, 1),
    ]


def test_what_stands_on_nothing_cannot_be_cut() -> None:
    """No set, no slack to speak of; an entry that only degrades is no way down either."""
    snapshot = quorum()

    assert named(cutsets(snapshot, "ci/logs")) == []
    assert slack(snapshot, "ci/logs").slack is None


def test_a_slack_that_was_not_exhausted_is_a_lower_bound() -> None:
    """Three hosts of which one is enough survive two losses; asked for pairs only, it is known to be two at least."""
    hosts = {f"ci/h{n}.yaml": ci(f"Host {n}") for n in range(3)}
    snapshot = world({**ROLE, **hosts, "ci/app.yaml": ci("App", "depends_on: [{any_of: [h0, h1, h2]}]\n")})

    told = slack(snapshot, "ci/app", 2)
    assert (told.slack, told.at_least, told.smallest) == (2, True, ())
    told = slack(snapshot, "ci/app", 3)
    assert (told.slack, told.at_least, len(told.smallest)) == (2, False, 3)


def test_a_search_that_stops_says_so_and_how_far_it_is_complete() -> None:
    """By the number of sets, or by the work."""
    snapshot = quorum()

    few = cutsets(snapshot, "service/platform", 3, limit=2)
    assert (len(few.sets), few.stopped, few.complete_to) == (2, "limit", 1)
    lazy = cutsets(snapshot, "service/platform", 3, work=4)
    assert (lazy.stopped, lazy.complete_to) == ("work", 1)
    exact = cutsets(snapshot, "service/platform", 3, limit=7)
    assert (len(exact.sets), exact.stopped) == (7, "")


@pytest.mark.parametrize("ring", [True, False])
def test_a_chain_of_thousands_and_a_ring_are_cut_everywhere(ring: bool) -> None:
    """Every other record of it is a cut set of one, nothing recurses, and a cycle does not hold itself up or down."""
    length = 20_000
    entries = [Need(f"c{n}", 0, (f"c{n - 1}",), 1, State.DOWN, "", group=False) for n in range(1, length)]
    if ring:
        entries.append(Need("c0", 0, (f"c{length - 1}",), 1, State.DOWN, "", group=False))

    hunt = _Hunt(board(assemble(entries), [f"c{length - 1}"]), f"c{length - 1}", 1_000_000)

    assert len(list(hunt.of_size(1))) == length - 1
    assert list(hunt.of_size(2)) == []


def test_pairs_of_five_thousand_records_take_little_work() -> None:
    """Groups everywhere, ten levels deep: all pairs are found with a twentieth of the bound, and each is a cut."""
    dice = Random(7)  # noqa: S311 - a made-up graph, no secret
    entries: list[Need] = []
    for number in range(500, 5_000):
        below = range(number // 500 * 500 - 500, number // 500 * 500)
        members = tuple(f"c{one}" for one in dice.sample(below, 3))
        entries.append(Need(f"c{number}", 0, members, dice.choice((1, 2)), State.DOWN, "", group=True))
    graph = assemble(entries)
    hunt = _Hunt(board(graph, ["c4999"]), "c4999", WORK)

    pairs = [*hunt.of_size(1), *hunt.of_size(2)]

    assert hunt.spent < WORK / 20
    assert pairs
    assert all(falls(graph, set(pair), "c4999") for pair in pairs[:20])
