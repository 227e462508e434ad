"""Facts about windows, calendars and notice."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from itsmctl.findings import Fatal
from itsmctl.schedule import Span, notice, openings
from tests.world import ci, world


def at(day: int, hour: int = 0, month: int = 4) -> datetime:
    """Return an hour of April 2026."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


def calendar(text: str, type_: str = "maintenance") -> dict[str, str | bytes]:
    """Write one calendar."""
    return {
        "calendar/c.yaml": f"title: C\ntype: {type_}\n{text}",
        "ci/a.yaml": ci("A"),
    }


def test_a_weekly_window_follows_the_wall_clock() -> None:
    """Sunday at three in Berlin is two in UTC in winter and one in summer."""
    text = "timezone: Europe/Berlin\nrecurring: [{rrule: FREQ=WEEKLY;BYDAY=SU;BYHOUR=3, lasts: PT2H, scope: [a]}]\n"
    snapshot = world(calendar(text))
    winter, summer = (
        openings(snapshot.catalog, "maintenance", Span(at(d, 0, m), at(d + 1, 0, m))) for d, m in ((22, 3), (5, 4))
    )
    assert [o.span.start.hour for o in (*winter, *summer)] == [2, 1]
    assert winter[0].concerns("ci/a")
    assert not winter[0].concerns("ci/b")


def test_every_second_week_is_counted_from_a_fixed_monday() -> None:
    """So that it does not depend on when one asks."""
    text = "timezone: UTC\nrecurring: [{rrule: FREQ=WEEKLY;INTERVAL=2;BYDAY=MO, lasts: P1D}]\n"
    found = openings(world(calendar(text)).catalog, "maintenance", Span(at(1), at(30)))
    starts = [o.span.start for o in found]
    assert [b - a for a, b in pairwise(starts)] == [timedelta(days=14)]
    assert found[0].concerns("ci/anything")


def test_only_calendars_of_the_type_asked_for_count() -> None:
    """A freeze is no maintenance window."""
    text = "windows: [{start: 2026-04-01T00:00:00Z, end: 2026-04-03T00:00:00Z, why: Easter, scope: [all]}]\n"
    snapshot = world(calendar(text, "freeze"))
    assert openings(snapshot.catalog, "maintenance", Span(at(1), at(9))) == []
    assert [o.why for o in openings(snapshot.catalog, "freeze", Span(at(2), at(9)))] == ["Easter"]
    assert openings(snapshot.catalog, "freeze", Span(at(3), at(9))) == []


@pytest.mark.parametrize(
    "text",
    [
        "timezone: Mars/Crater\nrecurring: [{rrule: FREQ=DAILY, lasts: 1h}]\n",
        "timezone: UTC\nrecurring: [{rrule: FREQ=DAILY;BYDAY=XX, lasts: 1h}]\n",
    ],
)
def test_a_calendar_that_cannot_be_read_ends_the_run(text: str) -> None:
    """It must not mean that there is no freeze."""
    with pytest.raises(Fatal):
        openings(world(calendar(text, "freeze")).catalog, "freeze", Span(at(1), at(9)))


def test_notice_is_the_time_until_the_window() -> None:
    """A type without a rule needs none, but the past is never in time."""
    policy = {"minimum_notice": {"normal": "P2D"}}
    span = Span(at(5), at(6))
    assert notice(policy, "normal", span, at(3)).enough
    assert not notice(policy, "normal", span, at(3, 1)).enough
    assert notice(policy, "standard", span, at(5)).enough
    assert not notice(policy, "standard", span, at(5, 1)).enough
