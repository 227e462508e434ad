"""Findings as SARIF, which code-scanning services read."""

import json
from typing import Any

import jsonschema
import pytest

from itsmctl.findings import Finding, Location, Severity
from itsmctl.render import RENDERERS, Report
from tests.render.reports import CLEAN, DANGLING, REPORT, evil

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
                                "fixes": {
                                    "type": "array",
                                    "items": {
                                        "required": ["artifactChanges"],
                                        "properties": {
                                            "description": {"required": ["text"]},
                                            "artifactChanges": {
                                                "minItems": 1,
                                                "items": {
                                                    "required": ["artifactLocation", "replacements"],
                                                    "properties": {
                                                        "replacements": {
                                                            "minItems": 1,
                                                            "items": {"required": ["deletedRegion"]},
                                                        }
                                                    },
                                                },
                                            },
                                        },
                                    },
                                },
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


MENDED = Report([DANGLING], 1, mended={DANGLING: ("a: lab-db1\n", "a: lab-db01\n")})


@pytest.mark.parametrize("report", [REPORT, CLEAN, evil(), MENDED], ids=["some", "none", "evil", "mended"])
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


@pytest.mark.parametrize(
    ("old", "new", "region", "text"),
    [
        ("a: 1\nb: x1\n", "a: 1\nb: x01\n", (2, 5, 2, 5), "0"),
        ("tags:\n  - a\n  - b\nc: 1\n", "tags:\n  - a\nc: 1\n", (3, 1, 4, 1), ""),
        ("onwer: ä\n", "owner: ä\n", (1, 2, 1, 4), "wn"),
        ("a", "b", (1, 1, 1, 2), "b"),
    ],
)
def test_a_fix_is_the_characters_that_change(old: str, new: str, region: tuple[int, ...], text: str) -> None:
    """From a line and a column to just before another, and what stands there then."""
    (run,) = json.loads(RENDERERS["sarif"](Report([DANGLING], 1, mended={DANGLING: (old, new)})))["runs"]

    (fix,) = run["results"][0]["fixes"]
    (change,) = fix["artifactChanges"]
    (replacement,) = change["replacements"]
    assert fix["description"] == {"text": DANGLING.hint}
    assert change["artifactLocation"] == {"uri": DANGLING.where.path}
    assert tuple(replacement["deletedRegion"].values()) == region
    assert replacement["insertedContent"] == {"text": text}
