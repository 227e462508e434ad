"""Findings into SARIF 2.1.0, which code-scanning services read."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from itsmctl import __version__
from itsmctl.findings import Finding, Location
from itsmctl.render.escape import as_text
from itsmctl.render.report import Report

__all__ = ["sarif"]

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(report: Report) -> str:
    """Write a report as one run of SARIF."""
    codes = sorted({finding.code for finding in report.findings})
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "itsmctl",
                "version": __version__,
                "rules": [_rule(code, report) for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": _results(report.findings, codes),
    }
    if report.revision:
        run["automationDetails"] = {"id": f"itsmctl/{report.revision}"}
    return as_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str, report: Report) -> dict[str, Any]:
    first = next(finding for finding in report.findings if finding.code == code)
    return {
        "id": code,
        "shortDescription": {"text": code.replace("-", " ")},
        "help": {"text": first.hint or f"itsmctl explain {code}"},
        "defaultConfiguration": {"level": first.severity.word},
    }


def _results(findings: Sequence[Finding], codes: Sequence[str]) -> list[dict[str, Any]]:
    """Give each finding a fingerprint that does not hang on its line: what moves down is no new finding."""
    seen: dict[str, int] = {}
    results = []
    for finding in findings:
        told = f"{finding.code}\0{finding.where.path}\0{finding.message}"
        mark = sha256(told.encode("utf-8", "replace")).hexdigest()
        seen[mark] = seen.get(mark, 0) + 1
        result = {
            "ruleId": finding.code,
            "ruleIndex": codes.index(finding.code),
            "level": finding.severity.word,
            "message": {"text": f"{finding.message}: {finding.hint}" if finding.hint else finding.message},
            "locations": [_location(finding.where)],
            "partialFingerprints": {"itsmctl/v1": f"{mark[:32]}:{seen[mark]}"},
        }
        if finding.related:
            result["relatedLocations"] = [_location(place) for place in finding.related]
        results.append(result)
    return results


def _location(where: Location) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(where.path, errors="backslashreplace")},
            "region": {"startLine": where.line, "startColumn": where.column},
        }
    }
