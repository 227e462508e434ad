"""The guard ``in-window``: the window avoids freezes, lies in maintenance windows and keeps the notice."""

from itsmctl.clock import hours
from itsmctl.guards.answer import Answer, no, yes
from itsmctl.inquiry import Inquiry, Request
from itsmctl.inquiry.change import EMERGENCY, type_of
from itsmctl.schedule import FREEZE, MAINTENANCE, Span, covered, notice, openings, reserved, window_of

__all__ = ["in_window"]


def in_window(inquiry: Inquiry, request: Request) -> Answer:
    """Ask whether the window is one in which this may happen, by base's calendars and policy.

    A freeze that names a record holds for every change that touches it or may take it down. A maintenance window
    binds the changes of the records that it names; a record that no calendar names is free. An emergency obeys
    neither, but its window must not lie in the past.
    """
    span, type_ = window_of(request.record), type_of(request.record)
    if span is None:
        return no("there is no window that ends after it starts")
    if span.end <= inquiry.now:
        return no(f"the window is over: {span}")
    if type_ == EMERGENCY:
        return yes("an emergency keeps neither freezes nor maintenance windows")
    told = notice(request.policy, type_, span, inquiry.now)
    if not told.enough:
        asked, given = hours(told.asked), hours(told.given)
        return no(f"a {type_} change needs {asked:g} h notice, and has {given:g} h")
    return (
        _frozen(inquiry, request, span) or _outside(inquiry, request, span) or yes("in good time, outside of freezes")
    )


def _frozen(inquiry: Inquiry, request: Request, span: Span) -> Answer | None:
    reached = {*request.touched, *(hit.record.key for hit in request.impact.affected)}
    for opening in openings(inquiry.base.catalog, FREEZE, span):
        if any(map(opening.concerns, reached)):
            return no(f"the window lies in the freeze {opening.calendar}: {opening.why}, {opening.span}")
    return None


def _outside(inquiry: Inquiry, request: Request, span: Span) -> Answer | None:
    base = inquiry.base.catalog
    for key in request.touched:
        allowed = [opening.span for opening in openings(base, MAINTENANCE, span) if opening.concerns(key)]
        if reserved(base, key) and not covered(span, allowed):
            return no(f"the window does not lie in a maintenance window of {inquiry.name(key)}")
    return None
