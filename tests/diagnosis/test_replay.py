"""Recorded incidents on another graph."""

import pytest

from itsmctl.clock import instant
from itsmctl.diagnosis import Outage, replay
from itsmctl.graph import State
from itsmctl.render.diagnosis import replay_json, replay_markdown, replay_text
from itsmctl.snapshot import Snapshot
from tests.world import ROLE, ci, world

SERVICE = "title: {}\ncategory: core\nstatus: operational\ncriticality: low\nowner: operations\nvalue: Something\n"
INCIDENT = (
    "title: {}\nstatus: resolved\nimpact: high\nurgency: high\ndetected_at: 2026-03-01T10:00:00Z\n"
    "resolved_at: 2026-03-01T14:00:00Z\nresolution: Done\naffects: [{}]\n"
)
LOST = "outages: [{{service: web, {}start: 2026-03-01T10:00:00Z, end: 2026-03-01T{}:00Z}}]\n"
ONE = "depends_on: [node1]\n"
TWO = "depends_on: [{any_of: [node1, node2]}]\n"


def lab(needs: str = ONE, **incidents: str) -> Snapshot:
    """Take two hosts, a web service on one of them, and incidents."""
    told = {f"incident/INC-2026-000{n}.yaml": text for n, text in enumerate(incidents.values(), 1)}
    return world(
        {
            **ROLE,
            "ci/node1.yaml": ci("Host 1"),
            "ci/node2.yaml": ci("Host 2"),
            "service/web.yaml": SERVICE.format("Web") + needs,
            **told,
        }
    )


DOWN = INCIDENT.format("Host is lost", "node1, web") + LOST.format("", "12:30")


def test_a_second_host_would_have_saved_the_minutes() -> None:
    """Down for two hours and a half; with either of two hosts it would have been degraded."""
    found = replay(lab(ONE, a=DOWN), lab(TWO))

    (incident,) = found.incidents
    (outage,) = incident.outages
    assert (outage.service.id, outage.recorded, outage.before, outage.after) == (
        "web",
        State.DOWN,
        State.DOWN,
        State.DEGRADED,
    )
    assert (outage.saved, outage.minutes) == (True, 150)
    assert found.saved == {State.DOWN: 150, State.DEGRADED: 0}
    assert replay_text(found) == (
        "INC-2026-0001  Host is lost  (lost: node1 down)\n"
        "  spared  web: down 150 min, would have been degraded\n\n"
        "saved: 150 of 150 minutes down, 0 of 0 minutes degraded, in 1 incidents replayed\n"
    )


def test_the_same_graph_saves_nothing() -> None:
    """Every outage happens again."""
    snapshot = lab(ONE, a=DOWN)
    found = replay(snapshot, snapshot)

    assert not found.incidents[0].outages[0].saved
    assert found.saved == {State.DOWN: 0, State.DEGRADED: 0}
    assert found.total == {State.DOWN: 150, State.DEGRADED: 0}


def test_a_thinner_graph_makes_it_worse() -> None:
    """What was degraded would have been down too; and it is not called saved."""
    partly = INCIDENT.format("Host is lost", "node1, web") + LOST.format("effect: degraded, ", "12:00")
    found = replay(lab(TWO, a=partly), lab(ONE))

    (incident,) = found.incidents
    assert [(record.key, state) for record, state in incident.lost] == [("ci/node1", State.DOWN)]
    assert [service.id for service in incident.worse] == ["web"]
    assert not incident.outages[0].saved
    assert "worse   web: would have been down too" in replay_text(found)
    assert "❌ down" in replay_markdown(found)


def test_a_loss_that_took_nothing_down_was_no_whole_loss() -> None:
    """An outage that only degraded, of a service that the host's loss would end: the host was degraded."""
    partly = INCIDENT.format("Host is slow", "node1, web") + LOST.format("effect: degraded, ", "12:00")

    [(_, state)] = replay(lab(ONE, a=partly), lab(ONE)).incidents[0].lost
    assert state is State.DEGRADED


def test_an_outage_that_the_graph_does_not_explain_is_never_saved() -> None:
    """The lost host carries nothing: no edit may boast of it."""
    found = replay(lab(ONE, a=DOWN.replace("node1,", "node2,")), lab(TWO))

    assert not found.incidents[0].outages[0].explained
    assert found.saved[State.DOWN] == 0
    assert "1 outages follow from no loss" in replay_text(found)


def test_a_record_that_is_gone_cannot_fail_and_a_service_that_is_gone_is_not_saved() -> None:
    """Deleting the service is no way to save its minutes."""
    before = lab(ONE, a=DOWN)
    moved = world({**ROLE, "ci/node2.yaml": ci(), "service/web.yaml": SERVICE.format("Web") + "depends_on: [node2]\n"})
    deleted = world({**ROLE, "ci/node1.yaml": ci()})

    assert replay(before, moved).incidents[0].outages[0].after is State.OK
    assert not replay(before, deleted).incidents[0].outages[0].saved


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (INCIDENT.format("Slow", "node1"), "it has no outage"),
        (INCIDENT.format("Web", "web") + LOST.format("", "11:00"), "it affects no record but services"),
    ],
)
def test_what_cannot_be_replayed_says_why(text: str, why: str) -> None:
    """Without an outage nothing can be saved; without a loss below nothing can be replayed."""
    found = replay(lab(ONE, a=text), lab(TWO))

    assert found.incidents == ()
    assert found.skipped[0][1].startswith(why)
    assert why in replay_json(found)


def test_overlapping_outages_of_one_service_count_once() -> None:
    """Two incidents tell of the same hours: 10:00 to 12:30, and 10:00 to 13:00."""
    found = replay(lab(ONE, a=DOWN, b=DOWN.replace("12:30", "13:00")), lab(TWO))

    assert [one.outages[0].minutes for one in found.incidents] == [150, 180]
    assert found.saved[State.DOWN] == 180


def test_an_outage_that_lasts_ends_now() -> None:
    """Without a now it has no minutes."""
    lasting = DOWN.replace(", end: 2026-03-01T12:30:00Z", "")
    before, after = lab(ONE, a=lasting), lab(TWO)

    assert replay(before, after, now=instant("2026-03-01T11:00:00Z")).saved[State.DOWN] == 60
    assert replay(before, after).saved[State.DOWN] == 0


def test_an_outage_without_effect_was_down(recorded: Outage) -> None:
    """As the schema has it."""
    assert recorded.recorded is State.DOWN


@pytest.fixture
def recorded() -> Outage:
    """Replay one outage that does not say its effect."""
    return replay(lab(ONE, a=DOWN), lab(ONE)).incidents[0].outages[0]
