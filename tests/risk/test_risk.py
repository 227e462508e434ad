"""Facts about the points that make a change's risk."""

from datetime import UTC, datetime
from typing import Any

import pytest

from itsmctl.inquiry import Evidence, Facts, Inquiry, Request, inquire
from itsmctl.risk import LEVELS, Risk, blast_radius, score
from itsmctl.snapshot import Snapshot
from tests.gate.mini import lab, rfc, service
from tests.world import world

NOW = datetime(2026, 4, 1, 8, tzinfo=UTC)
WEIGHTS = ("blast-radius", "redundancy", "window", "plan", "history", "failure-rate", "staleness")


def records(**changes: str) -> dict[str, str | bytes]:
    """Return the small lab's records; changes are by kind and id joined by two underscores."""
    own: dict[str, str | bytes] = {path.removeprefix("records/"): text for path, text in lab().items()}
    own |= {f"{name.replace('__', '/').replace('_', '-')}.yaml": text for name, text in changes.items()}
    return own


def assess(
    before: dict[str, str | bytes], after: dict[str, str | bytes], touched: tuple[str, ...], weight: int = 100
) -> Risk:
    """Score RFC-2026-0001 between two worlds."""
    base, merged = world(before), world(after)
    return score(*_asked(base, merged, touched, weight))


def _asked(base: Snapshot, merged: Snapshot, touched: tuple[str, ...], weight: int) -> tuple[Inquiry, Request]:
    request = merged.catalog.records["rfc/RFC-2026-0001"]
    words = {"levels": {"low": 0, "medium": 30, "high": 60}, "weights": dict.fromkeys(WEIGHTS, weight)}
    policy: dict[str, Any] = {**base.policy("change"), "risk": words}
    inquiry = inquire(base, merged, Facts("", "", "", (), ()), Evidence(), NOW)
    return inquiry, Request(request, policy, touched, blast_radius(base, merged, touched))


def points(risk: Risk) -> dict[str, int]:
    """Return the points by factor."""
    return {factor.name: factor.points for factor in risk.factors}


def test_the_blast_radius_weighs_services_by_criticality() -> None:
    """One critical service down is half the points; load = 2 x 8 = 16, 100 * 16 / 32."""
    text = records(service__wiki=service("critical", "knowledge", "[db01]"))
    assert points(assess(text, text, ("ci/db01",)))["blast-radius"] == 50
    text = records(service__wiki=service("low", "knowledge", "[db01]"))
    assert points(assess(text, text, ("ci/db01",)))["blast-radius"] == 100 * 2 // 18


def test_a_degraded_service_weighs_half_of_one_that_is_down() -> None:
    """high, degraded: load 4."""
    assert points(assess(records(), records(), ("ci/dns01",)))["blast-radius"] == 100 * 4 // 20


def test_redundancy_counts_what_is_used_up_and_what_is_lost_for_good() -> None:
    """The last spare counts 2 while the change lasts; a group that stays thinner counts 4."""
    assert points(assess(records(), records(), ("ci/dns01",)))["redundancy"] == 100 * 2 // 6
    assert points(assess(records(), records(), ("ci/db01",)))["redundancy"] == 0
    thin = records(service__wiki=service("high", "knowledge", "[db01, dns01]"))
    assert points(assess(records(), thin, ("ci/db01",)))["redundancy"] == 100 * 4 // 8
    need2 = records(service__wiki=service("high", "knowledge", "[db01, {any_of: [dns01, dns02], need: 2}]"))
    assert points(assess(records(), need2, ("ci/db01",)))["redundancy"] == 100 * 4 // 8


@pytest.mark.parametrize(
    ("window", "share"),
    [
        ("", 100),
        ("{start: 2026-04-02T01:00:00Z, end: 2026-04-02T05:00:00Z}", 100),
        ("{start: 2026-04-04T01:00:00Z, end: 2026-04-04T05:00:00Z}", 50),
        ("{start: 2026-04-08T01:00:00Z, end: 2026-04-08T15:00:00Z}", 50),
        ("{start: 2026-04-08T01:00:00Z, end: 2026-04-08T05:00:00Z}", 0),
        ("{start: 2026-05-01T01:00:00Z, end: 2026-05-01T05:00:00Z}", 100),
    ],
)
def test_the_window_weighs_by_notice_length_and_freeze(window: str, share: int) -> None:
    """None, too short a notice, a short one, a long window, a good one, one in a freeze."""
    freeze = "title: F\ntype: freeze\nwindows: [{start: 2026-05-01T00:00:00Z, end: 2026-05-02T00:00:00Z}]\n"
    text = records(calendar__freeze=freeze)
    text["rfc/RFC-2026-0001.yaml"] = rfc(window=window)
    assert points(assess(text, text, ("ci/db01",)))["window"] == share


