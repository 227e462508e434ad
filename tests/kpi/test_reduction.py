"""KPI records that say their measure themselves, on a kind that no Python knows."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from itsmctl.cli import main
from itsmctl.clock import instant
from itsmctl.findings import Fatal, Finding
from itsmctl.history import read
from itsmctl.kpi import Figure, ask, check, reckon, to_json
from itsmctl.render.figures import figures_csv, figures_text
from itsmctl.snapshot import take
from itsmctl.tree import from_disk
from tests.history.lines import Step, line

NOW = "2026-03-01T00:00:00Z"
WAY: dict[str, Any] = {"from": "opened", "to": "done"}
TIME = {"$ref": "common.json#/$defs/time", "description": "A time."}
# A kind with names that nothing else has: trips, with roles, meanings, references and a lifecycle.
TRIP = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Trip",
    "description": "A trip.",
    "type": "object",
    "allOf": [{"$ref": "common.json#/$defs/record"}],
    "required": [],
    "properties": {
        "phase": {"type": "string", "enum": ["packed", "away", "home", "told", "off"]},
        "set_out": TIME,
        "came_back": TIME,
        "miles": {"type": "number"},
        "lasting": {"$ref": "common.json#/$defs/duration", "description": "A length."},
        "rainy": {"type": "boolean"},
        "stays": {"type": "array", "items": {"type": "object", "properties": {"start": TIME, "end": TIME}}},
        "guides": {
            "type": "array",
            "items": {
                "$ref": "common.json#/$defs/ref",
                "x-ref": {"to": ["person"], "relation": "guided-by", "inverse": "guides"},
            },
        },
    },
    "unevaluatedProperties": False,
    "x-itsm": {
        "process": "p",
        "control": "operational",
        "fields": {
            "opened": "set_out",
            "done": "came_back",
            "doer": "guides",
            "outages": "stays",
        },
        "lifecycle": {
            "field": "phase",
            "start": ["packed"],
            "means": {"planned": ["packed"], "done": ["home", "told"], "void": ["off"], "ended": ["told", "off"]},
            "times": {"home": "came_back"},
            "moves": [{"from": "packed", "to": "away", "activity": "leave"}],
        },
    },
}
BASE = {
    "schemas/trip.json": json.dumps(TRIP),
    "records/process/p.yaml": "title: P\nstage: operation\nactivities: []\n",
    "records/person/ann.yaml": "title: Ann\nemails: [ann@lab.example]\nstatus: active\n",
    "records/person/bob.yaml": "title: Bob\nemails: [bob@lab.example]\nstatus: active\n",
}


def trip(name: str, phase: str, begin: str, end: str = "", **fields: Any) -> dict[str, str]:
    """Write a trip of February 2026 by day and hour: 10T04."""
    text = f"title: {name}\nphase: {phase}\nset_out: 2026-02-{begin}:00:00Z\n"
    text += f"came_back: 2026-02-{end}:00:00Z\n" if end else ""
    return {f"records/trip/{name}.yaml": text + "".join(f"{key}: {value}\n" for key, value in fields.items())}


TRIPS = {
    **trip("a", "home", "01T00", "01T02", miles=10, rainy="true", guides="[ann]", lasting="PT30M"),
    **trip("b", "told", "02T00", "02T06", miles=30, rainy="false", guides="[ann, bob]", lasting="PT90M"),
    **trip("c", "home", "03T00", "03T10", miles=20, rainy="false"),
    **trip("d", "away", "28T16", guides="[bob]"),
    **trip("e", "off", "04T00", rainy="true", miles=99),
}


def kpi(**words: Any) -> str:
    """Write a KPI record with words of its own."""
    told = {"title": "K", "process": "p", "target": 1, "direction": "below", "unit": "hours", **words}
    return "".join(f"{name}: {json.dumps(value)}\n" for name, value in told.items())


def ready(folder: Path, files: Mapping[str, str] | list[Step]) -> tuple[Any, Any]:
    """Commit and read back: the snapshot and the history."""
    steps = [("2026-01-01T00:00:00Z", dict(files))] if isinstance(files, Mapping) else files
    repo = line(folder, steps)
    snapshot = take(from_disk(repo))
    assert [str(found) for found in snapshot.findings if found.code == "schema"] == []
    return snapshot, read(repo, repo.commit("HEAD"), snapshot.kinds)


def figure(folder: Path, files: Mapping[str, str] | list[Step] = TRIPS, **words: Any) -> Figure:
    """Reckon a KPI record with words of its own."""
    own = {**BASE, "records/kpi/k.yaml": kpi(of="trip", **words)}
    told = [("2026-01-01T00:00:00Z", files)] if isinstance(files, Mapping) else files
    steps: list[Step] = [(told[0][0], {**own, **told[0][1]}), *told[1:]]
    snapshot, history = ready(folder, steps)
    assert check(snapshot) == []
    return reckon(snapshot.catalog.named("k", ("kpi",)), snapshot, history, instant(NOW))


FIGURES: list[tuple[dict[str, Any], float | None, int, int]] = [
    ({"reduce": "mean", "from": "opened", "to": "done"}, 6, 3, 1),
    ({"reduce": "median", "to": "done"}, 6, 3, 1),
    ({"reduce": "p90", "from": "opened", "to": "done"}, 9.2, 3, 1),
    # After 2 h one of four has ended, after 6 h two, which is half; the one that is away waits since 8 h.
    ({"reduce": "km-median", "from": "opened", "to": "done"}, 6, 3, 1),
    ({"reduce": "km-median", "from": "opened", "to": "done", "where": "!has(self.rainy) || !self.rainy"}, 10, 2, 1),
    ({"reduce": "mean", "from": "set_out", "to": "came_back", "unit": "days"}, 6 / 24, 3, 1),
    ({"reduce": "share", "to": "done", "value": "self.rainy", "unit": "percent"}, 100 / 3, 3, 0),
    ({"reduce": "sum", "to": "done", "value": "self.miles", "unit": "score"}, 60, 3, 0),
    ({"reduce": "mean", "to": "done", "value": "self.lasting", "where": "has(self.lasting)"}, 1, 2, 0),
    (
        {"reduce": "mean", "to": "done", "value": "self.lasting", "where": "has(self.lasting)", "unit": "days"},
        1 / 24,
        2,
        0,
    ),
    ({"reduce": "count", "where": "is('done')", "unit": "count"}, 3, 3, 0),
    ({"reduce": "count", "from": "opened", "at": "from", "unit": "count"}, 5, 5, 0),
    ({"reduce": "count", "from": "opened", "to": "done", "at": "as-of", "unit": "count"}, 1, 1, 1),
    ({"reduce": "mean", "from": "opened", "to": "done", "at": "as-of"}, 8, 1, 1),
    ({"reduce": "mean", "from": "opened", "to": "done", "period": "P1W"}, None, 0, 1),
    ({"reduce": "count", "to": "ended", "unit": "count"}, 1, 1, 0),
]


@pytest.mark.parametrize("case", FIGURES)
def test_a_kind_that_no_python_knows_is_counted_timed_and_aged(
    tmp_path: Path, case: tuple[dict[str, Any], float | None, int, int]
) -> None:
    """Trips of 2, 6 and 10 hours, one that is away since 8 hours, one called off."""
    words, value, n, waiting = case
    found = figure(tmp_path / "r", **words)
    assert found.value == pytest.approx(value)
    assert (found.n, found.open) == (n, waiting)


def test_a_figure_is_also_told_by_groups(tmp_path: Path) -> None:
    """By the records that a role names: who guides two trips has both, who has none is in none; text, JSON and CSV."""
    found = figure(tmp_path / "r", reduce="mean", by=["doer"], **WAY)
    told = {group.of["doer"]: (group.value, group.n, group.open) for group in found.groups}
    assert told == {"ann": (4, 2, 0), "bob": (6, 1, 1), "none": (10, 1, 0)}
    entry = to_json([found], instant(NOW))["kpis"][0]
    assert entry["groups"][0] == {"by": {"doer": "ann"}, "value": 4, "n": 2, "open": 0}
    assert entry["measure"] is None
    assert "  doer ann       4  hours" in figures_text([found], instant(NOW))
    assert "k: doer bob,6,hours" in figures_csv([found], instant(NOW))


def test_groups_of_several_fields_are_told_together(tmp_path: Path) -> None:
    """Each combination that occurs; a boolean is yes or no, what is not filled in none."""
    found = figure(tmp_path / "r", reduce="count", unit="count", by=["phase", "rainy"])
    assert {tuple(group.of.values()): group.value for group in found.groups} == {
        ("away", "none"): 1, ("home", "no"): 1, ("home", "yes"): 1, ("off", "yes"): 1, ("told", "no"): 1,
    }  # fmt: skip


def test_groups_enter_lists(tmp_path: Path) -> None:
    """By a field within the items of a list: each value that occurs in it."""
    stays = "[{start: 2026-02-05T01:00:00Z}, {start: 2026-02-06T01:00:00Z}]"
    found = figure(
        tmp_path / "r", trip("a", "away", "05T00", stays=stays), reduce="count", unit="count", by=["stays.start"]
    )
    assert [group.of["stays.start"] for group in found.groups] == ["2026-02-05T01:00:00Z", "2026-02-06T01:00:00Z"]


def test_what_nobody_declares_is_taken_from_history(tmp_path: Path) -> None:
    """Begin and end are when main held them; what was committed at its end tells nothing of its way to a state."""
    path = "records/trip/t.yaml"
    steps: list[Step] = [
        ("2026-02-01T00:00:00Z", {path: "title: T\nphase: packed\n", "records/trip/u.yaml": "title: U\nphase: home\n"}),
        ("2026-02-01T05:00:00Z", {path: "title: T\nphase: away\n"}),
        ("2026-02-01T08:00:00Z", {path: "title: T\nphase: home\n"}),
    ]
    done = figure(tmp_path / "done", steps, reduce="mean", **WAY)
    assert (done.value, done.n, done.declared) == (4, 2, 0)
    reached = figure(tmp_path / "state", steps, reduce="mean", to=["away", "home"])
    assert (reached.value, reached.n) == (5, 1)
    begun = figure(tmp_path / "begun", steps, **{"reduce": "sum", "from": "planned", "to": "done"})
    assert (begun.value, begun.n) == (8, 1)
    under_way = figure(tmp_path / "way", steps, **{"reduce": "sum", "from": "away", "to": "done"})
    assert (under_way.value, under_way.n) == (3, 1)
    assert reached.note == "1 were committed at the end of their way, which is not known"


def test_spans_go_before_the_times_of_a_record(tmp_path: Path) -> None:
    """From the first stay's start to the last one's end: 4 hours, not 10; a trip without any takes its own times."""
    day = "2026-02-05"
    first, last = f"start: {day}T01:00:00Z, end: {day}T02:00:00Z", f"start: {day}T03:00:00Z, end: {day}T05:00:00Z"
    stays = f"[{{{first}}}, {{{last}}}]"
    files = {**trip("a", "home", "05T00", "05T10", stays=stays), **trip("b", "home", "06T00", "06T02")}
    found = figure(tmp_path / "r", files, reduce="sum", over="outages", **WAY)
    assert (found.value, found.n) == (6, 2)


def test_what_an_expression_cannot_tell_is_left_out_and_said(tmp_path: Path) -> None:
    """The record and the missing field; never a traceback, never a made-up number."""
    files = {**trip("a", "home", "01T00", "01T02", miles=10), **trip("b", "home", "01T00", "01T02")}
    found = figure(tmp_path / "r", files, reduce="sum", to="done", value="self.miles", unit="score")
    assert (found.value, found.n) == (10, 1)
    assert found.note == "1 left out; b: it has no miles: ask has(…miles) first"


def test_a_rate_is_what_happens_in_a_month(tmp_path: Path) -> None:
    """Three in the 31 days of a period of a month are 2.95 in a mean month; each month's point is its count."""
    found = figure(tmp_path / "r", reduce="rate", to="done", unit="count", period="P1M")
    assert found.value == pytest.approx(3 / (28 / (365.25 / 12)))
    assert [(point.month, point.value) for point in found.series] == [("2026-02", 3)]


