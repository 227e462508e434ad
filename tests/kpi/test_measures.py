from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from itsmctl.clock import instant
from itsmctl.findings import Fatal
from itsmctl.history import read
from itsmctl.kpi import MEASURES, Figure, ask, check, reckon, to_json
from itsmctl.snapshot import take
from itsmctl.tree import from_disk
from tests.history.lines import Step, line

NOW = "2026-03-01T00:00:00Z"
SERVICE = "title: S\ncategory: core\nstatus: operational\ncriticality: high\nowner: o\n"
ROLE = {
    "records/role/o.yaml": "title: O\npurpose: x\nholders: [p]\n",
    "records/person/p.yaml": "title: P\nemails: [p@lab.example]\nstatus: active\n",
}
POLICY = {
    "records/policy/incident.yaml": "title: I\nreopen_within: P1D\npriority:\n"
    "  high: {high: P1, medium: P2, low: P3}\n  medium: {high: P2, medium: P3, low: P4}\n"
    "  low: {high: P3, medium: P4, low: P4}\n"
}


def incident(number: int, detected: str, **fields: Any) -> dict[str, str]:
    """Write an incident, open unless told otherwise."""
    values = {"title": f"T{number}", "status": "new", "impact": "low", "urgency": "low", **fields}
    text = "".join(f"{name}: {value}\n" for name, value in values.items())
    return {f"records/incident/INC-2026-{number:04}.yaml": f"{text}detected_at: {detected}\n"}


def change(number: int, status: str, **fields: Any) -> dict[str, str]:
    """Write a request for change."""
    values = {"title": f"R{number}", "type": "normal", "status": status, **fields}
    return {f"records/rfc/RFC-2026-{number:04}.yaml": "".join(f"{n}: {v}\n" for n, v in values.items())}


def figure(folder: Path, steps: list[Step] | Mapping[str, str], measure: str, now: str = NOW, **words: Any) -> Figure:
    """Reckon a measure on a line of commits, or on files committed at once."""
    told = [("2026-01-01T00:00:00Z", dict(steps))] if isinstance(steps, Mapping) else steps
    repo = line(folder / "repo", told)
    snapshot = take(from_disk(repo))
    assert [str(f) for f in snapshot.findings if f.code == "schema"] == []
    return ask(measure, words, snapshot, read(repo, repo.commit("HEAD"), snapshot.kinds), instant(now))


def outage(start: str, end: str, effect: str = "down", service: str = "s") -> str:
    """Write one outage of February 2026 by day and hour: 10T04."""
    close = f", end: 2026-02-{end}:00:00Z" if end else ""
    return f"[{{service: {service}, effect: {effect}, start: 2026-02-{start}:00:00Z{close}}}]"


def test_overlapping_outages_count_once_and_degraded_as_it_is_weighted(tmp_path: Path) -> None:
    """Two incidents tell of 04 to 08 and 06 to 10: 6 of 672 hours; 2 more degraded at weight one half."""
    files = {
        **ROLE,
        "records/service/s.yaml": SERVICE,
        **incident(1, "2026-02-01T00:00:00Z", outages=outage("10T04", "10T08")),
        **incident(2, "2026-02-10T06:00:00Z", outages=outage("10T06", "10T10")),
        **incident(3, "2026-02-11T00:00:00Z", outages=outage("11T00", "11T02", "degraded")),
    }
    found = figure(tmp_path, files, "availability")
    assert found.value == pytest.approx(100 * (1 - 6 / 672))
    assert [(p.month, p.n) for p in found.series] == [("2026-02", 1)]
    assert "around the clock" in found.note
    half = figure(tmp_path / "half", files, "availability", degraded=0.5)
    assert half.value == pytest.approx(100 * (1 - 7 / 672))


def test_downtime_that_an_authorised_change_announced_is_not_an_outage(tmp_path: Path) -> None:
    """04 to 06 was announced, 06 to 08 was not; a change that is only submitted excuses nothing."""
    files = {
        **ROLE,
        "records/service/s.yaml": SERVICE,
        **incident(1, "2026-02-01T00:00:00Z", outages=outage("10T04", "10T08")),
    }
    window = "{start: 2026-02-10T03:00:00Z, end: 2026-02-10T06:00:00Z}"
    planned = {"window": window, "downtime": "[{service: s, effect: down}]"}
    excused = figure(tmp_path / "a", {**files, **change(1, "approved", **planned)}, "availability")
    assert excused.value == pytest.approx(100 * (1 - 2 / 669))
    claimed = figure(tmp_path / "b", {**files, **change(1, "submitted", **planned)}, "availability")
    assert claimed.value == pytest.approx(100 * (1 - 4 / 672))


