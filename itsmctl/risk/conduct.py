"""How a change is to be carried out into points: its window and notice, its plan, and how old its facts are."""

from datetime import timedelta

from itsmctl.catalog import moment
from itsmctl.inquiry import Inquiry, Request
from itsmctl.inquiry.change import plan_of, type_of
from itsmctl.risk.factor import Factor, share
from itsmctl.rules import placeholder
from itsmctl.schedule import FREEZE, notice, openings, window_of

__all__ = ["plan", "staleness", "window"]

LONG = timedelta(hours=8)
OLD = timedelta(days=365)
WEIGHTS = {"back_out": 2, "test": 1, "implementation": 1}


def window(inquiry: Inquiry, request: Request, weight: int) -> Factor:
    """Look at when it happens.

    The whole weight without a window, in a freeze, or with less notice than the policy asks for; half of it with
    less than twice that notice, or for a window of more than eight hours; else nothing.
    """
    span = window_of(request.record)
    if span is None:
        return Factor("window", weight, "there is no window")
    told = notice(request.policy, type_of(request.record), span, inquiry.now)
    frozen = [o for o in openings(inquiry.base.catalog, FREEZE, span) if any(map(o.concerns, request.touched))]
    if frozen:
        return Factor("window", weight, "the window lies in a freeze", (frozen[0].calendar,))
    if not told.enough:
        return Factor("window", weight, "the notice is shorter than the policy asks for")
    if told.given < 2 * told.asked:
        return Factor("window", share(weight, 1, 2), "the notice is less than twice what the policy asks for")
    if span.end - span.start > LONG:
        return Factor("window", share(weight, 1, 2), "the window is longer than eight hours")
    return Factor("window", 0, "in good time, and short")


def plan(inquiry: Inquiry, request: Request, weight: int) -> Factor:
    """Look for what the plan lacks: back-out counts a half of the weight, test and implementation a quarter each.

    What holds only a placeholder ("TBD", blanks) counts as lacking.
    """
    written = plan_of(inquiry, request.record)
    lacking = [part for part in WEIGHTS if placeholder(str(written.get(part, ""))) is not None]
    because = f"the plan lacks {', '.join(lacking)}" if lacking else "implementation, test and back-out are written"
    return Factor("plan", share(weight, sum(WEIGHTS[part] for part in lacking), 4), because)


def staleness(inquiry: Inquiry, request: Request, weight: int) -> Factor:
    """Look at how old the facts are: the share of what is touched that nobody compared with the thing for a year.

    Only records of a kind that knows when it was verified count. points = weight * stale / all, rounded down.
    """
    records = [inquiry.base.catalog.records.get(key) for key in request.touched]
    known = [record for record in records if record is not None and record.kind.role("verified")]
    stale = [
        inquiry.name(record)
        for record in known
        if not (at := moment(record.said("verified"))) or at + OLD < inquiry.now
    ]
    because = f"{len(stale)} of {len(known)} records were not verified for a year"
    return Factor("staleness", share(weight, len(stale), len(known)), because, tuple(stale))
