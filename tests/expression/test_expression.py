"""Texts in CEL into expressions: what they see, what is wrong with them, and what they cannot do."""

from datetime import UTC, datetime

import pytest

from itsmctl.expression import LONGEST, Expression, Unclear, Value, World, Wrong, compile_text, names_in
from itsmctl.snapshot import Snapshot, take
from itsmctl.tree import from_dict
from tests.world import schemas

NOW = datetime(2026, 11, 25, tzinfo=UTC)
INCIDENT = """\
title: Wiki answers 502
status: closed
category: application
impact: high
urgency: low
affects: [wiki]
detected_at: 2026-01-01T00:00:00Z
resolved_at: 2026-01-03T00:00:00+01:00
resolution: Restarted
outages: [{service: wiki, effect: down, start: 2026-01-01T00:00:00Z, end: 2026-01-02T00:00:00Z}]
"""
SERVICE = """\
title: Wiki
owner: ops
category: core
status: operational
criticality: high
value: Finds things
rto: PT4H
"""


@pytest.fixture(scope="module")
def world() -> Snapshot:
    """One incident, the service it affects, and the service's owner."""
    return take(
        from_dict(
            {
                **schemas(),
                "records/incident/INC-2026-0001.yaml": INCIDENT,
                "records/service/wiki.yaml": SERVICE,
                "records/team/ops.yaml": "title: Operations\n",
            }
        )
    )


def ask(snapshot: Snapshot, text: str, key: str = "incident/INC-2026-0001") -> Value | Unclear:
    """Compile a text for the kind of a record and ask it about the record."""
    record = snapshot.catalog.records[key]
    made = compile_text(record.kind, text, "any")
    assert isinstance(made, Expression), made
    told = made.of(record, World(snapshot.catalog, NOW))
    assert made.of(record, World(snapshot.catalog, NOW, names_in([text]))) == told  # what it does not name is not read
    return told


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("self.title", "Wiki answers 502"),
        ("id", "INC-2026-0001"),
        ("is('ended') && is('done') && !is('void')", True),
        ("self.resolved_at - self.detected_at == duration('47h')", True),
        ("self.outages.all(o, o.end - o.start == days(1))", True),
        ("self.detected_at < now", True),
        ("links('affects').map(r, r.id)", ["wiki"]),
        ("links('affects').all(r, r.kind == 'service' && 'in-use' in r.means && r.criticality == 'high')", True),
        ("links('affects')[0].rto < duration('5h')", True),
        ("size(into('caused-by'))", 0),
        ("has(self.problem)", False),
        ("age('done') > days(300) && age('waiting') == days(0)", True),
    ],
)
def test_an_expression_sees_the_record_and_its_neighbours(world: Snapshot, text: str, value: object) -> None:
    """Times and lengths are CEL's own, links lead to records."""
    assert ask(world, text) == Value(value)


@pytest.mark.parametrize(
    ("text", "line", "column", "word"),
    [
        ("self.nope == 'x'", 1, 5, "undefined field 'nope'"),
        ("self.impact == 'high' &&\n  self.outages.all(o, o.begin < now)", 2, 24, "undefined field 'begin'"),
        ("self.title > 3", 1, 12, "(string, int)"),
        ("self.title ==", 1, 14, "<EOF>"),
        ("self.impact", 1, 1, "comes to string"),
        ("nobody.is.here == 1", 1, 10, "undeclared reference"),
        ("true || " + "(" * 100 + "true" + ")" * 100, 1, 1, "recursion"),
        ("'" + "x" * LONGEST + "' == ''", 1, 1, "2,000"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(world: Snapshot, text: str, line: int, column: int, word: str) -> None:
    """Against the schema, before any record is asked."""
    wrong = compile_text(world.kinds.by_name["incident"], text)

    assert isinstance(wrong, Wrong)
    assert word in wrong.message
    assert (wrong.line, wrong.column) == (line, column)


def test_a_wrong_place_has_a_caret_and_a_suggestion(world: Snapshot) -> None:
    """As compilers show it."""
    wrong = compile_text(world.kinds.by_name["incident"], "self.resolved_att < now")

    assert isinstance(wrong, Wrong)
    assert wrong.caret == "self.resolved_att < now\n    ^"
    assert "resolved_at" in wrong.hint


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("self.problem == 'PRB-2026-0001'", "no problem"),
        ("1 / 0 == 1", "divide by zero"),
        ("self.labels.rack == 'r1'", "no labels"),
        ("policy.incident.categories.size() > 0", "no incident"),
    ],
)
def test_what_a_record_lacks_is_told_and_never_raised(world: Snapshot, text: str, word: str) -> None:
    """An expression that comes to nothing says why."""
    told = ask(world, text)

    assert isinstance(told, Unclear)
    assert word in told.because


def test_times_that_nothing_names_stay_as_they_are(world: Snapshot) -> None:
    """A record that has none that is named is given itself."""
    record = world.catalog.records["incident/INC-2026-0001"]

    assert World(world.catalog, NOW, {"title"}).value(record) is record.data
    assert World(world.catalog, NOW, {"closed_at"}).value(record) == record.data
    changed = World(world.catalog, NOW, {"resolved_at"}).value(record)
    assert [name for name in changed if changed[name] != record.data[name]] == ["resolved_at"]


def test_work_is_bounded() -> None:
    """Loops within loops over a long list end with the engine's budget."""
    members = "\n".join(f"  - p{number}" for number in range(500))
    files = {f"records/person/p{n}.yaml": f"title: P\nstatus: active\nemails: [p{n}@lab.example]\n" for n in range(500)}
    snapshot = take(from_dict({**schemas(), **files, "records/team/all.yaml": f"title: All\nmembers:\n{members}\n"}))

    told = ask(snapshot, "self.members.all(a, self.members.all(b, self.members.all(c, a + b + c != '')))", "team/all")

    assert isinstance(told, Unclear)
    assert "budget" in told.because.lower()


def test_every_shipped_kind_can_be_told_in_types(world: Snapshot) -> None:
    """A field that does not exist is noticed in all of them."""
    for kind in world.kinds.by_name.values():
        assert isinstance(compile_text(kind, "self.no_such_field == 'x'"), Wrong), kind.name
