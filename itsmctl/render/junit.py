"""Findings into JUnit's XML, which most build servers show as tests."""

from itertools import groupby
from xml.etree import ElementTree as ET

from itsmctl.findings import Finding, Severity
from itsmctl.render.escape import printable
from itsmctl.render.report import Report

__all__ = ["junit"]


def junit(report: Report) -> str:
    """Write a report as one suite: a file with findings is a case, an error in it a failure."""
    by_path = [(path, list(group)) for path, group in groupby(report.findings, key=lambda f: f.where.path)]
    failures = sum(any(f.severity is Severity.ERROR for f in found) for _, found in by_path)
    counts = {"tests": str(max(1, len(by_path))), "failures": str(failures), "errors": "0"}
    suites = ET.Element("testsuites", {"name": "itsmctl", **counts})
    suite = ET.SubElement(suites, "testsuite", {"name": "itsmctl validate", **counts, "skipped": "0"})
    for path, found in by_path:
        _case(suite, path, found)
    if not by_path:
        # Build servers take a suite without a test for a broken one.
        _case(suite, report.summary(), [])
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode") + "\n"


def _case(suite: ET.Element, path: str, found: list[Finding]) -> None:
    case = ET.SubElement(suite, "testcase", {"classname": "records", "name": printable(path), "time": "0"})
    errors = [finding for finding in found if finding.severity is Severity.ERROR]
    if errors:
        failure = ET.SubElement(case, "failure", {"type": errors[0].code, "message": printable(errors[0].message)})
        failure.text = "\n".join(_line(finding) for finding in errors)
    others = [finding for finding in found if finding.severity is not Severity.ERROR]
    if others:
        ET.SubElement(case, "system-out").text = "\n".join(_line(finding) for finding in others)


def _line(finding: Finding) -> str:
    hint = f" ({finding.hint})" if finding.hint else ""
    return printable(f"{finding.where}: {finding.severity.word}[{finding.code}] {finding.message}{hint}")
