"""The guard ``started-in-window``: now lies in the window."""

from itsmctl.clock import stamp
from itsmctl.guards.answer import Answer, no, yes
from itsmctl.inquiry import Inquiry, Request
from itsmctl.schedule import window_of

__all__ = ["started_in_window"]


def started_in_window(inquiry: Inquiry, request: Request) -> Answer:
    """Ask whether the work starts in the window that was authorised."""
    span = window_of(request.record)
    if span is None:
        return no("there is no window")
    if span.holds(inquiry.now):
        return yes("now lies in the window")
    return no(f"{stamp(inquiry.now)} does not lie in the window {span}")