B, P = "broken-measure", "unknown-parameter"
WRONG: list[tuple[dict[str, Any], str, str, str]] = [
    (
        {"of": "trip", "reduce": "mean", "to": "doen"},
        B,
        "doen is no role, meaning, state or field",
        "did you mean done?",
    ),
    ({"of": "tripp", "reduce": "count", "unit": "count"}, B, "there is no kind tripp", "did you mean trip?"),
    ({"of": "trip", "reduce": "mean", "from": "miles", "to": "done"}, B, "trip.miles is no time", "name a field"),
    ({"of": "trip", "reduce": "mean", "from": "doer", "to": "done"}, B, "doer is guides in trip, which is no time", ""),
    ({"of": "trip", "reduce": "mean", "to": ["home", "hom"]}, B, "trip has no state hom", "did you mean home?"),
    (
        {"of": "trip", "reduce": "count", "by": ["dor"], "unit": "count"},
        B,
        "dor is no role or field of trip",
        "did you mean doer?",
    ),
    ({"of": "trip", "reduce": "count", "by": ["stays"], "unit": "count"}, B, "trip cannot be grouped by stays", ""),
    ({"of": "trip", "reduce": "share", "value": "self.miles + 'x'", "unit": "percent"}, B, "value: ", ""),
    (
        {"of": "trip", "reduce": "share", "value": "self.phase", "unit": "percent"},
        B,
        "value: it comes to string, but true or false",
        "",
    ),
    (
        {"of": "trip", "reduce": "count", "where": "self.phas == 'home'", "unit": "count"},
        B,
        "where: undefined field 'phas'\nself.phas == 'home'\n    ^",
        "did you mean phase?",
    ),
    ({"of": "trip", "reduce": "share", "unit": "percent"}, B, "a share needs a value", "add value"),
    ({"of": "trip", "reduce": "count", "value": "1", "unit": "count"}, B, "count and rate take no value", ""),
    ({"of": "trip", "reduce": "km-median", "value": "self.miles"}, B, "km-median is of lengths of time", ""),
    ({"of": "trip", "reduce": "mean"}, B, "what is as of now has an age only since a time", ""),
    ({"of": "trip", "reduce": "mean", "from": "opened"}, B, "it needs a value, or a length", ""),
    ({"of": "trip", "reduce": "mean", "to": "done", "hours": "service"}, B, "service time is not available yet", ""),
    ({"of": "trip", "reduce": "rate", "unit": "count"}, B, "a rate needs times", ""),
    ({"of": "trip", "reduce": "count", "at": "to", "unit": "count"}, B, "there is no to", ""),
    (
        {"of": "trip", "reduce": "mean", "to": "done", "over": "doer"},
        B,
        "doer is guides in trip, which is no list of spans",
        "",
    ),
    ({"of": "trip", "reduce": "mean", "to": "done", "over": "nights"}, B, "nights is no role or field", ""),
    (
        {"of": "trip", "reduce": "count", "unit": "hours"},
        B,
        "this measure is in count, not in hours",
        "write unit: count",
    ),
    (
        {"of": "trip", "reduce": "count", "unit": "count", "with": {"fallbak": "last"}},
        P,
        "a measure of its own has no parameter fallbak",
        "did you mean fallback?",
    ),
    (
        {"measure": "mttr", "of": "trip", "reduce": "count"},
        B,
        "it names the measure mttr, and says one itself",
        "leave out measure, or of and reduce",
    ),
    ({"measure": "mttr", "by": ["impct"]}, B, "impct is no role or field of incident", "did you mean impact?"),
    ({"measure": "mtbf", "by": ["impact"]}, B, "mtbf has no groups", "only measures of records"),
    ({}, B, "it says no measure", "add measure with a name, or of and reduce"),
    ({"measure": "mttr", "with": {"service": "wiki"}}, P, "there is no service record wiki", ""),
]


