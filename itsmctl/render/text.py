"""Findings into text for people: the place first, so that an editor can jump to it."""

import re

from itsmctl.findings import Finding, Severity
from itsmctl.render.escape import printable
from itsmctl.render.paint import painted
from itsmctl.render.report import Report

__all__ = ["block", "text"]

# A sentence, the line of text that it is about, and a caret below a character of it.
DRAWN = re.compile(r"([^\n]*)\n([^\n]*)\n( *\^)")
COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}


def text(report: Report, *, colour: bool = False) -> str:
    """Write ``path:line:column: severity[code] message``, the hint below it, and the counts at the end."""
    blocks = [block(finding, colour=colour) for finding in report.findings]
    return "".join([*blocks, "\n" if blocks else "", report.summary(), "\n"])


def block(finding: Finding, *, colour: bool = False) -> str:
    """Write one finding: the place, the sentence, what it is about, and what to do."""
    word = painted(f"{finding.severity.word}[{finding.code}]", COLOURS[finding.severity], colour=colour)
    where = painted(printable(str(finding.where)), "1", colour=colour)
    drawn = DRAWN.fullmatch(finding.message)
    lines = [f"{where}: {word} {printable(drawn[1] if drawn else finding.message)}"]
    # The gutter keeps a text from being read as a place.
    lines += [f"  | {printable(line)}" for line in drawn.groups()[1:]] if drawn else []
    lines += [f"  see: {printable(str(place))}" for place in finding.related]
    if finding.hint:
        lines.append(f"  hint: {printable(finding.hint)}")
    return "\n".join(lines) + "\n"
