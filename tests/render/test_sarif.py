"""Findings as SARIF, which code-scanning services read."""

import json
from typing import Any

import jsonschema
import pytest

from itsmctl.findings import Finding, Location, Severity
from itsmctl.render import RENDERERS, Report
from tests.render.reports import CLEAN, REPORT, evil

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