def test_time_between_failures_is_operating_time_by_failures(tmp_path: Path) -> None:
    """Two failures of 6 and 2 hours in 672 of one service: 664 / 2."""
    files = {
        **ROLE,
        "records/service/s.yaml": SERVICE,
        **incident(1, "2026-02-01T00:00:00Z", outages=outage("10T04", "10T08")),
        **incident(2, "2026-02-10T06:00:00Z", outages=outage("10T06", "10T10")),
        **incident(3, "2026-02-11T00:00:00Z", outages=outage("11T00", "11T02")),
    }
    assert figure(tmp_path, files, "mtbf").value == pytest.approx(332)
    assert figure(tmp_path / "none", {**ROLE, **incident(1, "2026-02-01T00:00:00Z")}, "mtbf").value is None


def test_restoring_runs_from_the_first_outage_to_the_last_one_s_end(tmp_path: Path) -> None:
    """Restored after 4 h though resolved after 9; one whose outage lasts is open; one without takes its times."""
    done = {"status": "resolved", "resolution": "x"}
    files = {
        **ROLE,
        "records/service/s.yaml": SERVICE,
        **incident(
            1, "2026-02-10T05:00:00Z", outages=outage("10T04", "10T08"), resolved_at="2026-02-10T14:00:00Z", **done
        ),
        **incident(2, "2026-02-11T00:00:00Z", outages=outage("11T00", "")),
        **incident(3, "2026-02-12T00:00:00Z", resolved_at="2026-02-12T02:00:00Z", **done),
    }
    found = figure(tmp_path, files, "mttr")
    assert (found.value, found.n, found.open) == (3, 2, 1)


def test_the_open_and_late_count_as_missed_and_the_open_in_time_not_at_all(tmp_path: Path) -> None:
    """P4 within a day: one kept, one missed, one open for weeks, one open for an hour."""
    done = {"status": "resolved", "resolution": "x", "affects": "[s]"}
    sla = (
        "title: A\ntype: sla\nstatus: agreed\nservice: s\ncustomer: c\n"
        "targets: {resolution: {P4: P1D}, response: {P4: PT1H}}\n"
    )
    files = {
        **ROLE,
        **POLICY,
        "records/service/s.yaml": SERVICE,
        "records/customer/c.yaml": "title: C\n",
        "records/agreement/SLA-A.yaml": sla,
        **incident(
            1, "2026-02-01T00:00:00Z", resolved_at="2026-02-02T00:00:00Z", responded_at="2026-02-01T02:00:00Z", **done
        ),
        **incident(2, "2026-02-02T00:00:00Z", resolved_at="2026-02-03T00:00:01Z", **done),
        **incident(3, "2026-02-03T00:00:00Z", affects="[s]"),
        **incident(4, "2026-02-28T23:00:00Z", affects="[s]"),
        **incident(5, "2026-02-04T00:00:00Z"),
    }
    found = figure(tmp_path, files, "sla-compliance")
    assert found.value == pytest.approx(100 / 3)
    assert (found.n, found.open) == (3, 1)
    assert figure(tmp_path / "r", files, "sla-compliance", target="response").value == 0


def test_first_contact_needs_no_escalation_and_the_time_to_reopen(tmp_path: Path) -> None:
    """Of three that say so one was passed on, and one was resolved too lately to be counted."""
    done = {"status": "resolved", "resolution": "x", "first_contact": "true"}
    passed = "[{at: 2026-02-01T00:30:00Z, type: functional, to: o}]"
    files = {
        **ROLE,
        **POLICY,
        **incident(1, "2026-02-01T00:00:00Z", resolved_at="2026-02-01T01:00:00Z", **done),
        **incident(2, "2026-02-01T00:00:00Z", resolved_at="2026-02-01T01:00:00Z", escalations=passed, **done),
        **incident(3, "2026-02-28T22:00:00Z", resolved_at="2026-02-28T23:00:00Z", **done),
    }
    found = figure(tmp_path, files, "first-contact-resolution-rate")
    assert (found.value, found.n) == (50, 2)
    assert figure(tmp_path / "e", files, "escalation-rate", type="functional").value == pytest.approx(100 / 3)
    assert figure(tmp_path / "h", files, "escalation-rate", type="hierarchical").value == 0


def test_a_response_that_nobody_declared_is_not_made_up(tmp_path: Path) -> None:
    """Committing first is not responding first: the one without responded_at is open, not quick."""
    files = {
        **incident(1, "2026-02-01T00:00:00Z", responded_at="2026-02-01T00:30:00Z"),
        **incident(2, "2026-02-01T00:00:00Z"),
    }
    found = figure(tmp_path, files, "time-to-respond")
    assert (found.value, found.n, found.open) == (0.5, 1, 1)


def test_no_reopening_is_claimed_where_none_could_be_seen(tmp_path: Path) -> None:
    """Incidents that were committed as closed have no transitions: no 0 percent, but the reason."""
    files = incident(1, "2026-01-01T00:00:00Z", status="closed", resolution="x", resolved_at="2026-01-01T01:00:00Z")
    found = figure(tmp_path, files, "reopen-rate")
    assert found.value is None
    assert "first commit" in found.reason


