"""Findings into Markdown: a table for a comment or a step summary."""

from itsmctl.findings import Finding, Severity
from itsmctl.render.escape import cell, code
from itsmctl.render.report import Report, worst_first

__all__ = ["as_markdown"]

MARKS = {Severity.ERROR: "❌ error", Severity.WARNING: "⚠️ warning", Severity.NOTE: "💡 note"}
HEAD = "| | Where | What | What to do |\n|---|---|---|---|\n"


def as_markdown(report: Report) -> str:
    """Write a table of the findings, the worst first, below a line with the counts."""
    if not report.findings:
        return f"✅ {report.summary()}\n"
    rows = "".join(_row(finding) for finding in worst_first(report.findings))
    return f"**{report.summary()}**\n\n{HEAD}{rows}"


def _row(finding: Finding) -> str:
    where = code(f"{finding.where.path}:{finding.where.line}")
    what = f"{cell(finding.message)} ({code(finding.code)})"
    return f"| {MARKS[finding.severity]} | {where} | {what} | {cell(finding.hint)} |\n"
