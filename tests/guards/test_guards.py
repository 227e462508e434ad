"""Facts about each guard: when it holds, when it does not, and why."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from itsmctl.guards import GUARDS, ask, conflicts
from itsmctl.inquiry import Authority, Evidence, Facts, Inquiry, Request, inquire, worked_on
from itsmctl.lifecycle import needs_approval
from itsmctl.risk import blast_radius
from tests.gate.mini import INCIDENT, MODEL, PLAN, RFC, lab, machine, rfc, service
from tests.world import world

NOW = datetime(2026, 4, 1, 8, tzinfo=UTC)
SUNDAY = "title: Sundays\ntype: maintenance\ntimezone: UTC\n"
SUNDAY += "recurring: [{rrule: FREQ=WEEKLY;BYDAY=SU;BYHOUR=1, lasts: PT4H, scope: [dns01]}]\n"


FACTS = Facts("", "", "", (), ())
Case = tuple[Inquiry, Request]


def case(request: str, before: dict[str, str] | None = None, after: dict[str, str] | None = None) -> Case:
    """Make the case of RFC-2026-0001 as it would be; ``before`` changes base, ``after`` what is merged as well."""
    start = {**lab(), **(before or {})}
    end = {**start, RFC: request, **(after or {})}
    base, merged = (world({p.removeprefix("records/"): t for p, t in files.items()}) for files in (start, end))
    inquiry = inquire(base, merged, FACTS, Evidence(), NOW)
    record = merged.catalog.records["rfc/RFC-2026-0001"]
    own = {one.key for one in worked_on(merged.catalog, record)}
    touched = tuple(sorted({*own, *(change.key for change in inquiry.scope.altered)}))
    impact = blast_radius(base, merged, touched)
    return inquiry, Request(record, base.policy("change"), touched, impact, "low")


def of(record: str, text: str) -> Case:
    """Make the case of another record."""
    snapshot = world({f"{record}.yaml": text})
    inquiry = inquire(snapshot, snapshot, FACTS, Evidence(), NOW)
    return inquiry, Request(snapshot.catalog.records[record], {})


def changed(asked: Case, **fields: object) -> Case:
    """Change the request of a case."""
    return asked[0], replace(asked[1], **fields)  # type: ignore[arg-type]


def test_every_guard_that_a_shipped_lifecycle_names_exists() -> None:
    """And one that does not exist can never pass."""
    kinds = world({}).kinds.by_name.values()
    named = {guard for kind in kinds if kind.lifecycle for move in kind.lifecycle.moves for guard in move.guards}
    assert named <= set(GUARDS)
    assert ask("no-such-guard", *case(rfc())).holds is None
    assert any(needs_approval(kind) for kind in kinds)


def test_approved_asks_for_every_approval_and_no_rejection() -> None:
    """What is missing, and who rejects, is said."""
    asked = case(rfc())
    assert ask("approved", *asked).holds is True
    missing = ask("approved", *changed(asked, authority=Authority(("1 cab",))))
    assert (missing.holds, missing.because) == (False, "approvals are missing: 1 cab")
    rejected = ask("approved", *changed(asked, authority=Authority((), ("grace",))))
    assert (rejected.holds, rejected.because) == (False, "rejected by grace")


@pytest.mark.parametrize(
    ("plan", "holds"),
    [
        (PLAN, True),
        ("", False),
        ("{implementation: Do it, test: Look}", False),
        ("{implementation: Do it, test: Look, back_out: '   '}", False),
        ("{implementation: Do it, test: '[Insert test]', back_out: Undo it}", False),
    ],
)
def test_planned_asks_for_real_words(plan: str, holds: bool) -> None:
    """Steps, test and the way back."""
    assert ask("planned", *case(rfc(plan=plan))).holds is holds


def test_the_plan_of_a_standard_change_is_its_model_s() -> None:
    """What it does not say itself."""
    asked = case(rfc(type="standard", model="patch", plan=""), {"records/change-model/patch.yaml": MODEL})
    assert ask("planned", *asked).holds is True


WINDOWS: list[tuple[str, dict[str, str], bool]] = [
    ("2026-04-05T01:00:00Z/2026-04-05T05:00:00Z", {}, True),
    ("2026-03-01T01:00:00Z/2026-03-01T05:00:00Z", {}, False),
    ("2026-04-03T07:59:59Z/2026-04-03T09:00:00Z", {}, False),
    ("2026-04-05T05:00:00Z/2026-04-05T01:00:00Z", {}, False),
    ("2026-04-05T01:00:00Z/2026-04-05T05:00:00Z", {"affects": "[dns01]"}, True),
    ("2026-04-05T01:00:00Z/2026-04-05T06:00:00Z", {"affects": "[dns01]"}, False),
    ("2026-04-05T01:00:00Z/2026-04-05T06:00:00Z", {"affects": "[dns02]"}, True),
    ("2026-04-05T01:00:00Z/2026-04-05T06:00:00Z", {"affects": "[dns01]", "type": "emergency"}, True),
    ("2026-03-05T01:00:00Z/2026-03-05T06:00:00Z", {"affects": "[dns01]", "type": "emergency"}, False),
]


@pytest.mark.parametrize(("window", "fields", "holds"), WINDOWS)
def test_in_window_asks_for_notice_and_the_maintenance_windows(
    window: str, fields: dict[str, str], holds: bool
) -> None:
    """A record that a maintenance calendar names is bound to it; an emergency is bound to none."""
    start, _, end = window.partition("/")
    asked = case(rfc(window=f"{{start: {start}, end: {end}}}", **fields), {"records/calendar/s.yaml": SUNDAY})
    assert ask("in-window", *asked).holds is holds


def test_a_calendar_for_all_binds_every_record() -> None:
    """Scope ``all``, or none at all."""
    everything = {"records/calendar/s.yaml": SUNDAY.replace("[dns01]", "[all]")}
    late = "{start: 2026-04-06T01:00:00Z, end: 2026-04-06T02:00:00Z}"
    assert ask("in-window", *case(rfc(), everything)).holds is True
    assert ask("in-window", *case(rfc(window=late), everything)).holds is False


def test_a_freeze_of_a_service_holds_for_what_it_stands_on() -> None:
    """Whoever may take it down has to wait; whoever cannot has not."""
    freeze = "title: F\ntype: freeze\nwindows:\n"
    freeze += "  - {start: 2026-04-05T00:00:00Z, end: 2026-04-06T00:00:00Z, scope: [archive]}\n"
    calendar = {"records/calendar/f.yaml": freeze}
    assert ask("in-window", *case(rfc(affects="[host01]"), calendar)).holds is False
    assert ask("in-window", *case(rfc(affects="[dns01]"), calendar)).holds is True


def test_started_in_window_asks_for_now() -> None:
    """Not a minute early."""
    now = "{start: 2026-04-01T08:00:00Z, end: 2026-04-01T09:00:00Z}"
    over = "{start: 2026-04-01T07:00:00Z, end: 2026-04-01T08:00:00Z}"
    assert ask("started-in-window", *case(rfc(window=now))).holds is True
    assert ask("started-in-window", *case(rfc(window=over))).holds is False
    assert ask("started-in-window", *case(rfc(window=""))).holds is False


def standard(**fields: str) -> str:
    """Ask for a standard change of a name server."""
    return rfc(**{"type": "standard", "model": "patch", "affects": "[dns01]", **fields})


PATCHED = machine("version: '2'\n").replace("A machine", "A name server")
MODELS: list[tuple[str, str, dict[str, str], str, bool]] = [
    ("inside", MODEL, {"records/ci/dns01.yaml": PATCHED}, standard(), True),
    ("not standard", MODEL, {}, rfc(), True),
    ("no model", MODEL, {}, standard(model=""), False),
    ("retired", MODEL.replace("active", "retired"), {}, standard(), False),
    ("too risky", MODEL.replace("max_risk: medium", "max_risk: low"), {}, standard(), False),
    ("another kind", MODEL, {}, standard(affects="[wiki]"), False),
    ("another class", MODEL.replace("[virtual-machine]", "[host]"), {}, standard(), False),
    ("another field", MODEL, {"records/ci/dns01.yaml": machine()}, standard(), False),
    ("a new record", MODEL, {"records/ci/x.yaml": machine("version: '1'\n")}, standard(affects="[x]"), False),
]


@pytest.mark.parametrize(("model", "after", "request_", "holds"), [m[1:] for m in MODELS], ids=[m[0] for m in MODELS])
def test_model_allows_asks_base_s_model(model: str, after: dict[str, str], request_: str, holds: bool) -> None:
    """Kinds, classes, fields and risk; only changes of what there is."""
    asked = case(request_, {"records/change-model/patch.yaml": model}, after)
    assert ask("model-allows", *changed(asked, level="medium")).holds is holds


@pytest.mark.parametrize(
    ("incident", "words", "holds"),
    [
        (INCIDENT, "{incident: INC-2026-0001, review_by: 2026-04-07T00:00:00Z}", True),
        (INCIDENT, "", False),
        (INCIDENT, "{incident: INC-2026-0002, review_by: 2026-04-07T00:00:00Z}", False),
        (INCIDENT, "{incident: INC-2026-0001, review_by: 2026-04-09T00:00:00Z}", False),
        (INCIDENT, "{incident: INC-2026-0001, review_by: 2026-03-09T00:00:00Z}", False),
        (
            INCIDENT.replace("in-progress", "cancelled"),
            "{incident: INC-2026-0001, review_by: 2026-04-07T00:00:00Z}",
            False,
        ),
    ],
)
def test_emergency_justified_asks_for_an_open_incident_and_a_review(incident: str, words: str, holds: bool) -> None:
    """In base, open, and the review within the policy's time."""
    asked = case(rfc(type="emergency", emergency=words), {"records/incident/INC-2026-0001.yaml": incident})
    assert ask("emergency-justified", *asked).holds is holds
    assert ask("emergency-justified", *case(rfc())).holds is True


