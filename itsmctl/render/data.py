"""Findings into JSON, version 1: for other programs."""

from typing import Any

from itsmctl.findings import Finding, Severity, finding_json
from itsmctl.render.escape import as_text
from itsmctl.render.report import Report

__all__ = ["as_json", "summary"]


def as_json(report: Report) -> str:
    """Write a report as JSON (DESIGN, section 5)."""
    value = {
        "version": 1,
        "revision": report.revision,
        "summary": summary(report),
        "findings": [_finding(finding) for finding in report.findings],
    }
    return as_text(value)


def summary(report: Report) -> dict[str, int]:
    """Count records and findings by severity."""
    return {"records": report.records, **{s.word: report.count(s) for s in sorted(Severity, reverse=True)}}


def _finding(finding: Finding) -> dict[str, Any]:
    return {**finding_json(finding), "related": [place.json() for place in finding.related]}
