"""The six formats of findings, each safe where it goes."""

import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itsmctl.findings import Finding, Location, Severity
from itsmctl.render import RENDERERS, Report
from itsmctl.render.escape import cell, code, csv_cell, github_data, github_property, markdown, printable
from itsmctl.render.text import text

DANGLING = Finding(
    "dangling-reference",
    Severity.ERROR,
    "depends_on names lab-db1, which does not exist",
    Location("records/service/wiki.yaml", 6, 5),
    "did you mean lab-db01?",
    (),
    "wiki",
)
TWIN = Finding(
    "duplicate-title",
    Severity.WARNING,
    "dc01 has the title 'Same' too",
    Location("records/ci/dc02.yaml", 1, 8),
    "say what sets it apart",
    (Location("records/ci/dc01.yaml", 1, 8),),
    "dc02",
)
BARE = Finding("need-without-effect", Severity.NOTE, "need 1 decides nothing", Location("records/ci/a.yaml", 2, 3))
REPORT = Report([BARE, TWIN, DANGLING], 312)
CLEAN = Report([], 1)
EVIL = "a\r\n::error::b%0A|`<script>`[x](y)@ada\x1b[31m\u202e,:\ud800"


def evil() -> Report:
    """Make a report whose every text wants out."""
    where = Location(f"records/ci/{EVIL}.yaml", 1, 1)
    return Report([Finding("schema", Severity.ERROR, EVIL, where, EVIL, (where,), EVIL)], 1)


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


PLACE = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation", "region"],
            "properties": {
                "artifactLocation": {"properties": {"uri": {"type": "string", "pattern": r"^[A-Za-z0-9._~/%-]+$"}}},
                "region": {
                    "required": ["startLine"],
                    "properties": {"startLine": {"minimum": 1}, "startColumn": {"minimum": 1}},
                },
            },
        }
    },
}
# What the standard demands of the part of SARIF 2.1.0 that is written here.
SARIF: dict[str, Any] = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "additionalProperties": False,
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "automationDetails": {"required": ["id"]},
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "required": ["id"],
                                            "properties": {
                                                "shortDescription": {"required": ["text"]},
                                                "help": {"required": ["text"]},
                                                "defaultConfiguration": {
                                                    "properties": {
                                                        "level": {"enum": ["none", "note", "warning", "error"]}
                                                    }
                                                },
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message", "ruleId", "ruleIndex", "level", "locations", "partialFingerprints"],
                            "additionalProperties": False,
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": {"required": ["text"]},
                                "locations": {"type": "array", "minItems": 1, "items": PLACE},
                                "relatedLocations": {"type": "array", "items": PLACE},
                                "partialFingerprints": {
                                    "type": "object",
                                    "minProperties": 1,
                                    "additionalProperties": {"type": "string"},
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


@pytest.mark.parametrize("report", [REPORT, CLEAN, evil()], ids=["some", "none", "evil"])
def test_sarif_is_as_the_standard_has_it(report: Report) -> None:
    """Every result has a region, a rule that its index leads to, and a fingerprint."""
    value = json.loads(RENDERERS["sarif"](report).encode("utf-8", "replace"))

    jsonschema.Draft202012Validator(SARIF).validate(value)
    (run,) = value["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert len(run["results"]) == len(report.findings)


def test_a_fingerprint_does_not_hang_on_the_line() -> None:
    """A finding that moved down is the same; two alike in one file are two."""

    def marks(*lines: int) -> list[str]:
        found = [Finding("schema", Severity.ERROR, "x", Location("records/ci/a.yaml", line)) for line in lines]
        (run,) = json.loads(RENDERERS["sarif"](Report(found, 1)))["runs"]
        return [result["partialFingerprints"]["itsmctl/v1"] for result in run["results"]]

    assert marks(5) == marks(9)
    assert len(set(marks(5, 9))) == 2
    assert marks(5, 9) == marks(6, 10)


def test_sarif_names_the_commit() -> None:
    """If there is one."""
    (run,) = json.loads(RENDERERS["sarif"](Report([], 1, "a" * 40)))["runs"]

    assert run["automationDetails"] == {"id": f"itsmctl/{'a' * 40}"}


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


@given(st.text())
def test_what_is_printable_is_one_line(content: str) -> None:
    """Whatever it was."""
    assert printable(content).isprintable()


@given(st.text())
def test_an_annotation_is_one_line_and_reads_back(content: str) -> None:
    """Escaping loses nothing."""
    told = github_property(content)

    assert not set(told) & set("\r\n:,")
    back = told.replace("%2C", ",").replace("%3A", ":").replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
    assert back == content
    assert "\n" not in github_data(content)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("plain text, (with) 1.5 – signs", "plain text, (with) 1.5 – signs"),
        ("*a* _b_ `c`", r"\*a\* \_b\_ \`c\`"),
        ("[x](y)", r"\[x\](y)"),
        ("<img src=x>", r"&lt;img src=x\>"),
        ("a & b &lt;", "a &amp; b &amp;lt;"),
        ("- item", r"\- item"),
        ("+ item", r"\+ item"),
        ("12. item", r"12\. item"),
        ("# head", r"\# head"),
        ("mail ada@lab.example", "mail ada@&#8288;lab.example"),
        ("a\n\n# b", r"a \# b"),
        ("back\\slash", r"back\\slash"),
    ],
)
def test_markdown_means_nothing_in_a_text(content: str, expected: str) -> None:
    """What would mean something is escaped, and nothing else."""
    assert markdown(content) == expected


def test_code_stands_in_a_cell() -> None:
    """Ticks need a longer fence, bars a backslash; an empty cell is a blank."""
    assert code("a|b") == r"`a\|b`"
    assert code("a`b") == "`` a`b ``"
    assert cell("") == " "


@pytest.mark.parametrize("content", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_a_spreadsheet_takes_no_text_for_a_formula(content: str) -> None:
    """An apostrophe stands before it."""
    assert csv_cell(content) == f"'{content}"
    assert csv_cell("plain") == "plain"
