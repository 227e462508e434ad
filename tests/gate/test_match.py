"""Facts about who fills which place."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from itsmctl.gate.demand import Demand
from itsmctl.gate.match import assign

PEOPLE = "abcd"


def wanted(*roles: str) -> tuple[Demand, ...]:
    """Ask for one of each role; ``cab:2`` asks for two."""
    pairs = (role.rpartition("*") for role in roles)
    asked = [(name or count, int(count) if name else 1) for name, _, count in pairs]
    return tuple(Demand(role, places, "", (), shared=role.startswith("owner:")) for role, places in asked)


def test_nobody_is_wasted() -> None:
    """Ada could do both, Bob only one: both are filled."""
    assert assign(wanted("x", "y"), {"x": ["a", "b"], "y": ["a"]}) == {"x": ("b",), "y": ("a",)}


def test_an_owner_may_answer_for_several_and_fills_no_role() -> None:
    """Ownership is shared, roles are not."""
    found = assign(wanted("owner:p", "owner:q", "x"), {"owner:p": ["a"], "owner:q": ["a"], "x": ["a"]})
    assert found == {"owner:p": ("a",), "owner:q": ("a",)}
    found = assign(wanted("owner:p", "x"), {"owner:p": ["a", "b"], "x": ["a"]})
    assert found == {"owner:p": ("b",), "x": ("a",)}


@given(st.dictionaries(st.sampled_from("xyz"), st.sets(st.sampled_from(PEOPLE)), min_size=3))
def test_as_many_places_are_filled_as_can_be(able: dict[str, set[str]]) -> None:
    """No other way to seat the people fills more; nobody sits twice."""
    demands = wanted("x", "y*2", "z")
    places = ["x", "y", "y", "z"]
    best = max(
        sum(person in able[role] for person, role in zip(order, places, strict=True)) for order in permutations(PEOPLE)
    )
    found = assign(demands, {role: sorted(people) for role, people in able.items()})
    seated = [person for people in found.values() for person in people]
    assert len(seated) == best
    assert len(set(seated)) == len(seated)
    assert all(person in able[role] for role, people in found.items() for person in people)
