"""A verdict into the words that all its reports share."""

from collections.abc import Iterator

from itsmctl.gate import Verdict
from itsmctl.impact import Affected

__all__ = ["HEADLINES", "MARKS", "PLACES", "services", "steps", "subject"]

HEADLINES = {
    "approved": ("✅", "Approved"),
    "needs-approval": ("⏳", "Needs approval"),
    "refused": ("⛔", "Refused"),
    "undecidable": ("❓", "Cannot be decided"),
}
MARKS = {True: "✔", False: "✘", None: "?"}
PLACES = 12  # names that a sentence bears; the rest is counted


def subject(verdict: Verdict) -> str:
    """Say what was judged: ``RFC-2026-0042, normal, medium risk (41 points)``."""
    parts = [part for part in (verdict.rfc, verdict.type) if part] or [_unnamed(verdict)]
    if verdict.risk:
        parts.append(f"{verdict.risk.level} risk ({verdict.risk.score} points)")
    return ", ".join(parts)


def _unnamed(verdict: Verdict) -> str:
    """Say what it is when it is neither a request for change nor a change of the rules."""
    if not verdict.inputs.get("tree"):
        return "what it would change is not known"
    return "no change under control" if verdict.word == "approved" else "no request for change"


def steps(verdict: Verdict) -> Iterator[tuple[str, str, str]]:
    """Yield what must happen next: what is wrong or missing, where, and what to do."""
    for message, hint in verdict.doubts:
        yield message, "", hint
    for person in verdict.tally.rejected_by:
        yield f"{person} rejects it", "", "talk, mend what they object to, and ask them again"
    for finding in verdict.refusals:
        where = f"{finding.where.path}:{finding.where.line}" if finding.where.path else ""
        yield finding.message, where, finding.hint
    for one in verdict.tally.missing if verdict.word == "needs-approval" else ():
        asked = ", ".join(one.candidates[:PLACES]) or "nobody who may: give the role to somebody on the target branch"
        what = "approval" if one.count == 1 else "approvals"
        yield f"{one.count} {what} as {one.role} ({one.because})", "", f"ask {asked}"


def services(verdict: Verdict) -> tuple[tuple[Affected, ...], int]:
    """Return the services that would suffer, the worst first, and the number of other records."""
    hits = verdict.impact.affected if verdict.impact else ()
    found = tuple(hit for hit in hits if hit.record.kind.service)
    return found, len(hits) - len(found)
