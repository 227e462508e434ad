"""What ``depends_on`` means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itsmctl.graph import State, parse_need
from itsmctl.resilience import cutsets
from itsmctl.snapshot import Snapshot
from tests.world import ROLE, ci, world


def lab(entry: str) -> Snapshot:
    """Take three machines, one of which depends on the others by an entry."""
    return world({**ROLE, "ci/a.yaml": ci("A"), "ci/b.yaml": ci("B"), "ci/c.yaml": ci("C", f"depends_on: [{entry}]\n")})


@pytest.mark.parametrize(
    ("entry", "members", "need", "effect", "group"),
    [
        ("a", ("ci/a",), 1, State.DOWN, False),
        ("{ref: a}", ("ci/a",), 1, State.DOWN, False),
        ("{ref: ci/a, effect: degraded, as: reads}", ("ci/a",), 1, State.DEGRADED, False),
        ("{any_of: [a, b]}", ("ci/a", "ci/b"), 1, State.DOWN, True),
        ("{any_of: [a, b], need: 2}", ("ci/a", "ci/b"), 2, State.DOWN, True),
        ('{any_of: [a, b], need: "51%", effect: down}', ("ci/a", "ci/b"), 2, State.DOWN, True),
    ],
)
def test_an_entry_is_a_need(entry: str, members: tuple[str, ...], need: int, effect: State, group: bool) -> None:
    """However it is written."""
    snapshot = lab(entry)

    (made,) = snapshot.graph.needs["ci/c"]
    assert (made.members, made.need, made.effect, made.group) == (members, need, effect, group)
    assert snapshot.graph.needed_by["ci/a"] == (made,)
    assert snapshot.findings == ()


@pytest.mark.parametrize(("state", "idle"), [("planned", True), ("retired", True), ("maintenance", False)])
def test_a_member_that_is_not_in_use_carries_nothing(state: str, idle: bool) -> None:
    """The group stands on the others alone: the last of them is a single point, and a cut of one."""
    snapshot = world(
        {
            **ROLE,
            "ci/a.yaml": ci("A", status=state),
            "ci/b.yaml": ci("B"),
            "ci/c.yaml": ci("C", "depends_on: [{any_of: [a, b], need: 1}]\n"),
        }
    )

    (made,) = snapshot.graph.needs["ci/c"]
    found = {frozenset(record.id for record in one) for one in cutsets(snapshot, "ci/c", 2).sets}

    assert (made.members, made.idle) == ((("ci/b",), ("ci/a",)) if idle else (("ci/a", "ci/b"), ()))
    assert made.named == made.members + made.idle
    assert found == ({frozenset({"b"})} if idle else {frozenset({"a", "b"})})


def test_a_group_of_which_nothing_is_in_use_yet_is_left_as_it_is() -> None:
    """It is drawn before it stands."""
    snapshot = world(
        {
            **ROLE,
            "ci/a.yaml": ci("A", status="planned"),
            "ci/b.yaml": ci("B", status="ordered"),
            "ci/c.yaml": ci("C", "depends_on: [{any_of: [a, b], need: 1}]\n", status="planned"),
        }
    )

    (made,) = snapshot.graph.needs["ci/c"]
    assert (made.members, made.need) == (("ci/a", "ci/b"), 1)


def test_an_entry_that_names_nobody_is_no_need() -> None:
    """The finding is the dangling reference; the rest of the graph stands."""
    snapshot = lab("a, nowhere, {ref: nothing}")

    assert [need.members for need in snapshot.graph.needs["ci/c"]] == [("ci/a",)]


def test_a_group_keeps_the_members_that_exist_and_needs_no_more_than_these() -> None:
    """A dangling member is a finding; the group that is left never needs more than it has."""
    (need,) = lab('{any_of: [a, nowhere], need: "100%"}').graph.needs["ci/c"]

    assert need.members == ("ci/a",)
    assert need.need == 1


@given(st.integers(0, 300), st.integers(1, 60))
def test_percent_is_rounded_up_in_integers(percent: int, size: int) -> None:
    """The least number whose share is at least that."""
    need = parse_need(f"{percent}%", size)

    assert need * 100 >= percent * size
    assert (need - 1) * 100 < percent * size


def test_a_number_is_itself() -> None:
    """And 28 % of 25 is 7."""
    assert parse_need(3, 9) == 3
    assert parse_need("28%", 25) == 7


def test_a_member_named_in_two_ways_is_doubled() -> None:
    """By its id and by kind and id."""
    assert [f.code for f in lab("{any_of: [a, ci/a], need: 1}").findings] == ["group-member-doubled"]
    assert [f.code for f in lab("{any_of: [a, a], need: 1}").findings] == ["group-member-doubled"]


def test_states_have_words() -> None:
    """As they are written in reports."""
    assert [state.word for state in State] == ["ok", "degraded", "down"]
