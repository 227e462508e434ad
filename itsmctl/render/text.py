"""Findings into text for people: the place first, so that an editor can jump to it."""

from itsmctl.findings import Finding, Severity
from itsmctl.render.escape import printable
from itsmctl.render.paint import painted
from itsmctl.render.report import Report

__all__ = ["block", "text"]

COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}


def text(report: Report, *, colour: bool = False) -> str:
    """Write ``path:line:column: severity[code] message``, the hint below it, and the counts at the end."""
    blocks = [block(finding, colour=colour) for finding in report.findings]
    return "".join([*blocks, "\n" if blocks else "", report.summary(), "\n"])


def block(finding: Finding, *, colour: bool = False) -> str:
    """Write one finding: the place, the sentence, what it is about, and what to do."""
    word = painted(f"{finding.severity.word}[{finding.code}]", COLOURS[finding.severity], colour=colour)
    where = painted(printable(str(finding.where)), "1", colour=colour)
    message, *drawn = finding.message.split("\n")
    lines = [f"{where}: {word} {printable(message)}"]
    # What follows the sentence is the text it is about, with a caret: the gutter keeps it from being read as a place.
    lines += [f"  | {printable(line)}" for line in drawn]
    lines += [f"  see: {printable(str(place))}" for place in finding.related]
    if finding.hint:
        lines.append(f"  hint: {printable(finding.hint)}")
    return "\n".join(lines) + "\n"
