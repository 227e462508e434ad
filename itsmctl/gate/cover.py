"""What may not be in one pull request, and what no authorised request covers."""

from collections.abc import Iterator

from itsmctl.catalog import Record, in_force
from itsmctl.document import place
from itsmctl.findings import Finding, Location, Severity
from itsmctl.inquiry import Inquiry, running, worked_on
from itsmctl.inquiry.scope import ABSENT, REGULAR
from itsmctl.lifecycle import authorises

__all__ = ["mixtures", "uncovered"]

PLAIN = (ABSENT, REGULAR, "100755")
WHY = "which decides how records are judged, built or published"


def mixtures(inquiry: Inquiry) -> Iterator[Finding]:
    """Yield what may not be in one pull request: several requests, governance with other records, odd files."""
    scope = inquiry.scope
    for change in scope.requests[1:]:
        message = f"{inquiry.name(change.key)} is changed together with {inquiry.name(scope.requests[0].key)}"
        yield _finding("several-requests", message, change.record, "one request for change a pull request")
    records = (*scope.requests, *scope.altered, *scope.other)
    if scope.governed and records:
        named = scope.governed[0].path.encode("unicode_escape", "replace").decode()
        message = f"{inquiry.name(records[0].key)} is changed together with {named}, {WHY}"
        hint = "make two pull requests: the rules first, then what relies on them"
        yield _finding("mixed-governance", message, records[0].record, hint)
    for path in scope.governed:
        if path.after not in PLAIN and not path.inner.startswith("records/"):
            where = Location(path.path.encode("unicode_escape", "replace").decode())
            yield Finding("irregular-file", Severity.ERROR, "this must be a plain file", where, "store the file itself")


def uncovered(inquiry: Inquiry) -> Iterator[Finding]:
    """Yield each change of configuration that no authorised request names.

    A request covers what it works on: when this pull request authorises it, or when base holds it in force and now
    lies in its window.
    """
    base, merged = inquiry.base.catalog, inquiry.merged.catalog
    allowed: set[str] = set()
    for change in inquiry.scope.requests:
        if change.after is not None and authorises(change):
            allowed |= {record.key for record in worked_on(merged, change.after)}
    for request, _ in running(inquiry.base):
        if in_force(request, inquiry.now):
            allowed |= {record.key for record in worked_on(base, request)}
    for change in inquiry.scope.altered:
        if change.key not in allowed:
            message = f"{inquiry.name(change.key)} is {change.verb}, and no authorised request covers it"
            hint = "name it in affects of a request that this pull request moves to approved, or wait for its window"
            yield _finding("uncovered-change", message, change.record, hint)


def _finding(code: str, message: str, record: Record, hint: str) -> Finding:
    return Finding(code, Severity.ERROR, message, place(record.document, ()), hint, (), record.id)
