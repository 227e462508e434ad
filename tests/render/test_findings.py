"""The six formats of findings, each safe where it goes."""

import json
import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from itsmctl.findings import Change, Edit, Finding, Location, Severity
from itsmctl.render import RENDERERS, Report
from itsmctl.render.text import text
from tests.render.reports import CLEAN, DANGLING, REPORT, TWIN, evil


def test_text_names_the_place_first() -> None:
    """So that an editor can jump to it; the hint is below, the counts are last."""
    assert RENDERERS["text"](REPORT) == (
        "records/ci/a.yaml:2:3: note[need-without-effect] need 1 decides nothing\n"
        "records/ci/dc02.yaml:1:8: warning[duplicate-title] dc01 has the title 'Same' too\n"
        "  see: records/ci/dc01.yaml:1:8\n"
        "  hint: say what sets it apart\n"
        "records/service/wiki.yaml:6:5: error[dangling-reference] depends_on names lab-db1, which does not exist\n"
        "  hint: did you mean lab-db01?\n"
        "\n312 records: 1 error, 1 warning, 1 note\n"
    )
    assert RENDERERS["text"](CLEAN) == "1 record: 0 errors, 0 warnings\n"


def test_colour_is_an_argument() -> None:
    """Without it there is no escape; with it the text is the same between the escapes."""
    coloured = text(REPORT, colour=True)

    assert "\x1b[1;31merror[dangling-reference]\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == text(REPORT)


def test_json_is_the_one_of_the_design() -> None:
    """Versioned, with counts and places."""
    value = json.loads(RENDERERS["json"](Report([DANGLING], 312, "a" * 40)))

    assert value == {
        "version": 1,
        "revision": "a" * 40,
        "summary": {"records": 312, "error": 1, "warning": 0, "note": 0},
        "findings": [
            {
                "code": "dangling-reference",
                "severity": "error",
                "record": "wiki",
                "message": "depends_on names lab-db1, which does not exist",
                "hint": "did you mean lab-db01?",
                "path": "records/service/wiki.yaml",
                "line": 6,
                "column": 5,
                "related": [],
            }
        ],
    }
    assert json.loads(RENDERERS["json"](REPORT))["findings"][1]["related"] == [
        {"path": "records/ci/dc01.yaml", "line": 1, "column": 8}
    ]
    assert json.loads(RENDERERS["json"](CLEAN))["findings"] == []


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (Edit(("owner",), "operations"), {"change": "set", "path": ["owner"], "value": "operations"}),
        (Edit(("tags", 1), ("a", "b")), {"change": "set", "path": ["tags", 1], "value": ["a", "b"]}),
        (Edit(("onwer",), "owner", Change.RENAME), {"change": "rename", "path": ["onwer"], "value": "owner"}),
        (Edit(("tags", 0), change=Change.REMOVE), {"change": "remove", "path": ["tags", 0]}),
        (None, None),
    ],
)
def test_json_tells_the_edit_that_mends_a_finding(edit: Edit | None, told: object) -> None:
    """Programs can make it themselves; a finding that knows none has no such key."""
    (finding,) = json.loads(RENDERERS["json"](Report([replace(DANGLING, edit=edit)], 1)))["findings"]

    assert finding.get("edit", None) == told
    assert ("edit" in finding) is (edit is not None)


def test_junit_counts_files_and_fails_for_errors() -> None:
    """A warning is told, but is no failure; a clean run has one case, which passes."""
    suites = ET.fromstring(RENDERERS["junit"](REPORT))  # noqa: S314 - our own output

    assert (suites.get("tests"), suites.get("failures")) == ("3", "1")
    (failure,) = suites.iter("failure")
    assert failure.get("type") == "dangling-reference"
    assert "records/service/wiki.yaml:6:5" in (failure.text or "")
    assert len(list(suites.iter("system-out"))) == 2
    clean = ET.fromstring(RENDERERS["junit"](CLEAN))  # noqa: S314 - our own output
    assert [(case.get("name"), len(case)) for case in clean.iter("testcase")] == [("1 record: 0 errors, 0 warnings", 0)]


def test_github_shows_nine_a_level_worst_first_and_counts_the_rest() -> None:
    """Ten annotations a level are all that GitHub shows."""
    many = [
        Finding("schema", severity, f"number {n}", Location("records/ci/a.yaml", n))
        for severity in (Severity.NOTE, Severity.ERROR)
        for n in range(1, 13)
    ]

    lines = RENDERERS["github"](Report([*many, TWIN], 5)).splitlines()

    assert [line.split(" ")[0].split("::")[1] for line in lines[:-1]] == (
        ["error"] * 9 + ["error"] + ["warning"] + ["notice"] * 9 + ["notice"]
    )
    assert lines[9] == "::error::and 3 more of this severity: itsmctl validate lists them"
    assert lines[10] == (
        "::warning file=records/ci/dc02.yaml,line=1,col=8,title=duplicate-title::"
        "dc01 has the title 'Same' too%0Ahint: say what sets it apart"
    )
    assert lines[-1] == "5 records: 12 errors, 1 warning, 12 notes"


def test_markdown_is_a_table_worst_first() -> None:
    """Below a line with the counts; a clean run is one line."""
    lines = RENDERERS["markdown"](REPORT).splitlines()

    assert lines[0] == "**312 records: 1 error, 1 warning, 1 note**"
    assert lines[2:4] == ["| | Where | What | What to do |", "|---|---|---|---|"]
    assert lines[4].startswith("| ❌ error | `records/service/wiki.yaml:6` | depends\\_on names lab-db1")
    assert lines[6].startswith("| 💡 note")
    assert RENDERERS["markdown"](CLEAN) == "✅ 1 record: 0 errors, 0 warnings\n"


@pytest.mark.parametrize("name", sorted(RENDERERS))
def test_no_text_of_a_record_gets_out_of_its_place(name: str) -> None:
    """No control character, no forged command, no tag, no second row."""
    told = RENDERERS[name](evil())

    assert "\x1b" not in told
    assert "\r" not in told
    if name == "github":
        assert len([line for line in told.splitlines() if line.startswith("::")]) == 1
    if name == "markdown":
        assert "<script>" not in told.replace("`<script>`", "")
        assert len(told.splitlines()) == 5
        assert "@ada" not in told.split("`")[0]
    if name == "text":
        assert len(told.splitlines()) == 5
    if name == "junit":
        assert len(list(ET.fromstring(told).iter("testcase"))) == 1  # noqa: S314 - our own output
