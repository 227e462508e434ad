"""Facts about what differs between two snapshots."""

import pytest

from itsmctl.delta import Change, compare
from itsmctl.lifecycle import authorises, faults, needs_approval, transitions
from tests.world import ci, world

A = "ci/a.yaml"


def changes(before: dict[str, str | bytes], after: dict[str, str | bytes]) -> tuple[Change, ...]:
    """Compare two worlds."""
    return compare(world(before).catalog, world(after).catalog)


def test_added_removed_and_changed_records_are_told_by_field() -> None:
    """Sorted by kind and id; fields sorted."""
    before: dict[str, str | bytes] = {A: ci("A"), "ci/b.yaml": ci("B")}
    after: dict[str, str | bytes] = {A: ci("A2", "version: '1'\n"), "ci/c.yaml": ci("C")}
    found = changes(before, after)
    assert [(c.key, c.verb) for c in found] == [("ci/a", "changed"), ("ci/b", "removed"), ("ci/c", "added")]
    assert found[0].fields == ("title", "version")
    assert found[2].fields == ("class", "owner", "status", "title")


def test_a_comment_and_a_subfolder_change_nothing() -> None:
    """The values are the same, and so is the identity."""
    assert changes({A: ci("A")}, {"ci/x/a.yaml": "# moved\n" + ci("A")}) == ()


def test_a_file_that_cannot_be_read_changes_as_a_whole() -> None:
    """Nobody knows what is in it; unless it stayed as it was."""
    assert changes({A: ci("A")}, {A: "title: [\n"})[0].fields == ("*",)
    assert changes({A: "title: [\n"}, {A: "title: [\n"}) == ()


def test_a_change_of_neither_side_is_a_mistake() -> None:
    """There is no record in it."""
    with pytest.raises(ValueError, match="ci/a"):
        _ = Change("ci/a", None, None, ()).record


def test_a_transition_names_the_move_that_it_is() -> None:
    """None where the lifecycle knows no such way."""
    lawful = transitions(changes({A: ci("A")}, {A: ci("A", status="maintenance")}))
    assert lawful[0].move is not None
    assert lawful[0].move.activity == "control-configuration-item"
    odd = transitions(changes({A: ci("A")}, {A: ci("A", status="ordered")}))
    assert (odd[0].source, odd[0].target, odd[0].move) == ("operational", "ordered", None)
    assert transitions(changes({A: ci("A")}, {})) == ()


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (ci("A"), ci("A", status="ordered"), "no-such-move"),
        (None, ci("A", status="retired"), "not-a-start"),
        (ci("A"), None, "removed-record"),
        (ci("A", status="retired"), None, None),
        (ci("A"), ci("A", status="maintenance"), None),
        (None, ci("A"), None),
    ],
)
def test_what_the_lifecycle_forbids_is_a_finding(before: str | None, after: str | None, code: str | None) -> None:
    """A missing way, a late birth, the removal of what is in use."""
    worlds: list[dict[str, str | bytes]] = [{A: text} if text else {} for text in (before, after)]
    assert [f.code for f in faults(changes(*worlds), lambda record: record.id)] == ([code] if code else [])


def test_a_request_is_what_an_approval_can_move() -> None:
    """By the guard of a move, whatever the kind; a move without that guard authorises nothing."""
    kinds = world({}).kinds.by_name
    assert needs_approval(kinds["rfc"])
    assert not needs_approval(kinds["incident"])
    text = "title: A disk\ntype: normal\nstatus: "
    states = ("submitted", "approved", "rejected")
    told: list[dict[str, str | bytes]] = [{"rfc/RFC-2026-0001.yaml": f"{text}{state}\n"} for state in states]
    before, after, over = told
    made = authorises(changes(before, after)[0])
    assert made is not None
    assert made.activity == "authorise-change"
    assert authorises(changes(before, over)[0]) is None


def test_what_is_told_of_two_records_of_one_id_says_which() -> None:
    """The caller names them."""
    assert [f.message for f in faults(changes({A: ci("A")}, {}), lambda record: record.key)] == [
        "ci/a is removed while it is operational"
    ]
