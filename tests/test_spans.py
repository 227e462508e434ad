"""Facts about sets of time, held against sets of whole ticks."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itsmctl.spans import Span, covered, intersect, length, less, span_of, union

TICKS = range(24)
TICK = timedelta(minutes=7)
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def span(start: int, end: int) -> Span:
    """Write a span of ticks."""
    return Span(BEGIN + start * TICK, BEGIN + end * TICK)


SPAN = st.tuples(st.integers(0, 24), st.integers(0, 24)).map(lambda pair: span(*pair))
SPANS = st.lists(SPAN, max_size=7)


def ticks(spans: list[Span]) -> set[int]:
    """Return the ticks that spans hold, asked one by one."""
    return {tick for tick in TICKS for one in spans if one.holds(BEGIN + tick * TICK)}


@given(SPANS, SPANS)
def test_sets_of_time_are_sets_of_ticks(some: list[Span], others: list[Span]) -> None:
    """What two sets make together, share and leave of each other is what sets of ticks do."""
    assert ticks(union(some)) == ticks(some)
    assert ticks(intersect(some, others)) == ticks(some) & ticks(others)
    assert ticks(less(some, others)) == ticks(some) - ticks(others)
    assert length(some) == len(ticks(some)) * TICK


@given(SPANS, SPANS)
def test_an_answer_is_the_fewest_spans_in_order(some: list[Span], others: list[Span]) -> None:
    """So that two sets are equal when their spans are: none is empty, and none touches the next."""
    for found in (union(some), intersect(some, others), less(some, others)):
        ends = [end for one in found for end in (one.start, one.end)]
        assert ends == sorted(set(ends))


@given(SPAN, SPAN, SPANS)
def test_what_is_asked_of_one_span_is_so_of_its_ticks(one: Span, other: Span, by: list[Span]) -> None:
    """Two overlap when they share a tick; a set covers a span when it holds every tick of it."""
    assert one.overlaps(other) == bool(ticks([one]) & ticks([other]))
    assert covered(one, by) == (ticks([one]) <= ticks(by))


@pytest.mark.parametrize(
    "value",
    [None, {}, {"start": "2026-04-02T00:00:00Z", "end": "2026-04-02T00:00:00Z"}, {"start": "2026-04-02T00:00:00Z"}],
)
def test_what_does_not_end_after_it_starts_is_no_span(value: dict[str, str] | None) -> None:
    """Nor what has no end."""
    assert span_of(value) is None


def test_a_span_is_read_and_written_in_utc() -> None:
    """Whatever offset its record has."""
    value = {"start": "2026-04-02T02:00:00+02:00", "end": "2026-04-02T03:00:00Z"}
    assert str(span_of(value)) == "2026-04-02T00:00:00Z to 2026-04-02T03:00:00Z"