@pytest.mark.parametrize(
    ("plan", "share"),
    [
        ("", 100),
        ("{implementation: Do it, test: Look, back_out: TBD}", 50),
        ("{implementation: Do it, back_out: Undo it}", 25),
        ("{implementation: Do it, test: Look, back_out: Undo it}", 0),
    ],
)
def test_a_thin_plan_weighs(plan: str, share: int) -> None:
    """The way back is half of it; a placeholder is nothing."""
    text = records()
    text["rfc/RFC-2026-0001.yaml"] = rfc(plan=plan)
    assert points(assess(text, text, ("ci/db01",)))["plan"] == share


def past(number: int, outcome: str, affects: str = "[db01]", implementer: str = "dennis") -> dict[str, str | bytes]:
    """Write an earlier change."""
    text = rfc("closed", title=f"Earlier {number}", outcome=outcome, affects=affects, implementer=implementer)
    return {f"rfc/RFC-2025-{number:04}.yaml": text}


def test_history_is_a_smoothed_rate_of_failure() -> None:
    """Beta(1, 9): four failures of four give 5/14; none gives the prior, which weighs nothing."""
    text = records()
    for number in range(4):
        text |= past(number + 1, "failed")
    found = points(assess(text, text, ("ci/db01",)))
    assert found["history"] == int(100 * (5 / 14 - 0.1) / 0.4)
    assert points(assess(text, text, ("ci/dns01",)))["history"] == 0
    assert points(assess(records(), records(), ("ci/db01",)))["history"] == 0


def test_the_implementer_s_failures_count_wherever_they_were() -> None:
    """with-issues is half a failure; another implementer's do not count."""
    text = records() | past(1, "backed-out", "[dns01]", "alan") | past(2, "with-issues", "[dns01]", "alan")
    assert points(assess(text, text, ("ci/db01",)))["failure-rate"] == int(100 * (2.5 / 12 - 0.1) / 0.4)
    text = records() | past(1, "failed", "[dns01]", "dennis")
    assert points(assess(text, text, ("ci/db01",)))["failure-rate"] == 0


def test_facts_that_nobody_verified_for_a_year_weigh() -> None:
    """Half of the records, half of the points."""
    fresh = str(records()["ci/dns01.yaml"]) + "verified_at: 2026-03-01T00:00:00Z\n"
    text = records(ci__dns01=fresh)
    assert points(assess(text, text, ("ci/dns01", "ci/dns02")))["staleness"] == 50
    assert points(assess(text, text, ("service/wiki",)))["staleness"] == 0


def test_hard_rules_only_raise() -> None:
    """A critical service down, or no way back, is at least medium, whatever the points."""
    text = records(service__wiki=service("critical", "knowledge", "[db01]"))
    risk = assess(text, text, ("ci/db01",), weight=0)
    assert (risk.score, risk.level) == (0, "medium")
    assert risk.raised == ("it can take wiki down, which is critical",)
    text = records()
    text["rfc/RFC-2026-0001.yaml"] = rfc(plan="")
    assert assess(text, text, ("ci/dns01",), weight=0).raised == ("there is no way back",)
    assert assess(text, text, ("ci/db01",), weight=100).level == "high"
    assert LEVELS == ("low", "medium", "high")


@pytest.mark.parametrize("then", ["alan", "person/alan"])
def test_failures_are_their_author_s_by_any_spelling(then: str) -> None:
    """The RFC in question says alan; four failures of four are 5/14, smoothed."""
    text = records()
    for number in range(4):
        text |= past(number + 1, "failed", "[ci/dns01]", then)
    assert points(assess(text, text, ("ci/db01",)))["failure-rate"] == int(100 * (5 / 14 - 0.1) / 0.4)
