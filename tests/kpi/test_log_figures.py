"""Figures of an imported log: of the small one by hand, of the real one as others reckoned them."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from itsmctl.clock import instant
from itsmctl.exchange import import_event_log
from itsmctl.history import commit_before, read
from itsmctl.kpi import Figure, ask
from itsmctl.repo import find
from itsmctl.snapshot import take
from itsmctl.tree import at_commit

TOP = Path(__file__).parents[2]
MAPPING = TOP / "examples" / "event-log" / "mapping.yaml"
REAL = TOP.parent / "shared" / "data" / "incident-log"
LATE = "2017-03-01T00:00:00Z"
Asker = Callable[..., Figure]


def asker(log: Path, into: Path) -> Asker:
    """Import a log, and return a function that reckons a measure on it; ``at`` takes the revision of that date."""
    import_event_log(MAPPING, log, into)
    repo = find(into)
    known: dict[str, Any] = {}

    def reckon(measure: str, as_of: str = LATE, *, at: bool = False, **words: Any) -> Figure:
        commit = commit_before(repo, instant(as_of)) if at else repo.commit("HEAD")
        if commit not in known:
            taken = take(at_commit(repo, commit))
            known[commit] = taken, read(repo, commit, taken.kinds)
        snapshot, history = known[commit]
        return ask(measure, words, snapshot, history, instant(as_of))

    return reckon


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    """The twelve made-up incidents of the import's tests."""
    return asker(TOP / "tests" / "exchange" / "log.csv", tmp_path_factory.mktemp("small") / "repo")


def test_time_to_resolve_of_the_small_log(small: Asker) -> None:
    """Hours by hand: 2 6 12 1 10 0.5 2 3 4 5 6 7; the 12 is recorded, the others are declared."""
    mean = small("time-to-resolve", statistic="mean")
    assert (mean.value, mean.n, mean.declared, mean.open) == (4.875, 12, 11, 0)
    assert small("time-to-resolve").value == 4.5
    assert small("time-to-resolve", statistic="p90").value == pytest.approx(9.7)


def test_what_stands_in_for_a_missing_time_can_be_chosen(small: Asker) -> None:
    """INC 53 has no resolved_at: last resolved row 12 h, first of the run 10 h, closed 156 h, or left out."""
    assert [small("time-to-resolve", statistic="mean", fallback=f).value for f in ("first", "closed")] == [
        pytest.approx((58.5 - 2) / 12),
        pytest.approx((58.5 + 144) / 12),
    ]
    without = small("time-to-resolve", statistic="mean", fallback=False)
    assert without.value == pytest.approx(46.5 / 11)
    assert without.n == 11
    assert without.note == "1 ended at a time that nobody declared"


def test_priority_comes_from_the_matrix(small: Asker) -> None:
    """One incident of high impact and high urgency is P1; it took 6 hours in spite of its reopening."""
    p1 = small("time-to-resolve", priority="P1")
    assert (p1.value, p1.records) == (6, ("INC-2016-0052",))
    assert small("time-to-resolve", priority="P4").records == ("INC-2016-0055",)


def test_reopening_is_seen_in_the_transitions(small: Asker) -> None:
    """INC 52 went from resolved back to in-progress; INC 53's two resolved rows in a run are no reopening."""
    figure = small("reopen-rate")
    assert figure.value == pytest.approx(100 / 12)
    assert figure.n == 12


def test_the_backlog_at_a_date_is_that_of_its_commit(small: Asker) -> None:
    """At 2016-03-06T00:00Z nine have a row, none is closed but INC 56, which declares its closure only on the 8th."""
    moment = "2016-03-06T00:00:00Z"
    assert small("incident-backlog", moment, at=True).value == 8
    # As known today, INC 56 was closed for good on the 8th only.
    assert small("incident-backlog", moment).value == 9
    assert small("incident-backlog", moment, until="resolved").value == 0
    assert small("incident-backlog").value == 0


def test_the_open_are_censored_and_not_dropped(small: Asker) -> None:
    """At 2016-03-01T11:30Z: one ended after 2 h, one after 2 h (to be reopened), one waits since 1.5 h."""
    early = small("time-to-resolve", "2016-03-01T11:30:00Z", at=True, statistic="km-median", clock="recorded")
    assert (early.n, early.open, early.value) == (2, 1, 2)
    later = small("time-to-resolve", "2016-03-01T12:30:00Z", at=True, statistic="km-median", clock="recorded")
    assert (later.n, later.open, later.value) == (1, 2, None)
    assert later.reason