DONE = {"submitted_at": "2026-02-01T00:00:00Z", "implemented_at": "2026-02-03T00:00:00Z"}


def test_changes_count_by_what_happened(tmp_path: Path) -> None:
    """Three carried out, one of them an emergency, one with issues; the withdrawn and the draft do not count."""
    files = {
        **change(1, "closed", outcome="successful", **DONE),
        **change(2, "reviewed", outcome="with-issues", **DONE),
        **change(3, "implemented", **{**DONE, "type": "emergency"}),
        **change(4, "withdrawn", submitted_at="2026-02-01T00:00:00Z"),
        **change(5, "draft"),
        **change(6, "submitted", submitted_at="2026-02-01T00:00:00Z"),
    }
    success = figure(tmp_path / "s", files, "change-success-rate")
    assert (success.value, success.n, success.note) == (50, 2, "1 with issues")
    assert figure(tmp_path / "e", files, "emergency-change-rate").value == pytest.approx(100 / 3)
    lead = figure(tmp_path / "l", files, "change-lead-time")
    assert (lead.value, lead.n, lead.open) == (48, 3, 1)
    assert figure(tmp_path / "b", files, "change-backlog").records == (
        "RFC-2026-0002",
        "RFC-2026-0003",
        "RFC-2026-0006",
    )


def test_a_change_of_configuration_needs_an_authorised_change_behind_it(tmp_path: Path) -> None:
    """The first version is the baseline; covered by an RFC in force, or authorised with it; else it is counted."""
    path = "records/service/s.yaml"
    rfc = {"affects": "[s]"}
    steps: list[Step] = [
        ("2026-01-01T00:00:00Z", {**ROLE, path: SERVICE, **change(1, "submitted", **rfc)}),
        ("2026-01-02T00:00:00Z", {path: f"{SERVICE}value: a\n"}),
        ("2026-01-03T00:00:00Z", {path: f"{SERVICE}value: b\n", **change(1, "approved", **rfc)}),
        ("2026-01-04T00:00:00Z", {path: f"{SERVICE}value: c\n"}),
        ("2026-01-05T00:00:00Z", change(1, "closed", outcome="successful", **rfc)),
        ("2026-01-06T00:00:00Z", {path: f"{SERVICE}value: d\n"}),
    ]
    found = figure(tmp_path, steps, "unauthorised-changes")
    assert (found.value, found.n, found.records) == (2, 4, ("s",))


def test_problems_recur_and_their_cause_is_found(tmp_path: Path) -> None:
    """One of two resolved problems had an incident afterwards; one cause took a day, one was known at once."""
    old = "records/problem/PRB-2026-0001.yaml"
    base = "title: P\npriority: P2\nopened_at: 2026-01-01T00:00:00Z\n"
    solved = "root_cause: x\nresolved_at: 2026-01-05T00:00:00Z\n"
    steps: list[Step] = [
        ("2026-01-01T00:00:00Z", {old: f"{base}status: open\n"}),
        ("2026-01-02T00:00:00Z", {old: f"{base}status: known-error\n"}),
        ("2026-01-05T00:00:00Z", {old: f"{base}{solved}status: resolved\n"}),
        ("2026-01-06T00:00:00Z", {"records/problem/PRB-2026-0002.yaml": f"{base}{solved}status: closed\n"}),
        ("2026-01-07T00:00:00Z", incident(1, "2026-01-07T00:00:00Z", problem="PRB-2026-0001")),
    ]
    assert figure(tmp_path / "r", steps, "problem-recurrence").value == 50
    identified = figure(tmp_path / "i", steps, "time-to-identify-problem")
    assert (identified.value, identified.n) == (24, 1)
    assert identified.note == "1 were committed with their cause already known"
    assert figure(tmp_path / "t", steps, "time-to-resolve-problem").value == 96


KPI = "title: K\nprocess: p\nmeasure: {measure}\nunit: {unit}\ntarget: 2\ndirection: below\n{rest}"
Case = tuple[str, str, str, float | None, bool | None, str]
KPIS: list[Case] = [
    ("time-to-resolve", "hours", "", 4.0, False, ""),
    ("time-to-resolve", "days", "", 4 / 24, True, ""),
    ("time-to-resolve", "percent", "", None, None, "time-to-resolve is in hours, not in percent"),
    ("time-to-resolv", "hours", "", None, None, "there is no measure time-to-resolv: did you mean time-to-resolve?"),
    (
        "time-to-resolve",
        "hours",
        "with: {statistik: mean}",
        None,
        None,
        "no parameter statistik: did you mean statistic",
    ),
    ("time-to-resolve", "hours", "with: {statistic: modus}", None, None, "statistic is one of mean, median, p90"),
    ("time-to-resolve", "hours", "period: P1M", None, None, "no record has ended"),
    ("time-to-resolve", "hours", "period: quarter", 4.0, False, ""),
    ("time-to-resolve", "hours", "period: P5W", 4.0, False, ""),
]


