"""Whether a record holds at a moment: its state and its spans, decided together, half-open."""

from datetime import UTC, datetime, timedelta

import pytest

from itsmctl.catalog import in_force
from tests.world import world

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
AGREEMENT = """\
title: A promise
type: ola
status: {state}
service: wiki
targets: {{availability: 99}}
provider: operations
valid: {{from: {since}, until: 2026-06-01T12:00:00Z}}
"""
SECOND = timedelta(seconds=1)


def holds(now: datetime, state: str = "agreed", since: str = "2026-01-01T00:00:00Z") -> bool:
    """Say whether an agreement until noon holds."""
    snapshot = world({"agreement/OLA-1.yaml": AGREEMENT.format(state=state, since=since)})
    return in_force(snapshot.catalog.records["agreement/OLA-1"], now)


def test_a_span_ends_before_its_last_moment() -> None:
    """What is valid until noon holds a second before it, and not at noon."""
    assert holds(NOON - SECOND)
    assert not holds(NOON)


def test_a_span_begins_with_its_first_moment() -> None:
    """What is valid from 11 o'clock, in whatever zone, holds at that very moment and not before."""
    begin = NOON - timedelta(hours=1)

    assert holds(begin, since="2026-06-01T13:00:00+02:00")
    assert not holds(begin - SECOND, since="2026-06-01T13:00:00+02:00")


@pytest.mark.parametrize("state", ["draft", "expired"])
def test_a_state_that_means_something_else_does_not_hold(state: str) -> None:
    """A draft holds at no time, and neither does what has ended."""
    assert not holds(NOON - SECOND, state)


def test_an_authorised_change_holds_in_its_window_alone() -> None:
    """The window bounds a change as the validity bounds an agreement."""
    text = (
        "title: T\ntype: normal\nstatus: approved\nwindow: {start: 2026-06-01T12:00:00Z, end: 2026-06-01T14:00:00Z}\n"
    )
    change = world({"rfc/RFC-2026-0001.yaml": text}).catalog.records["rfc/RFC-2026-0001"]

    assert [in_force(change, NOON + timedelta(hours=hour)) for hour in (-1, 0, 1, 2)] == [False, True, True, False]


def test_a_kind_without_states_holds() -> None:
    """A role has no lifecycle: nothing says that it does not hold."""
    role = world({"role/engineer.yaml": "title: Engineer\n"}).catalog.records["role/engineer"]

    assert in_force(role, NOON)