@pytest.mark.parametrize(
    ("review", "holds"),
    [
        ("", False),
        ("{at: 2026-03-30T09:00:00Z, by: ada, findings: Fine}", True),
        ("{at: 2026-03-30T09:00:00Z, by: alan, findings: Fine}", False),
        ("{at: 2026-04-30T09:00:00Z, by: ada, findings: Fine}", False),
    ],
)
def test_reviewed_asks_for_a_look_back_by_somebody_else(review: str, holds: bool) -> None:
    """Held already, and not by the implementer."""
    assert ask("reviewed", *case(rfc(review=review))).holds is holds


def test_restored_asks_for_the_end_of_every_outage() -> None:
    """An outage that goes on is not resolved."""
    outage = "outages: [{service: wiki, start: 2026-04-01T06:00:00Z"
    going = of("incident/INC-2026-0001", f"{INCIDENT}{outage}}}]\n")
    over = of("incident/INC-2026-0001", f"{INCIDENT}{outage}, end: 2026-04-01T07:00:00Z}}]\n")
    assert ask("restored", *going).holds is False
    assert ask("restored", *over).holds is True


OTHER = RFC.replace("0001", "0002")


@pytest.mark.parametrize(
    ("mine", "theirs", "kinds"),
    [
        ("[db01]", "[db01]", ["same-records"]),
        ("[db01]", "[host01]", ["dependent-records"]),
        ("[host01]", "[db01]", ["dependent-records"]),
        ("[dns01]", "[dns02]", ["joint-outage"]),
        ("[dns01]", "[host01]", []),
    ],
)
def test_no_conflict_compares_with_what_is_authorised_for_the_same_time(
    mine: str, theirs: str, kinds: list[str]
) -> None:
    """The same records, dependent ones, and a service that only both together take down."""
    alone = service("low", "knowledge", "[{any_of: [dns01, dns02]}]")
    base = {
        OTHER: rfc("approved", title="Another", affects=theirs),
        "records/service/wiki.yaml": alone,
    }
    asked = case(rfc(affects=mine), base)
    assert [conflict.kind for conflict in conflicts(*asked)] == kinds
    assert ask("no-conflict", *asked).holds is not bool(kinds)


def test_what_is_not_authorised_or_at_another_time_is_no_conflict() -> None:
    """Drafts do not count; half-open windows that touch do not overlap; an emergency goes first."""
    later = "{start: 2026-04-05T05:00:00Z, end: 2026-04-05T09:00:00Z}"
    same = {"title": "Another", "affects": "[db01]"}
    for other in (rfc("submitted", **same), rfc("approved", window=later, **same), rfc("closed", **same)):
        assert ask("no-conflict", *case(rfc(), {OTHER: other})).holds is True
    assert ask("no-conflict", *case(rfc(window=""), {OTHER: rfc("approved", **same)})).holds is True
    urgent = ask("no-conflict", *case(rfc(type="emergency"), {OTHER: rfc("approved", **same)}))
    assert urgent.holds is True
    assert "RFC-2026-0002" in urgent.because