@pytest.mark.parametrize("case", KPIS)
def test_a_kpi_record_is_reckoned_or_says_why_not(tmp_path: Path, case: Case) -> None:
    """Units convert, periods cut, and what cannot be reckoned has no value but a reason; nothing raises."""
    measure, unit, rest, value, met, reason = case
    done = {"status": "resolved", "resolution": "x", "resolved_at": "2026-01-31T04:00:00Z"}
    files = {
        **incident(1, "2026-01-31T00:00:00Z", **done),
        "records/process/p.yaml": "title: P\nstage: operation\nactivities: []\n",
        "records/kpi/k.yaml": KPI.format(measure=measure, unit=unit, rest=rest),
    }
    repo = line(tmp_path, [("2026-02-01T00:00:00Z", files)])
    snapshot = take(from_disk(repo))
    history = read(repo, repo.commit("HEAD"), snapshot.kinds)
    found = reckon(snapshot.catalog.named("k"), snapshot, history, instant(NOW))
    assert found.value == pytest.approx(value)
    assert found.met is met
    assert reason in found.reason
    told = check(snapshot)
    codes = {"time-to-resolv": ["unknown-measure"], "time-to-resolve": ["unknown-parameter"] if "with" in rest else []}
    assert [f.code for f in told] == (["broken-measure"] if unit == "percent" else codes[measure])
    assert all(f.where.path == "records/kpi/k.yaml" for f in told)
    entry = to_json([found], instant(NOW))["kpis"][0]
    assert entry["limits"] == "too few"
    assert entry["n"] == entry["declared"] + entry["recorded"]


def test_a_series_of_eight_months_has_control_limits(tmp_path: Path) -> None:
    """Each month's own median, and what is usual drawn around it."""
    files: dict[str, str] = {}
    for month in range(1, 9):
        end = f"2025-{month:02}-01T{month:02}:00:00Z"
        files |= incident(month, f"2025-{month:02}-01T00:00:00Z", status="resolved", resolution="x", resolved_at=end)
    found = figure(tmp_path, files, "time-to-resolve")
    assert [p.value for p in found.series] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert found.limits is not None
    assert (found.limits.mean, found.limits.upper) == pytest.approx((4.5, 7.16))


def test_every_measure_answers_an_empty_repository_without_a_made_up_number(tmp_path: Path) -> None:
    """No record: a count is 0, everything else has no value and says why."""
    repo = line(tmp_path, [("2026-01-01T00:00:00Z", {"README": "x"})])
    snapshot = take(from_disk(repo))
    history = read(repo, repo.commit("HEAD"), snapshot.kinds)
    for name, measure in MEASURES.items():
        found = ask(name, {}, snapshot, history, instant(NOW))
        assert (found.value, bool(found.reason)) == ((0, False) if measure.unit == "count" else (None, True)), name
        assert "Source" in measure.formula or "as time-to-resolve" in measure.formula, name
    with pytest.raises(Fatal, match="did you mean mttr"):
        ask("mtrr", {}, snapshot, history, instant(NOW))


def test_a_period_longer_than_there_are_years_is_all_time(tmp_path: Path) -> None:
    """It is no error: everything lies in it."""
    kpi = "title: K\nprocess: p\nmeasure: incident-backlog\nunit: count\ntarget: 1\ndirection: below\nperiod: P9999Y\n"
    files = {**ROLE, "records/kpi/k.yaml": kpi}
    repo = line(tmp_path / "repo", [("2026-01-01T00:00:00Z", {**files, **incident(1, "2026-01-02T00:00:00Z")})])
    snapshot = take(from_disk(repo))
    record = snapshot.catalog.named("k", ("kpi",))
    assert record.valid
    found = reckon(record, snapshot, read(repo, repo.commit("HEAD"), snapshot.kinds), instant(NOW))
    assert (found.value, found.since) == (1.0, None)


def test_a_service_is_found_by_kind_and_id_too_and_a_wrong_one_is_told(tmp_path: Path) -> None:
    """service/s is s; what does not exist is a usage error with the nearest service."""
    files = {**ROLE, "records/service/serv.yaml": SERVICE, **incident(1, "2026-01-02T00:00:00Z", affects="[serv]")}
    assert figure(tmp_path / "a", files, "incident-backlog", service="service/serv").value == 1
    with pytest.raises(Fatal) as told:
        figure(tmp_path / "b", files, "incident-backlog", service="srv")
    assert (told.value.code, told.value.hint) == (2, "did you mean serv?")
