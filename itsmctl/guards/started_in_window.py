"""The guard ``started-in-window``: now lies in the window."""

from itsmctl.clock import stamp
from itsmctl.guards.case import Answer, Case, no, yes
from itsmctl.schedule import span_of

__all__ = ["started_in_window"]


def started_in_window(case: Case) -> Answer:
    """Ask whether the work starts in the window that was authorised."""
    span = span_of(case.record.data.get("window"))
    if span is None:
        return no("there is no window")
    now = case.proposal.now
    if span.holds(now):
        return yes("now lies in the window")
    return no(f"{stamp(now)} does not lie in the window {span}")
