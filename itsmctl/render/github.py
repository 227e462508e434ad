"""Findings into workflow commands, which GitHub shows as annotations beside the lines of a pull request."""

from collections.abc import Iterator

from itsmctl.findings import Finding, Severity
from itsmctl.render.escape import github_data, github_property, printable
from itsmctl.render.report import Report

__all__ = ["LIMIT", "github"]

# GitHub shows ten a level and step: nine, and one that says how many more there are.
LIMIT = 9
COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def github(report: Report) -> str:
    """Write at most nine annotations a level, the worst level first, then how many more there are."""
    lines = [line for severity in sorted(Severity, reverse=True) for line in _level(report, severity)]
    return "".join(f"{line}\n" for line in [*lines, report.summary()])


def _level(report: Report, severity: Severity) -> Iterator[str]:
    found = [finding for finding in report.findings if finding.severity is severity]
    yield from map(_command, found[:LIMIT])
    if len(found) > LIMIT:
        more = f"and {len(found) - LIMIT} more of this severity: itsmctl validate lists them"
        yield f"::{COMMANDS[severity]}::{more}"


def _command(finding: Finding) -> str:
    where = finding.where
    properties = {
        "file": printable(where.path),
        "line": str(where.line),
        "col": str(where.column),
        "title": finding.code,
    }
    told = ",".join(f"{name}={github_property(value)}" for name, value in properties.items())
    message = printable(finding.message) + (f"\nhint: {printable(finding.hint)}" if finding.hint else "")
    return f"::{COMMANDS[finding.severity]} {told}::{github_data(message)}"
