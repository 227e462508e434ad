import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itsmctl.clock import hours, instant
from itsmctl.kpi.months import months
from itsmctl.kpi.stats import kaplan_meier, limits, summary
from itsmctl.spans import Span, length

HOURS = st.lists(st.integers(0, 30), max_size=12)


def test_p90_interpolates_linearly_between_the_closest_ranks() -> None:
    """Position (n - 1) x 0.9 from 0: of 1 to 11 the tenth, of 1 and 2 nine tenths of the way."""
    assert summary("p90", list(range(1, 12))) == 10
    assert summary("p90", [1, 2]) == pytest.approx(1.9)
    assert summary("p90", [7]) == 7


def test_nothing_to_sum_up_gives_no_number() -> None:
    """No value is not 0."""
    assert [summary(name, []) for name in ("mean", "median", "p90", "km-median")] == [None] * 4


def test_the_textbook_example_of_kaplan_and_meier() -> None:
    """6-MP group of Freireich et al. 1963: median remission 23 weeks, 12 of 21 censored."""
    ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    waiting = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    assert kaplan_meier(ended, waiting) == 23


def test_dropping_the_open_would_understate_and_is_not_done() -> None:
    """Ended at 1, 2, 3 with three still open at 10: half are over at 3, not at 2."""
    assert kaplan_meier([1, 2, 3], [10, 10, 10]) == 3
    assert statistics.median([1, 2, 3]) == 2


def test_a_survival_that_stays_above_one_half_has_no_median() -> None:
    """Nothing is extrapolated."""
    assert kaplan_meier([1], [5, 5, 5]) is None


@given(HOURS)
def test_without_open_items_the_median_is_the_lower_middle(values: list[int]) -> None:
    """With all ended, S(t) <= 1/2 first holds at the lower of the middle values."""
    expected = sorted(values)[(len(values) - 1) // 2] if values else None
    assert kaplan_meier(values, []) == expected


@given(HOURS, HOURS)
def test_the_median_is_where_survival_first_reaches_one_half(ended: list[int], waiting: list[int]) -> None:
    """Held against the definition, time by time, with exact fractions."""
    from fractions import Fraction

    survival, expected = Fraction(1), None
    for time in sorted(set(ended)):
        at_risk = sum(t >= time for t in [*ended, *waiting])
        survival *= 1 - Fraction(ended.count(time), at_risk)
        if survival <= Fraction(1, 2):
            expected = time
            break
    assert kaplan_meier(ended, waiting) == expected


def test_limits_are_mean_and_2_66_mean_moving_ranges() -> None:
    """Alternating 10 and 12: mean 11, moving range 2, limits 11 ± 5.32."""
    drawn = limits([10, 12] * 4)
    assert drawn is not None
    assert (drawn.mean, drawn.lower, drawn.upper) == pytest.approx((11, 5.68, 16.32))


def test_fewer_than_eight_points_have_no_limits() -> None:
    """Seven points do not say what is usual."""
    assert limits([1.0] * 7) is None
    assert limits([1.0] * 8) is not None


def test_months_cover_a_span_without_gap_and_end() -> None:
    """Each month is cut at the span's ends; December leads to January."""
    found = list(months(Span(instant("2025-11-15T00:00:00Z"), instant("2026-01-01T00:00:00Z"))))
    assert [name for name, _ in found] == ["2025-11", "2025-12"]
    assert hours(length(part for _, part in found)) == (16 + 31) * 24


@given(HOURS, HOURS)
def test_the_order_of_values_does_not_matter(ended: list[int], waiting: list[int]) -> None:
    """The same records in another order give the same figure."""
    for name in ("mean", "median", "p90", "km-median"):
        assert summary(name, ended, waiting) == summary(name, ended[::-1], waiting[::-1])


def test_the_last_month_that_a_date_can_have_ends_the_months() -> None:
    """December 9999 has no month after it, and is no error."""
    end = instant("9999-12-31T23:59:59Z")
    found = list(months(Span(instant("9999-11-15T00:00:00Z"), end)))
    assert [month for month, _ in found] == ["9999-11", "9999-12"]
    assert found[-1][1].end == end
