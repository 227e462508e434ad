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
        "results": _results(report, codes),
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


def _results(report: Report, codes: Sequence[str]) -> list[dict[str, Any]]:
    """Give each finding a fingerprint that does not hang on its line: what moves down is no new finding."""
    seen: dict[str, int] = {}
    results = []
    for finding in report.findings:
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
        if finding in report.mended:
            result["fixes"] = [_fix(finding, *report.mended[finding])]
        results.append(result)
    return results


def _fix(finding: Finding, old: str, new: str) -> dict[str, Any]:
    """Tell how a file would change, as the one run of characters in which its two texts differ."""
    start = _alike(old, new)
    same = _alike(old[start:][::-1], new[start:][::-1])
    end = len(old) - same
    (line, column), (last, after) = _at(old, start), _at(old, end)
    region = {"startLine": line, "startColumn": column, "endLine": last, "endColumn": after}
    replacement = {"deletedRegion": region, "insertedContent": {"text": new[start : len(new) - same]}}
    change = {"artifactLocation": _file(finding.where), "replacements": [replacement]}
    return {"description": {"text": finding.hint or finding.message}, "artifactChanges": [change]}


def _alike(one: str, other: str) -> int:
    """Count the characters that two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _at(text: str, place: int) -> tuple[int, int]:
    """Return the line and the column, from 1, of a character."""
    return text.count("\n", 0, place) + 1, place - text.rfind("\n", 0, place)


def _file(where: Location) -> dict[str, str]:
    return {"uri": quote(where.path, errors="backslashreplace")}


def _location(where: Location) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": _file(where),
            "region": {"startLine": where.line, "startColumn": where.column},
        }
    }