def test_the_sla_share_is_the_word_of_the_source(small: Asker) -> None:
    """Eight of twelve closed incidents carry made_sla: true."""
    assert small("sla-share").value == pytest.approx(100 * 8 / 12)
    missing = small("sla-share", label="other")
    assert (missing.value, missing.reason) == (None, "no closed incident has the label other with true or false")


def test_the_series_tells_the_months(small: Asker) -> None:
    """All were resolved in March; eight months are needed for limits."""
    figure = small("time-to-resolve")
    assert [(p.month, p.value, p.n) for p in figure.series] == [("2016-03", 4.5, 12)]
    assert figure.limits is None


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    """The 10,383 events of 1,500 real incidents, where they lie beside the repository."""
    logs = sorted(REAL.glob("*.csv.gz"))
    if not logs:
        pytest.skip(f"the real log is not in {REAL.relative_to(TOP.parent)} beside this repository")
    return asker(logs[0], tmp_path_factory.mktemp("real") / "repo")


def expected() -> Any:
    """Read the figures that came with the real log."""
    return json.loads((REAL / "expected.json").read_text("utf-8"))


def short(value: float | None, places: int = 4) -> float | None:
    """Round as the expected figures are."""
    return None if value is None else round(value, places)


@pytest.mark.slow
def test_times_of_the_real_log_are_exactly_the_expected_ones(real: Asker) -> None:
    """n, mean, median and p90, with and without the fallback, and by final priority."""
    figures = expected()
    cases: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
        ("time-to-resolve", {"fallback": False}, figures["opened_to_resolved_h"]),
        ("time-to-resolve", {}, figures["opened_to_resolved_with_fallback_h"]),
        ("time-to-close", {}, figures["opened_to_closed_h"]),
    ]
    for name, wanted in figures["opened_to_resolved_by_final_priority_h"].items():
        cases.append(("time-to-resolve", {"fallback": False, "priority": f"P{name[0]}"}, wanted))
    for measure, words, wanted in cases:
        for statistic in ("mean", "median", "p90"):
            figure = real(measure, statistic=statistic, **words)
            assert (figure.n, short(figure.value)) == (wanted["n"], wanted[statistic]), (measure, words, statistic)
    assert real("time-to-resolve").declared == figures["opened_to_resolved_with_fallback_h"]["declared"]


@pytest.mark.slow
def test_shares_of_the_real_log_are_exactly_the_expected_ones(real: Asker) -> None:
    """Reopened by transitions, and the source's verdict on its SLA."""
    figures = expected()
    reopened = real("reopen-rate")
    assert (round(reopened.n * (reopened.value or 0) / 100), short(reopened.value, 3)) == (
        figures["reopened_by_events"],
        figures["reopened_rate_pct"],
    )
    assert short(real("sla-share").value, 3) == figures["made_sla_pct"]


@pytest.mark.slow
def test_backlogs_of_the_real_log_are_exactly_the_expected_ones(real: Asker) -> None:
    """Closed and unresolved as known today, and by state of the revision of that date."""
    for date, wanted in expected()["backlog"].items():
        moment = f"{date}Z"
        assert real("incident-backlog", moment).value == wanted["by_closed_at"]
        unresolved = real("incident-backlog", moment, until="resolved", fallback="closed")
        assert unresolved.value == wanted["unresolved"]
        assert real("incident-backlog", moment, at=True).value == wanted["by_event_state"]


@pytest.mark.slow
def test_survival_of_the_real_log_is_exactly_the_expected_one(real: Asker) -> None:
    """Kaplan-Meier medians at three dates, four ways, and the wrong medians of those that drop the open."""
    ways: dict[str, tuple[str, dict[str, str]]] = {
        "opened_to_closed": ("time-to-close", {}),
        "opened_to_resolved_else_closed": ("time-to-resolve", {"fallback": "closed"}),
        "opened_to_resolved_with_fallback": ("time-to-resolve", {}),
        "as_replayed": ("time-to-resolve", {"clock": "recorded", "fallback": "first"}),
    }
    for date, tables in expected()["survival"].items():
        for name, (measure, words) in ways.items():
            figure = real(measure, f"{date}Z", statistic="km-median", **words)
            wanted = tables[name]
            assert (figure.n, figure.open, short(figure.value)) == (
                wanted["ended"], wanted["open"], wanted["km_median_h"],
            ), (date, name)  # fmt: skip
            dropped = real(measure, f"{date}Z", statistic="median", **words)
            assert short(dropped.value) == wanted["median_of_ended_only_h"]
        replayed = real(
            "time-to-resolve", f"{date}Z", at=True, statistic="km-median", clock="recorded", fallback="first"
        )
        assert short(replayed.value) == tables["as_replayed"]["km_median_h"]
