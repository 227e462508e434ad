"""The words of schemas, asked of a kind that the program has never seen."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from itsmctl.findings import Finding
from itsmctl.rules import judge
from itsmctl.snapshot import take
from itsmctl.tree import Tree, from_dict
from tests.kinds.gadget import with_gadget
from tests.world import NOW, ci, codes, world

TIME = {"$ref": "common.json#/$defs/time", "description": "When."}
DAY = {"$ref": "common.json#/$defs/date", "description": "The day."}
TEXT = {"type": "string", "description": "A text."}
SPAN = {"type": "object", "description": "A span.", "properties": {"from": TIME, "until": TIME}}
FIELDS = {
    "begun_at": TIME,
    "checked_at": TIME,
    "check_by": DAY,
    "runs": {"type": "array", "description": "Its runs.", "items": {**SPAN, "properties": {"a": SPAN, "at": TIME}}},
    "serial": TEXT,
    "maker": TEXT,
    "twin": {
        "$ref": "common.json#/$defs/ref",
        "description": "The other one.",
        "x-ref": {"to": ["gadget"], "relation": "twin-of", "inverse": "twin-of"},
    },
}


def found(words: Mapping[str, Any], *records: str, now: datetime = NOW, policy: str = "") -> list[Finding]:
    """Judge gadgets GDG-A-01 and so on, whose schema has these words."""

    def change(schema: dict[str, Any]) -> None:
        schema["properties"].update(FIELDS)
        schema["x-itsm"].update(words)

    files = {f"records/gadget/GDG-A-{n:02}.yaml": f"title: Gadget {n}\n{text}" for n, text in enumerate(records, 1)}
    if policy:
        files["records/policy/rules.yaml"] = f"title: Rules\n{policy}"
    snapshot = take(Tree({**with_gadget(change).entries, **from_dict(files).entries}))
    assert snapshot.findings == ()
    return judge(snapshot, now)


def told(*arguments: Any, **more: Any) -> list[tuple[str, str, str]]:
    """Return code, severity and place of what is found."""
    return [(one.code, one.severity.word, str(one.where)) for one in found(*arguments, **more)]


def test_an_order_of_an_invented_kind_is_kept() -> None:
    """A time before the one to its left is found at its place, with the other one beside it."""
    text = "status: idea\nbegun_at: 2026-02-01T00:00:00Z\nbuilt_at: 2026-01-01T00:00:00Z\n"
    (one,) = found({"orders": [["begun_at", "checked_at", "built_at"]]}, text)

    assert (one.code, str(one.where)) == ("time-order", "records/gadget/GDG-A-01.yaml:4:11")
    assert [str(place) for place in one.related] == ["records/gadget/GDG-A-01.yaml:3:11"]


def test_times_that_are_equal_keep_their_order() -> None:
    """Two steps may be taken in the same second, whatever the zones."""
    text = "status: idea\nbegun_at: 2026-02-01T00:00:00Z\nbuilt_at: 2026-02-01T01:00:00+01:00\n"

    assert found({"orders": [["begun_at", "built_at"]]}, text) == []


def test_a_span_of_any_kind_and_depth_is_no_less_than_a_moment() -> None:
    """Without a word: an object of from and until is a span, in lists too; an empty one holds nothing."""
    run = "{{a: {{from: 2026-02-01T00:00:00Z, until: {}}}}}"
    good, empty, wrong = (run.format(f"2026-0{until}-01T00:00:00Z") for until in (3, 2, 1))
    text = f"status: idea\nruns:\n  - {good}\n  - {empty}\n  - {wrong}\n"

    assert [place for _, _, place in told({}, text)] == [f"records/gadget/GDG-A-01.yaml:{line}:{45}" for line in (5, 6)]


def test_a_day_lasts_until_its_end() -> None:
    """What happens at noon of a day does not come before that day, nor after it."""
    day = "status: idea\ncheck_by: 2026-02-01\nbuilt_at: 2026-{}\n"
    orders = {"orders": [["check_by", "built_at"]]}

    assert found(orders, day.format("02-01T12:00:00Z")) == []
    assert found({"orders": [["built_at", "check_by"]]}, day.format("02-01T12:00:00Z")) == []
    assert [one.code for one in found(orders, day.format("01-31T23:59:59Z"))] == ["time-order"]


DUE = {
    "due": [{"field": "check_by", "met": "checked_at", "lead": "P14D", "code": "check-late", "why": "W.", "hint": "H"}]
}
RECORD = "status: {}\ncheck_by: 2026-06-01\n{}"


@pytest.mark.parametrize(
    ("day", "severity"),
    [("2026-05-18T23:59:59Z", None), ("2026-05-19T00:00:00Z", "note"), ("2026-06-01T23:59:59Z", "note"),
     ("2026-06-02T00:00:00Z", "warning")],
)  # fmt: skip
def test_what_is_due_is_a_note_first_and_then_what_it_weighs(day: str, severity: str | None) -> None:
    """From the lead on, and from the end of the day on: each instant has one answer."""
    expected = [] if severity is None else [("check-late", severity, "records/gadget/GDG-A-01.yaml:3:11")]

    assert told(DUE, RECORD.format("idea", ""), now=datetime.fromisoformat(day)) == expected


@pytest.mark.parametrize(("state", "more"), [("scrapped", ""), ("idea", "checked_at: 2026-05-01T00:00:00Z\n")])
def test_what_is_met_or_ended_is_not_due(state: str, more: str) -> None:
    """Nothing is owed for it."""
    assert found(DUE, RECORD.format(state, more), now=datetime(2027, 1, 1, tzinfo=UTC)) == []


def test_policy_says_how_long_before_and_how_bad() -> None:
    """Both are the organisation's; a code that no rule has is told."""
    policy = "leads: {check-late: P1D}\nseverities: {check-late: note}\nlimits: {chek-late: P1D}\n"
    may, july = datetime(2026, 5, 20, tzinfo=UTC), datetime(2026, 7, 1, tzinfo=UTC)

    assert told(DUE, RECORD.format("idea", ""), now=july, policy=policy) == [
        ("check-late", "note", "records/gadget/GDG-A-01.yaml:3:11"),
        ("unknown-rule", "warning", "records/policy/rules.yaml:4:21"),
    ]
    assert [code for code, _, _ in told(DUE, RECORD.format("idea", ""), now=may, policy=policy)] == ["unknown-rule"]


