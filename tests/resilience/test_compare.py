"""What a change does to blast radii."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itsmctl.graph import State
from itsmctl.impact import spread
from itsmctl.resilience.compare import GroupChange, Reach, ServiceChange, Stand, compare, compare_scenario
from itsmctl.snapshot import Snapshot
from tests.world import ROLE, ci, world

SERVICE = "title: Names\ncategory: core\nstatus: operational\ncriticality: low\nowner: operations\nvalue: Something\n"
OK, DEGRADED, DOWN = State.OK, State.DEGRADED, State.DOWN
NAMES = [*(f"ci/n{n}" for n in range(5)), "service/s0", "service/s1"]


def lab(entry: str, **more: str) -> Snapshot:
    """Take three name servers and a service with one entry."""
    files = {f"ci/dns{n}.yaml": ci(f"DNS {n}") for n in (1, 2, 3)}
    files |= {f"ci/{name}.yaml": text for name, text in more.items()}
    return world({**ROLE, **files, "service/names.yaml": f"{SERVICE}depends_on: [{entry}]\n"})


def test_two_of_three_that_became_two_of_two_is_told() -> None:
    """The group, the service that lost its protection, its single points and its slack."""
    found = compare(lab("{any_of: [dns1, dns2, dns3], need: 2}"), lab("{any_of: [dns1, dns2], need: 2}"))

    assert found.groups == (GroupChange("service/names", "", (2, 3), (2, 2)),)
    assert found.unprotected(newly=True) == ("service/names",)
    assert found.unprotected(newly=False) == ()
    assert [one.lost for one in found.single_points(created=True)] == ["ci/dns1", "ci/dns2"]
    assert found.newly(reached=False) == (Reach("ci/dns3", "service/names", DEGRADED, OK),)
    assert found.services == (
        ServiceChange("service/names", Stand(1, at_least=False, single_points=0), Stand(0, False, 2)),
    )


def test_a_new_need_reaches_through_to_the_service() -> None:
    """Also a record that is new itself."""
    base = lab("dns1")
    head = lab("dns1", host=ci("Host"), dns1=ci("DNS 1", "depends_on: [host]\n"))

    assert compare(base, head).newly(reached=True) == (
        Reach("ci/host", "ci/dns1", OK, DOWN),
        Reach("ci/host", "service/names", OK, DOWN),
    )
    assert compare_scenario(base, head, {"ci/host": DOWN}) == (
        Reach("", "ci/dns1", OK, DOWN),
        Reach("", "ci/host", OK, DOWN),
        Reach("", "service/names", OK, DOWN),
    )


def test_what_is_written_otherwise_is_no_difference() -> None:
    """A title, an order of members that is the same, a record that nobody needs."""
    base = lab("{any_of: [dns1, dns2]}")
    head = lab("{any_of: [dns1, dns2], need: 1}", idle=ci("Idle"), dns3=ci("Renamed"))

    assert compare(base, base) == compare(base, head)
    assert compare(base, base).reach == ()


@st.composite
def graphs(draw: st.DrawFn) -> Snapshot:
    """Draw records with entries of each sort, some records missing."""
    present = [name for name in NAMES if draw(st.integers(0, 5))] or NAMES[:1]
    files: dict[str, str | bytes] = dict(ROLE)
    for name in present:
        entries: list[Any] = []
        for _ in range(draw(st.integers(0, 2))):
            members = draw(st.lists(st.sampled_from(present), min_size=1, max_size=3, unique=True))
            effect = draw(st.sampled_from(["down", "degraded"]))
            if draw(st.booleans()):
                entries.append({"any_of": members, "need": draw(st.integers(1, len(members))), "effect": effect})
            else:
                entries.append({"ref": members[0], "effect": effect})
        head = SERVICE if name.startswith("service/") else ci()
        files[f"{name}.yaml"] = head + (f"depends_on: {json.dumps(entries)}\n" if entries else "")
    return world(files)


@given(graphs(), graphs())
@settings(max_examples=60, deadline=None)
def test_the_difference_the_other_way_round_is_the_mirror(base: Snapshot, head: Snapshot) -> None:
    """Before and after change places, nothing else; and nothing differs from itself."""
    there, back = compare(base, head), compare(head, base)

    assert there.reach == tuple(Reach(r.lost, r.record, r.after, r.before) for r in back.reach)
    assert there.groups == tuple(GroupChange(g.owner, g.label, g.after, g.before) for g in back.groups)
    assert there.services == tuple(ServiceChange(s.service, s.after, s.before) for s in back.services)
    assert there.single_points(created=True) == tuple(
        Reach(r.lost, r.record, r.after, r.before) for r in back.single_points(created=False)
    )
    assert there.unprotected(newly=True) == back.unprotected(newly=False)
    assert compare(base, base).reach == ()


@given(graphs(), graphs())
@settings(max_examples=60, deadline=None)
def test_the_reach_is_what_two_searches_for_each_loss_say(base: Snapshot, head: Snapshot) -> None:
    """No pair is missed for being far from the change."""
    wanted = set()
    for lost in NAMES:
        old, new = (
            spread(side.graph, {lost: DOWN}).states if lost in side.catalog.records else {} for side in (base, head)
        )
        for record in {*old, *new} - {lost}:
            if old.get(record, OK) is not new.get(record, OK):
                wanted.add(Reach(lost, record, old.get(record, OK), new.get(record, OK)))

    assert set(compare(base, head).reach) == wanted


def test_a_change_with_much_downstream_is_told_for_services_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """All pairs of thousands would not fit; what is left is the same."""
    base = lab("dns1")
    head = lab("dns1", host=ci("Host"), dns1=ci("DNS 1", "depends_on: [host]\n"))
    whole = compare(base, head)
    monkeypatch.setattr("itsmctl.resilience.compare.LIMIT", 2)
    narrow = compare(base, head)

    assert (whole.services_only, narrow.services_only) == (False, True)
    assert narrow.reach == tuple(one for one in whole.reach if one.record == "service/names")
    assert (narrow.groups, narrow.services) == (whole.groups, whole.services)