def findings(folder: Path, text: str) -> list[Finding]:
    """Return what is wrong with one KPI record."""
    snapshot, _ = ready(folder, {**BASE, **TRIPS, "records/kpi/k.yaml": text})
    return check(snapshot)


@pytest.mark.parametrize("case", WRONG)
def test_words_that_do_not_fit_are_findings(tmp_path: Path, case: tuple[dict[str, Any], str, str, str]) -> None:
    """One each, at the word, with what to do; and the figure says the same instead of a value."""
    words, code, message, hint = case
    snapshot, history = ready(tmp_path / "r", {**BASE, **TRIPS, "records/kpi/k.yaml": kpi(**words)})
    found = check(snapshot)
    assert [one.code for one in found] == [code]
    assert message in found[0].message
    assert hint in found[0].hint
    told = reckon(snapshot.catalog.named("k", ("kpi",)), snapshot, history, instant(NOW))
    assert told.value is None
    assert message.partition("\n")[0] in told.reason


def test_a_fault_in_an_expression_is_told_at_its_character(tmp_path: Path) -> None:
    """In a block, the line and column of the file."""
    text = kpi(of="trip", reduce="count", unit="count") + "where: |\n  has(self.miles)\n  && self.phas == 'home'\n"
    found = findings(tmp_path / "r", text)
    assert [(one.where.line, one.where.column) for one in found] == [(10, 10)]