AGE = {"field": "checked_at", "code": "check-old", "limit": "P30D", "why": "W.", "hint": "H"}


def test_a_time_is_too_long_ago_after_the_limit() -> None:
    """At the limit it is not yet; policy sets another limit."""
    old, young = (f"status: idea\nchecked_at: 2026-05-0{day}T12:00:00Z\n" for day in (1, 2))

    assert told({"ages": [AGE]}, old, young) == [("check-old", "warning", "records/gadget/GDG-A-01.yaml:3:13")]
    assert found({"ages": [AGE]}, old, policy="limits: {check-old: P31D}\n") == []


def test_an_age_without_a_limit_waits_for_policy_to_say_one() -> None:
    """And one that may not be missing is told at the state."""
    age = {**AGE, "missing": True}
    del age["limit"]

    assert found({"ages": [age]}, "status: idea\n") == []
    assert told({"ages": [age]}, "status: idea\n", policy="limits: {check-old: P1D}\n") == [
        ("check-old", "warning", "records/gadget/GDG-A-01.yaml:2:9")
    ]


def test_a_state_in_which_something_stays_too_long_is_found() -> None:
    """Since the time that the lifecycle names for it; without one since it was opened."""
    age = {"state": "built", "code": "built-long", "limit": "P30D"}
    built = "status: built\nparts: []\nbuilt_at: {}\n"

    old = [one.code for one in found({"ages": [age]}, built.format("2026-04-01T00:00:00Z").replace("[]", "[GDG-A-01]"))]
    assert old == ["built-long"]
    assert found({"ages": [age]}, built.format("2026-05-20T00:00:00Z").replace("[]", "[GDG-A-01]")) == []


