"""Whom an impact says to tell."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from itsmctl.catalog import Record
from itsmctl.graph import State
from itsmctl.impact import Audience, assess, audience, audience_json
from itsmctl.render.impact_tell import tell_markdown, tell_text
from itsmctl.snapshot import Snapshot
from tests.world import ci, world

PERSON = "title: {0}\nemails: [{0}@lab.example]\nstatus: {1}\n"
SERVICE = (
    "title: Wiki\ncategory: core\nstatus: operational\ncriticality: low\nowner: operations\nvalue: Something\n"
    "support: desk\ncustomers: [researchers]\ndepends_on: [node]\n"
)
ROTA = "rota:\n  - {from: 2026-06-01T00:00:00Z, until: 2026-07-01T00:00:00Z, holder: dennis}\n"
AGREEMENT = (
    "title: Promise\ntype: sla\nstatus: agreed\nservice: wiki\ncustomer: public\n"
    "targets: {availability: 99.5, resolution: {P1: PT4H, P2: PT8H}}\n"
    "valid: {from: 2026-01-01T00:00:00Z, until: 2026-12-31T23:59:59Z}\n"
)
JUNE, DECEMBER = datetime(2026, 6, 15, tzinfo=UTC), datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC)


def lab() -> Snapshot:
    """Take a wiki on one node, with owner, desk, customers and two agreements."""
    return world(
        {
            **{f"person/{name}.yaml": PERSON.format(name, "active") for name in ("barbara", "dennis", "tim")},
            "person/grace.yaml": PERSON.format("grace", "left"),
            "role/operations.yaml": f"title: Operations\nholders: [barbara, grace, dennis]\n{ROTA}",
            "team/desk.yaml": "title: Desk\nlead: tim\nmembers: [barbara, tim]\n",
            "customer/researchers.yaml": "title: Researchers\n",
            "customer/public.yaml": "title: Public\n",
            "customer/idle.yaml": "title: Whoever has only a draft\n",
            "agreement/SLA-WIKI.yaml": AGREEMENT,
            "agreement/SLA-DRAFT.yaml": AGREEMENT.replace("agreed", "draft").replace("public", "idle"),
            "ci/node.yaml": ci("Node"),
            "service/wiki.yaml": SERVICE,
        }
    )


def ids(records: Iterable[Record]) -> list[str]:
    """Return what records are called."""
    return [record.id for record in records]


def tell(now: datetime, state: State = State.DOWN) -> Audience:
    """Ask whom to tell of the loss of the node."""
    snapshot = lab()
    assert snapshot.findings == ()
    return audience(snapshot.catalog, assess(snapshot.catalog, snapshot.graph, {"ci/node": state}), now)


def test_owners_are_people_and_those_on_call_come_first() -> None:
    """Who has left is not told; a rota counts only while its turn lasts; who supports a service is told too."""
    owners = {one.record.id: one for one in tell(JUNE).owners}

    assert ids(owners["operations"].people) == ["dennis", "barbara"]
    assert ids(owners["operations"].on_call) == ["dennis"]
    assert [record.id for record in owners["operations"].records] == ["node", "wiki"]
    assert ids(owners["desk"].people) == ["tim", "barbara"]
    later = next(one for one in tell(DECEMBER).owners if one.record.id == "operations")
    assert (ids(later.people), ids(later.on_call)) == (["barbara", "dennis"], [])


def test_customers_are_those_of_the_service_and_of_its_agreements() -> None:
    """Each with the services that suffer."""
    told = tell(JUNE, State.DEGRADED).customers

    assert [(one.record.id, [hit.state.word for hit in one.services]) for one in told] == [
        ("public", ["degraded"]),
        ("researchers", ["degraded"]),
    ]


def test_only_agreements_in_force_are_at_stake_with_their_targets() -> None:
    """A draft promises nothing, nor does what has run out, which it has at its end."""
    promises = tell(DECEMBER - timedelta(seconds=1)).agreements

    assert [(one.record.id, one.availability, one.resolution) for one in promises] == [("SLA-WIKI", 99.5, "PT4H")]
    assert tell(DECEMBER).agreements == ()


def test_it_is_told_as_text_markdown_and_json() -> None:
    """The same in each."""
    told = tell(JUNE)

    assert tell_text(told) == (
        "tell\n"
        "  operations   dennis (on call), barbara, for node, wiki\n"
        "  desk         tim, barbara, for wiki\n"
        "  public       customer of wiki (down)\n"
        "  researchers  customer of wiki (down)\n"
        "  SLA-WIKI     promises 99.5 % availability and P1 resolved in PT4H for wiki (down)\n"
    )
    assert "| `SLA-WIKI` | agreement | promises 99.5 % availability" in tell_markdown(told)
    value = audience_json(told)
    assert value["owners"][0]["on_call"] == ["dennis"]
    assert value["customers"][0] == {"id": "public", "services": {"wiki": "down"}}
    assert value["agreements"][0]["resolution_p1"] == "PT4H"
    assert tell_text(Audience((), (), ())) == tell_markdown(Audience((), (), ())) == ""
