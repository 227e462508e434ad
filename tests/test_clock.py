"""Times and durations as they are written."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itsmctl.clock import duration, hours, instant, months, stamp


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
