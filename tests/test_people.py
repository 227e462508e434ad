"""Facts about who stands behind a role, a team and an address, and who of them may act."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

from itsmctl.catalog import Catalog, Record
from itsmctl.people import acting, by_address, by_id, colleagues, ever_held, on_call, present, roles_of, standing_for
from tests.world import world

MAY, JUNE, JULY = (datetime(2026, month, 1, tzinfo=UTC) for month in (5, 6, 7))
ROTA = "rota: [{{from: 2026-06-01T00:00:00Z, until: 2026-07-01T00:00:00Z, holder: {}}}]\n"


def person(name: str, state: str = "active", more: str = "") -> str:
    """Write somebody."""
    return f"title: {name}\nemails: [{name}@lab.example]\nstatus: {state}\n{more}"


def lab() -> Catalog:
    """Take four people, of whom Grace left, with roles and a team; some are named by kind and id."""
    made = world(
        {
            **{f"person/{name}.yaml": person(name) for name in ("ada", "alan")},
            "person/tim.yaml": person("Tim", "active", "github: {login: tim, id: 7}\n"),
            "person/grace.yaml": person("grace", "left"),
            "role/ops.yaml": f"title: O\nholders: [person/ada, grace]\ndeputies: [alan]\n{ROTA.format('person/tim')}",
            "role/night.yaml": f"title: N\nholders: [ada]\n{ROTA.format('grace')}",
            "role/spare.yaml": "title: S\nholders: [grace]\ndeputies: [ada]\n",
            "team/desk.yaml": f"title: D\nlead: alan\nmembers: [ada, person/alan]\n{ROTA.format('tim')}",
        }
    )
    assert made.findings == ()
    return made.catalog


def ids(records: Iterable[Record]) -> list[str]:
    """Return what records are called."""
    return [record.id for record in records]


@pytest.mark.parametrize(
    ("owner", "moment", "called", "behind", "may"),
    [
        ("role/ops", MAY, [], ["ada", "alan"], ["ada", "alan"]),
        ("role/ops", JUNE, ["tim"], ["tim", "ada", "alan"], ["tim"]),
        ("role/ops", JULY, [], ["ada", "alan"], ["ada", "alan"]),
        ("role/night", JUNE, [], ["ada"], []),
        ("team/desk", JUNE, ["tim"], ["tim", "alan", "ada"], ["alan", "ada"]),
        ("person/ada", JUNE, [], ["ada"], ["ada"]),
        ("person/grace", JUNE, [], [], []),
    ],
)
def test_who_is_called_who_stands_behind_and_who_may_act(
    owner: str, moment: datetime, called: list[str], behind: list[str], may: list[str]
) -> None:
    """A turn ends before its last moment; it replaces the holders of a role, even by nobody, and no team's members."""
    catalog = lab()
    record = catalog.records[owner]
    found = (on_call(catalog, record, moment), standing_for(catalog, record, moment), acting(catalog, record, moment))
    assert tuple(map(ids, found)) == (called, behind, may)


def test_roles_are_those_that_somebody_may_act_in_now() -> None:
    """Whose turn it is not holds the role no longer."""
    catalog = lab()
    ada, tim = catalog.records["person/ada"], catalog.records["person/tim"]
    assert ids(roles_of(catalog, ada, MAY)) == ["night", "ops", "spare"]
    assert ids(roles_of(catalog, ada, JUNE)) == ["spare"]
    assert ids(roles_of(catalog, tim, JUNE)) == ["ops"]


def test_a_role_is_held_by_holders_and_turns_who_are_present() -> None:
    """Deputies act for a holder, and hold nothing themselves."""
    catalog = lab()
    assert [ever_held(catalog, catalog.records[f"role/{name}"]) for name in ("ops", "night", "spare")] == [
        True,
        True,
        False,
    ]


def test_an_address_is_one_persons_whatever_its_case() -> None:
    """The number in GitHub's own addresses decides, not the login before it."""
    catalog = lab()
    found = [by_address(catalog, a) for a in (" ADA@lab.example", "7+old@users.noreply.github.com", "x@lab.example")]
    assert [one.id if one else None for one in found] == ["ada", "tim", None]


def test_an_address_of_two_is_nobodys() -> None:
    """It could be either."""
    same = {f"person/{name}.yaml": person("ada") for name in ("ada", "twin")}
    assert by_address(world(same).catalog, "ada@lab.example") is None


def test_who_left_or_was_never_there_is_not_present() -> None:
    """Nothing that they say counts."""
    catalog = lab()
    assert [present(by_id(catalog, name)) for name in ("ada", "grace", "nobody")] == [True, False, False]


def test_colleagues_share_a_team() -> None:
    """However its record spells them; whoever is in no team has only themselves."""
    catalog = lab()
    assert ids(colleagues(catalog, catalog.records["person/alan"])) == ["ada", "alan"]
    assert ids(colleagues(catalog, catalog.records["person/tim"])) == ["tim"]
