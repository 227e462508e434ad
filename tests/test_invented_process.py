"""A process that nobody thought of, in a repository made by ``init``: everything but Python, and everything works."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from itsmctl.authoring import starter
from itsmctl.cli import main
from tests.world import Sandbox

NOW = "2026-06-01T12:00:00Z"
TIME = {"$ref": "common.json#/$defs/time", "description": "A time."}


def person(relation: str, inverse: str) -> dict[str, Any]:
    """Write a field that names a person."""
    word = {"to": ["person"], "relation": relation, "inverse": inverse}
    return {"$ref": "common.json#/$defs/ref", "description": "Who.", "x-ref": word}


BOOKING = {
    "title": "Booking",
    "description": "Somebody wants the telescope for a night.",
    "type": "object",
    "allOf": [{"$ref": "common.json#/$defs/record"}],
    "required": ["phase"],
    "properties": {
        "phase": {"type": "string", "enum": ["wished", "granted", "observing", "observed", "filed", "dropped"]},
        "wished_by": person("wished-by", "wishes"),
        "observer": person("observed-by", "observes"),
        "wished_at": TIME,
        "observed_at": TIME,
        "filed_at": TIME,
        "report_by": TIME,
        "night": {"$ref": "common.json#/$defs/span", "description": "When."},
        "looks_through": {
            "type": "array",
            "items": {
                "$ref": "common.json#/$defs/ref",
                "x-ref": {"to": ["ci"], "relation": "looks-through", "inverse": "looked-through"},
            },
        },
        "price": {"$ref": "common.json#/$defs/money", "description": "What it costs."},
        "check": {"type": "object", "properties": {"at": TIME, "by": person("checked-by", "checks")}},
        "clear": {"type": "boolean", "description": "Whether the sky was clear."},
    },
    "unevaluatedProperties": False,
    "x-itsm": {
        "process": "telescope-operation",
        "control": "operational",
        "section": "telescope",
        "icon": "🔭",
        "id": "BKG-{year}-{number:03}",
        "approvals": "booking",
        "normative": ["wished_by", "observer", "night", "looks_through"],
        "fields": {
            "asker": "wished_by", "doer": "observer", "reviewer": "check.by", "opened": "wished_at",
            "done": "observed_at", "closed": "filed_at", "due": "report_by", "window": "night",
            "affects": "looks_through", "cost": "price",
        },
        "orders": [["wished_at", "observed_at", "filed_at"], ["night.start", "night.end"]],
        "due": [{"field": "report_by", "met": "filed_at", "lead": "P7D", "code": "report-late"}],
        "ages": [{"state": "wished", "limit": "P30D", "code": "wish-forgotten"}],
        "rules": [
            {
                "code": "cloudy-night",
                "when": "is('done')",
                "holds": "has(self.clear) && self.clear",
                "at": "clear",
                "message": "{id} was observed under clouds",
                "hint": "book another night",
            }
        ],
        "page": {
            "columns": ["phase", "doer", "window", "affects", "cost"],
            "order": "-wished_at",
            "home": True,
            "search": {"title": 4},
        },
        "lifecycle": {
            "field": "phase",
            "start": ["wished"],
            "means": {
                "in-force": ["granted", "observing"], "done": ["observed", "filed"], "void": ["dropped"],
                "ended": ["filed", "dropped"],
            },
            "times": {"wished": "wished_at", "observed": "observed_at", "filed": "filed_at"},
            "stops": ["granted"],
            "frozen": ["granted", "observing"],
            "moves": [
                {"from": "wished", "to": "granted", "activity": "grant-night", "guards": ["approved"]},
                {"from": "wished", "to": "dropped", "activity": "grant-night"},
                {"from": "granted", "to": "observing", "activity": "observe", "guards": ["started-in-window"]},
                {"from": "observing", "to": "observed", "activity": "observe"},
                {"from": "observed", "to": "filed", "activity": "file-night", "guards": ["reviewed"]},
            ],
        },
    },
}  # fmt: skip
ROW = "{keeper: A, engineer: R}"
PROCESS = {
    "schemas/booking.json": json.dumps(BOOKING, indent=2),
    "records/process/telescope-operation.yaml": (
        "title: Telescope operation\nstage: operation\nobjective: Nights are used.\nowner: keeper\n"
        "activities:\n  - {id: grant-night, title: Grant, kinds: [booking], kpis: [nights]}\n"
        "  - {id: observe, title: Observe, kinds: [booking], rules: [cloudy-night]}\n"
        "  - {id: file-night, title: File, kinds: [booking]}\n"
    ),
    "records/raci/telescope-operation.yaml": (
        f"title: Telescope operation\nprocess: telescope-operation\nactivities:\n  grant-night: {ROW}\n"
        f"  observe: {ROW}\n  file-night: {ROW}\n"
    ),
    "records/role/keeper.yaml": "title: Keeper of the dome\npurpose: Keeps it.\nholders: [kim, alex]\n",
    "records/policy/booking.yaml": "title: Bookings\nowner: keeper\napprovals:\n  - {need: [{role: keeper}]}\n",
    "records/ci/dish.yaml": (
        "title: Dish\nclass: appliance\nstatus: operational\nowner: keeper\nverified_at: 2026-05-01T00:00:00Z\n"
    ),
    **{
        f"records/person/{name}.yaml": f"title: {name.title()} Example\nemails: [{name}@lab.example]\nstatus: active\n"
        for name in ("ada", "kim", "alex", "robin")
    },
    "records/kpi/nights.yaml": (
        "title: Nights\nprocess: telescope-operation\nof: booking\nwhere: is('done')\nreduce: count\nto: done\n"
        "unit: count\ntarget: 2\ndirection: above\n"
    ),
    "records/kpi/wait.yaml": (
        "title: Wait\nprocess: telescope-operation\nof: booking\nreduce: mean\nfrom: opened\nto: done\n"
        "unit: hours\ntarget: 100\ndirection: below\n"
    ),
    "records/kpi/clear.yaml": (
        "title: Clear nights\nprocess: telescope-operation\nof: booking\nwhere: is('done')\nvalue: self.clear\n"
        "reduce: share\nto: done\nunit: percent\ntarget: 50\ndirection: above\n"
    ),
}  # fmt: skip


def booking(number: int, phase: str, **fields: str) -> dict[str, str]:
    """Write a booking."""
    own = {
        "title": f"Night {number}", "phase": phase, "wished_by": "robin", "observer": "ada",
        "wished_at": "2026-05-20T00:00:00Z", "looks_through": "[dish]",
        "night": "{start: 2026-06-01T10:00:00Z, end: 2026-06-02T10:00:00Z}", "price": "{amount: 40, currency: EUR}",
        **fields,
    }  # fmt: skip
    text = "".join(f"{name}: {value}\n" for name, value in own.items())
    return {f"records/booking/BKG-2026-{number:03}.yaml": text}


DONE = booking(1, "filed", observed_at="2026-05-24T00:00:00Z", filed_at="2026-05-25T00:00:00Z", clear="true",
               check="{at: 2026-05-25T00:00:00Z, by: kim}")  # fmt: skip
WISH = booking(2, "wished", wished_at="2026-05-30T00:00:00Z", report_by="2026-07-01T00:00:00Z")


@pytest.fixture
def dome(tmp_path: Path) -> Sandbox:
    """Return a repository as ``init`` makes it, with the process, a night that is over and one that is wished."""
    made = Sandbox.create(tmp_path / "dome")
    made.write({path: data for path, data in starter().items() if not path.startswith(".github/")})
    made.write({**PROCESS, **DONE, **WISH})
    made.commit("Open the dome")
    return made


def run(dome: Sandbox, capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> Any:
    """Run a verb that answers in JSON."""
    told = main([*words, "--root", str(dome.top), "--format", "json", "--now", NOW])
    said = capsys.readouterr()
    assert told == code, said
    return json.loads(said.out)


def found(dome: Sandbox, capsys: pytest.CaptureFixture[str]) -> dict[str, tuple[str, int]]:
    """Return the findings: code to path and line."""
    main(["validate", "--root", str(dome.top), "--format", "json", "--now", NOW])
    told = json.loads(capsys.readouterr().out)["findings"]
    return {one["code"]: (one["path"].rpartition("/")[2], one["line"]) for one in told}


def test_it_is_clean_as_it_is_written(dome: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """The starter and the new process say nothing that is wrong, not even a note."""
    assert found(dome, capsys) == {}


@pytest.mark.parametrize(
    ("records", "code", "line"),
    [
        (booking(3, "observed", observed_at="2026-05-10T00:00:00Z", clear="true"), "time-order", 9),
        (booking(3, "granted", report_by="2026-05-31T00:00:00Z"), "report-late", 9),
        (booking(3, "granted", report_by="2026-06-05T00:00:00Z"), "report-late", 9),
        (booking(3, "wished", wished_at="2026-04-01T00:00:00Z"), "wish-forgotten", 2),
        (booking(3, "observed", observed_at="2026-05-24T00:00:00Z", clear="false"), "cloudy-night", 10),
        (booking(3, "granted", night="{start: 2026-06-02T10:00:00Z, end: 2026-06-02T10:00:00Z}"), "time-order", 7),
        (booking(3, "observed", observed_at="2026-09-24T00:00:00Z", clear="true"), "time-in-future", 9),
        (booking(3, "granted", looks_through="[dish, ci/dish]"), "doubled-reference", 6),
    ],
)
def test_its_words_are_rules(
    dome: Sandbox, capsys: pytest.CaptureFixture[str], records: Mapping[str, str], code: str, line: int
) -> None:
    """Ordered, due, aged, held to its expressions: each at its place."""
    dome.write(records)

    assert found(dome, capsys)[code] == ("BKG-2026-003.yaml", line)


def test_it_is_counted_and_timed(dome: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """By KPI records that say their measure themselves; what is open is told."""
    dome.write(booking(3, "observed", observed_at="2026-05-22T00:00:00Z", clear="false"))
    dome.commit("Another night")

    figures = {one["id"]: one for one in run(dome, capsys, "kpi")["kpis"]}

    assert (figures["nights"]["value"], figures["nights"]["met"]) == (2, True)
    assert figures["wait"]["value"] == (96 + 48) / 2
    assert (figures["wait"]["n"], figures["wait"]["open"]) == (2, 1)
    assert figures["clear"]["value"] == 50
    assert figures["nights"]["records"] == ["BKG-2026-001", "BKG-2026-003"]


def judged(
    dome: Sandbox, capsys: pytest.CaptureFixture[str], change: Mapping[str, str], person: str = "", code: int = 0
) -> Any:
    """Judge a pull request with this change, approved by somebody."""
    dome.git("checkout", "--quiet", "-B", "pull", "main")
    dome.write(change)
    head = dome.commit("Change")
    given = [{"person": person, "role": "keeper", "decision": "approve", "commit": head, "source": "github",
              "at": "2026-06-01T11:00:00Z"}]  # fmt: skip
    evidence = dome.top.parent / "evidence.json"
    evidence.write_text(json.dumps({"version": 1, "approvals": given if person else []}))
    words = ("gate", "--base", "main", "--head", "pull", "--evidence", str(evidence))
    return run(dome, capsys, *words, code=code)


def test_it_is_approved_by_its_own_policy(dome: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """The keeper, and neither a change manager nor the policy of changes."""
    granted = booking(2, "granted", wished_at="2026-05-30T00:00:00Z", report_by="2026-07-01T00:00:00Z")

    asked = judged(dome, capsys, granted, code=1)
    assert (asked["verdict"], asked["approvals"]["missing"][0]["role"]) == ("needs-approval", "keeper")
    assert judged(dome, capsys, granted, "owner", code=1)["verdict"] == "needs-approval"
    assert judged(dome, capsys, granted, "kim")["verdict"] == "approved"


@pytest.mark.parametrize("role", ["wished_by", "observer"])
@pytest.mark.parametrize("spelt", ["kim", "person/kim"])
def test_asker_and_doer_do_not_approve(
    dome: Sandbox, capsys: pytest.CaptureFixture[str], role: str, spelt: str
) -> None:
    """However they are written."""
    more = {"wished_at": "2026-05-30T00:00:00Z", "report_by": "2026-07-01T00:00:00Z", role: spelt}

    verdict = judged(dome, capsys, booking(2, "granted", **more), "kim", code=1)

    assert verdict["verdict"] == "needs-approval"
    assert "may not approve" in verdict["approvals"]["ignored"][0]["because"]


@pytest.mark.parametrize("spelt", ["ada", "person/ada"])
def test_the_doer_does_not_review(dome: Sandbox, capsys: pytest.CaptureFixture[str], spelt: str) -> None:
    """The guard asks the roles of the fields."""
    times = {"observed_at": "2026-05-24T00:00:00Z", "clear": "true"}
    dome.write(booking(3, "observed", **times))
    dome.commit("A night")
    check = f"{{at: 2026-05-25T00:00:00Z, by: {spelt}}}"

    refused = judged(dome, capsys, booking(3, "filed", **times, filed_at="2026-05-25T00:00:00Z", check=check), code=1)

    assert refused["verdict"] == "refused"
    assert "so somebody else must review it" in json.dumps(refused["refusals"])


def test_it_has_pages_colours_and_a_place_at_home(dome: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """The columns that it asks for, roles and all, and its states drawn."""
    assert main(["render", "--root", str(dome.top), "--now", NOW]) == 0
    capsys.readouterr()

    docs = dome.top / "build/docs"
    table = (docs / "telescope/booking/index.md").read_text("utf-8")
    page = (docs / "telescope/booking/BKG-2026-002.md").read_text("utf-8")
    assert "Phase | Doer | Window | Affects | Cost |" in table
    assert table.index("BKG-2026-002") < table.index("BKG-2026-001")
    assert "stateDiagram-v2" in page
    assert "badge--" in page
    assert "BKG-2026-002" in (docs / "index.md").read_text("utf-8")
    assert "BKG-2026-001" in (docs / "configuration/ci/dish.md").read_text("utf-8")


def test_it_is_listed_and_explained(dome: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """In its order; its rules and measures tell what they are."""
    assert main(["list", "booking", "--root", str(dome.top), "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)["records"]
    assert [record["id"] for record in listed] == ["BKG-2026-002", "BKG-2026-001"]
    for words in (["explain", "cloudy-night"], ["explain", "report-late"], ["explain", "wish-forgotten"]):
        assert main([*words, "--root", str(dome.top)]) == 0
        assert words[1] in capsys.readouterr().out
