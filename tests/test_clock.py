"""Times and durations as they are written."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itsmctl.clock import duration, hours, instant, moment, months, stamp


def test_a_time_with_an_offset_is_turned_into_utc() -> None:
    """Three in the morning in Berlin's summer is one in UTC."""
    assert instant("2026-04-05T03:00:00+02:00") == datetime(2026, 4, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-04-05T03:00:00", "2026-04-05", "tomorrow", "", "2026-02-30T00:00:00Z"])
def test_a_time_without_an_offset_or_of_no_day_is_refused(text: str) -> None:
    """Nobody can say when it is."""
    with pytest.raises(ValueError, match=r"."):
        instant(text)


@given(
    st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30)),  # noqa: DTZ001 - the zone is the other argument
    st.integers(-14 * 60, 14 * 60),
)
def test_a_stamp_reads_back_as_the_same_second(moment: datetime, minutes: int) -> None:
    """Writing and reading a time loses only what is below a second."""
    time = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))

    assert instant(stamp(time)) == time


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("PT4H", timedelta(hours=4)),
        ("P3D", timedelta(days=3)),
        ("P1DT12H30M5S", timedelta(days=1, hours=12, minutes=30, seconds=5)),
        ("P2W", timedelta(weeks=2)),
        ("4h", timedelta(hours=4)),
        ("15m", timedelta(minutes=15)),
        ("30s", timedelta(seconds=30)),
        ("3d", timedelta(days=3)),
        ("1w", timedelta(weeks=1)),
        ("PT0S", timedelta(0)),
    ],
)
def test_a_duration_has_two_ways_of_writing(text: str, length: timedelta) -> None:
    """ISO 8601 and a number with a unit mean the same."""
    assert duration(text) == length


@pytest.mark.parametrize("text", ["", "P", "PT", "4 h", "P4H", "-PT4H", "4", "h", "PT4.5H", "P١D"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    """Half a duration is none."""
    with pytest.raises(ValueError, match="not a duration"):
        duration(text)


@pytest.mark.parametrize("text", ["P1M", "P1Y"])
def test_a_month_has_no_fixed_length(text: str) -> None:
    """A period of months is counted on the calendar, not in seconds."""
    with pytest.raises(ValueError, match="no fixed length"):
        duration(text)


@pytest.mark.parametrize(("text", "count"), [("P1M", 1), ("P1Y", 12), ("P1Y6M", 18), ("P30D", 0), ("30d", 0)])
def test_a_period_is_months_or_days(text: str, count: int) -> None:
    """Zero months means that the period is counted in days."""
    assert months(text) == count


def test_hours_are_a_number() -> None:
    """Ninety minutes are an hour and a half."""
    assert hours(timedelta(minutes=90)) == 1.5


@pytest.mark.parametrize(
    ("text", "zone", "told"),
    [
        ("2026-01-02T03:04:05Z", "UTC", "2026-01-02T03:04:05Z"),
        ("2026-01-02t03:04:05z", "UTC", "2026-01-02T03:04:05Z"),
        ("2026-01-02 03:04:05.678-05:30", "UTC", "2026-01-02T08:34:05Z"),
        ("2026-01-02", "UTC", "2026-01-02T00:00:00Z"),
        ("2026-01-02", "Europe/Berlin", "2026-01-01T23:00:00Z"),
        ("2026-07-02", "Europe/Berlin", "2026-07-01T22:00:00Z"),
        ("now", "Europe/Berlin", "2026-03-31T22:30:00Z"),
        ("today", "UTC", "2026-03-31T00:00:00Z"),
        ("today", "Europe/Berlin", "2026-03-31T22:00:00Z"),
        ("yesterday", "UTC", "2026-03-30T00:00:00Z"),
        ("Yesterday", "Europe/Berlin", "2026-03-30T22:00:00Z"),
        ("tomorrow", "UTC", "2026-04-01T00:00:00Z"),
        ("90 minutes ago", "UTC", "2026-03-31T21:00:00Z"),
        ("an hour ago", "UTC", "2026-03-31T21:30:00Z"),
        ("3 days ago", "UTC", "2026-03-28T22:30:00Z"),
        # Berlin's summer begins on March 29: three days ago the same clock stood an hour closer to UTC.
        ("3 days ago", "Europe/Berlin", "2026-03-28T23:30:00Z"),
        ("72 hours ago", "Europe/Berlin", "2026-03-28T22:30:00Z"),
        ("2 weeks ago", "UTC", "2026-03-17T22:30:00Z"),
        ("2.weeks.ago", "UTC", "2026-03-17T22:30:00Z"),
        (" 2  weeks  ago ", "UTC", "2026-03-17T22:30:00Z"),
        ("last week", "UTC", "2026-03-24T22:30:00Z"),
        ("last month", "UTC", "2026-02-28T22:30:00Z"),
        ("1 month ago", "UTC", "2026-02-28T22:30:00Z"),
        ("a year ago", "UTC", "2025-03-31T22:30:00Z"),
        ("last year", "UTC", "2025-03-31T22:30:00Z"),
    ],
)
def test_a_time_is_written_as_people_say_it(text: str, zone: str, told: str) -> None:
    """Half past ten in the evening of March 31 in UTC is already April in Berlin."""
    found = moment(text, datetime(2026, 3, 31, 22, 30, tzinfo=UTC), ZoneInfo(zone))

    assert found is not None
    assert stamp(found) == told


@pytest.mark.parametrize(
    "text",
    ["", "2026-13-01", "2026-02-30", "2026-1-2", "2026-01-02T03:04:05", "main~3", "HEAD", "2 ago", "2 weeks",
     "week ago", "last", "last fortnight", "-1 days ago", "٢ days ago", "999999 years ago", "next month", "todays"],
)  # fmt: skip
def test_what_is_no_form_of_a_time_is_none(text: str) -> None:
    """It may be the name of a commit; a day that does not exist is not the one after it."""
    assert moment(text, datetime(2026, 3, 31, tzinfo=UTC), UTC) is None


def test_a_day_begins_with_its_first_moment_even_where_there_is_no_midnight() -> None:
    """Where summer time begins at midnight, the day begins at one o'clock."""
    found = moment("2026-03-08", datetime(2026, 4, 1, tzinfo=UTC), ZoneInfo("America/Havana"))

    assert found == datetime(2026, 3, 8, 5, tzinfo=UTC)
