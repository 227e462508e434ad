"""Reviews that are overdue into findings that block the next change of whoever owes them, and of their team."""

from collections.abc import Iterator

from itsmctl.catalog import Record, moment
from itsmctl.document import place
from itsmctl.findings import Finding, Severity
from itsmctl.inquiry import Inquiry
from itsmctl.inquiry.change import EMERGENCY, type_of
from itsmctl.people import colleagues

__all__ = ["overdue"]


def overdue(inquiry: Inquiry, request: Record) -> Iterator[Finding]:
    """Yield each request of base, of the same doer or a colleague, that owes its review since before now.

    An emergency itself is never held up by the debts of others.
    """
    if type_of(request) == EMERGENCY:
        return
    base = inquiry.base.catalog
    doers = inquiry.merged.catalog.role(request, "doer")
    people = {one.key for doer in doers for one in colleagues(base, doer)}
    for other in base.of(request.kind.name):
        due = _owed(other)
        until = moment(due)
        if until and until < inquiry.now and any(doer.key in people for doer in base.role(other, "doer")):
            message = f"{inquiry.name(other)} owes its review since {due}"
            hint = "hold the review and record it; then this change can go on"
            where = place(request.document, tuple(request.kind.role("doer")[0].split(".")))
            yield Finding("review-overdue", Severity.ERROR, message, where, hint, (), request.id)


def _owed(record: Record) -> str | None:
    """Return when a review is due that nobody held; what was given up owes none, nor what is never reviewed."""
    reviewed = record.said("reviewer") or not record.kind.role("reviewer")
    return None if reviewed or record.is_("void") else record.said("due")
