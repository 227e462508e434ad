"""The guard ``in-window``: the window avoids freezes, lies in maintenance windows and keeps the notice."""

from itsmctl.clock import hours
from itsmctl.guards.case import Answer, Case, no, yes
from itsmctl.schedule import Span, covered, notice, openings, span_of

__all__ = ["in_window"]

EMERGENCY = "emergency"


def in_window(case: Case) -> Answer:
    """Ask whether the window is one in which this may happen, by base's calendars and policy.

    A freeze that names a record holds for every change that touches it or may take it down. A maintenance window
    binds the changes of the records that it names; a record that no calendar names is free. An emergency obeys
    neither, but its window must not lie in the past.
    """
    span = span_of(case.record.data.get("window"))
    if span is None:
        return no("there is no window that ends after it starts")
    if span.end <= case.proposal.now:
        return no(f"the window is over: {span}")
    if case.type == EMERGENCY:
        return yes("an emergency keeps neither freezes nor maintenance windows")
    told = notice(case.proposal.policy, case.type, span, case.proposal.now)
    if not told.enough:
        asked, given = hours(told.asked), hours(told.given)
        return no(f"a {case.type} change needs {asked:g} h notice, and has {given:g} h")
    return _frozen(case, span) or _outside(case, span) or yes("in good time, outside of freezes")


def _frozen(case: Case, span: Span) -> Answer | None:
    reached = {*case.proposal.touched, *(hit.record.key for hit in case.proposal.impact.affected)}
    for opening in openings(case.proposal.base.catalog, "freeze", span):
        if any(map(opening.concerns, reached)):
            return no(f"the window lies in the freeze {opening.calendar}: {opening.why}, {opening.span}")
    return None


def _outside(case: Case, span: Span) -> Answer | None:
    base = case.proposal.base.catalog
    bound = _bound(case)
    for key in case.proposal.touched:
        if key not in bound and None not in bound:
            continue
        allowed = [o.span for o in openings(base, "maintenance", span) if o.concerns(key)]
        if not covered(span, allowed):
            id_ = key.partition("/")[2]
            return no(f"the window does not lie in a maintenance window of {id_}")
    return None


def _bound(case: Case) -> set[str | None]:
    """Return the records that some maintenance calendar names; None stands for all."""
    catalog = case.proposal.base.catalog
    found: set[str | None] = set()
    for calendar in catalog.of("calendar"):
        if calendar.data.get("type") != "maintenance":
            continue
        entries = [*calendar.data.get("windows", ()), *calendar.data.get("recurring", ())]
        if any("all" in entry.get("scope", ("all",)) for entry in entries):
            found.add(None)
        found |= {link.target for link in catalog.links_out.get(calendar.key, ()) if "scope" in link.path}
    return found