def test_validate_and_kpi_tell_the_same_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With exit 1 and the caret below the character; the figure of another record is reckoned all the same."""
    bad = kpi(of="trip", reduce="count", unit="count", where="self.phas == 'home'")
    good = kpi(
        of="trip",
        reduce="count",
        unit="count",
        where="is('done')",
        title="Home",
        description="Who is home.",
        source="Us",
    )
    line(
        tmp_path / "r",
        [(NOW, {**BASE, **TRIPS, "records/kpi/bad.yaml": bad, "records/kpi/good.yaml": good})],
    )
    root = ["--root", str(tmp_path / "r")]
    assert main(["validate", *root]) == 1
    told = capsys.readouterr().out
    place = "records/kpi/bad.yaml:8:13: "
    assert f"{place}error[broken-measure] where: undefined field 'phas'\n  | self.phas == 'home'\n  |     ^\n" in told
    assert "good.yaml" not in told
    assert main(["kpi", "good", "--by", "doer", "--now", NOW, *root]) == 1
    out, err = capsys.readouterr()
    assert "  doer bob" in out
    assert f"{place}error[broken-measure] where: undefined field 'phas'" in err
    assert main(["kpi", "--explain", "good", *root]) == 0
    explained = capsys.readouterr().out
    assert "Who is home.\nSource: Us\n\nof: trip\nwhere: is('done')\nreduce: count\n" in explained
    assert main(["kpi", "good", "--by", "dor", *root]) == 2
    assert "dor is no role or field of trip: did you mean doer?" in capsys.readouterr().err


def test_several_faults_are_told_at_once(tmp_path: Path) -> None:
    """Not the first one only."""
    found = findings(
        tmp_path / "r", kpi(**{"of": "trip", "reduce": "mean", "from": "opend", "to": "doen", "by": ["x"]})
    )
    assert [one.where.line for one in found] == [8, 9, 10]


def test_groups_can_be_asked_for_of_a_measure_by_name(tmp_path: Path) -> None:
    """In a record and without one; a measure that is no reduction has none, and an unknown field is a usage error."""
    incident = "title: I\nstatus: new\nimpact: {}\nurgency: low\ndetected_at: 2026-02-01T00:00:00Z\n"
    files = {
        f"records/incident/INC-2026-000{n}.yaml": incident.format(word)
        for n, word in enumerate(("low", "high", "low"), 1)
    }
    record = {"records/kpi/k.yaml": kpi(measure="incident-backlog", unit="count", by=["impact"])}
    snapshot, history = ready(tmp_path / "r", {**BASE, **files, **record})
    told = reckon(snapshot.catalog.named("k", ("kpi",)), snapshot, history, instant(NOW))
    assert [(dict(group.of), group.value) for group in told.groups] == [({"impact": "high"}, 1), ({"impact": "low"}, 2)]
    found = ask("incident-backlog", {}, snapshot, history, instant(NOW), ["impact"])
    assert {group.of["impact"]: group.value for group in found.groups} == {"high": 1, "low": 2}
    for measure, by, message in (("mtbf", "impact", "mtbf has no groups"), ("mttr", "impct", "did you mean impact?")):
        with pytest.raises(Fatal) as wrong:
            ask(measure, {}, snapshot, history, instant(NOW), [by])
        assert message in wrong.value.message
        assert wrong.value.code == 2
