"""Emergency changes whose review is overdue into findings that block their team's next change."""

from collections.abc import Iterator
from datetime import datetime

from itsmctl.catalog import Catalog, Record
from itsmctl.clock import instant
from itsmctl.document import place
from itsmctl.findings import Finding, Severity
from itsmctl.people import colleagues

__all__ = ["overdue"]


def overdue(base: Catalog, merged: Catalog, request: Record, now: datetime) -> Iterator[Finding]:
    """Yield each emergency of the same implementer or team that owes its review since before now.

    An emergency itself is never held up by the debts of others.
    """
    if request.data.get("type") == "emergency":
        return
    doers = (base.records.get(person.key) for person in merged.many(request, "implementer"))
    people = {one.key for doer in doers if doer for one in colleagues(base, doer)}
    for other in base.of(request.kind.name):
        due = other.data.get("emergency", {}).get("review_by")
        if not due or other.data.get("review") or other.state in ("rejected", "withdrawn"):
            continue
        owes = any(person.key in people for person in base.many(other, "implementer"))
        if owes and instant(due) < now:
            message = f"{other.id} owes its review since {due}"
            hint = "hold the review and record it; then this change can go on"
            where = place(request.document, ("implementer",))
            yield Finding("review-overdue", Severity.ERROR, message, where, hint, (), request.id)