def test_what_is_unique_is_claimed_once_by_what_has_not_ended() -> None:
    """Whatever the case; a label of the field's name claims the same; a group only as a whole."""
    one, other = "status: idea\nserial: AB-1\nmaker: Acme\n", "status: idea\nserial: ab-1\nmaker: Other\n"
    words: dict[str, Any] = {"unique": [["serial"]]}

    assert told(words, one, other) == [("duplicate-serial", "error", "records/gadget/GDG-A-02.yaml:3:9")]
    assert found({"unique": [["serial", "maker"]]}, one, other) == []
    assert [f.code for f in found({"unique": [["serial", "maker"]]}, one, one)] == ["duplicate-serial-maker"]
    assert found(words, one, other.replace("idea", "scrapped")) == []
    assert [f.code for f in found(words, one, "status: idea\nlabels: {serial: AB-1}\n")] == ["duplicate-serial"]


def test_a_pair_is_answered_from_both_ends_however_it_is_spelt() -> None:
    """Each reference without an answer is one finding, at the reference."""
    words = {"pairs": [["twin", "gadget.twin"]]}
    first, second = "status: idea\ntwin: gadget/GDG-A-02\n", "status: idea\ntwin: GDG-A-01\n"

    assert found(words, first, second) == []
    assert told(words, first, "status: idea\n") == [
        ("unanswered-reference", "warning", "records/gadget/GDG-A-01.yaml:3:7")
    ]


def test_a_time_in_the_future_is_none_that_has_happened() -> None:
    """To the second, by role and by the state that it declares; without a clock nothing is asked."""
    text = "status: built\nparts: [GDG-A-01]\nbuilt_at: 2026-06-01T14:00:00+02:00\n"
    late = text.replace("14:00:00+", "14:00:01+")

    assert found({}, text) == []
    assert told({}, late) == [("time-in-future", "error", "records/gadget/GDG-A-01.yaml:4:11")]


def test_messages_name_kind_and_id_where_two_records_share_an_id() -> None:
    """A ci and a service of one id are told apart."""
    service = (
        "title: Erp\ncategory: core\nstatus: operational\ncriticality: low\nowner: t\nvalue: V\ndepends_on: [ci/erp]\n"
    )
    files = {"team/t.yaml": "title: T\n", "ci/erp.yaml": ci("Machine", status="retired"), "service/erp.yaml": service}

    (one,) = [f for f in judge(world(files), NOW) if f.code == "retired-dependency"]
    assert one.message == "service/erp depends on ci/erp, which is retired"


def test_an_agreement_that_ends_at_noon_covers_nothing_at_noon() -> None:
    """State and validity are asked together."""
    service = "title: {0}\ncategory: core\nstatus: operational\ncriticality: low\nowner: t\nvalue: V\n"
    agreement = (
        "title: {0}\ntype: ola\nstatus: agreed\nservice: {0}\nprovider: t\ntargets: {{availability: 99}}\n"
        "period: month\nhours: always\nvalid: {{from: 2026-01-01T00:00:00Z, until: {1}}}\n"
    )
    files = {
        "team/t.yaml": "title: T\n",
        "calendar/always.yaml": 'title: A\ntype: hours\ntimezone: UTC\nweekly: {mon: ["00:00-24:00"]}\n',
        **{f"service/{name}.yaml": service.format(name) for name in ("wiki", "mail")},
        "agreement/OLA-WIKI.yaml": agreement.format("wiki", "2026-06-01T12:00:00Z"),
        "agreement/OLA-MAIL.yaml": agreement.format("mail", "2027-06-01T12:00:00Z"),
    }

    assert "service-without-agreement" in codes(world(files))
    assert "service-without-agreement" not in codes(world(files), datetime(2026, 6, 1, 11, 59, 59, tzinfo=UTC))
