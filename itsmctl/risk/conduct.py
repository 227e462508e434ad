"""How a change is to be carried out into points: its window and notice, its plan, and how old its facts are."""

from datetime import timedelta

from itsmctl.clock import instant
from itsmctl.risk.factor import Factor, Proposal, share
from itsmctl.rules import placeholder
from itsmctl.schedule import notice, openings, span_of

__all__ = ["plan", "staleness", "window"]

LONG = timedelta(hours=8)
OLD = timedelta(days=365)
PARTS = {"back_out": 2, "test": 1, "implementation": 1}


def window(proposal: Proposal, weight: int) -> Factor:
    """Look at when it happens.

    The whole weight without a window, in a freeze, or with less notice than the policy asks for; half of it with
    less than twice that notice, or for a window of more than eight hours; else nothing.
    """
    span = span_of(proposal.request.data.get("window"))
    if span is None:
        return Factor("window", weight, "there is no window")
    told = notice(proposal.policy, proposal.type, span, proposal.now)
    frozen = [o for o in openings(proposal.base.catalog, "freeze", span) if any(map(o.concerns, proposal.touched))]
    if frozen:
        return Factor("window", weight, "the window lies in a freeze", (frozen[0].calendar,))
    if not told.enough:
        return Factor("window", weight, "the notice is shorter than the policy asks for")
    if told.given < 2 * told.asked:
        return Factor("window", share(weight, 1, 2), "the notice is less than twice what the policy asks for")
    if span.end - span.start > LONG:
        return Factor("window", share(weight, 1, 2), "the window is longer than eight hours")
    return Factor("window", 0, "in good time, and short")


def plan(proposal: Proposal, weight: int) -> Factor:
    """Look for what the plan lacks: back-out counts a half of the weight, test and implementation a quarter each.

    What holds only a placeholder ("TBD", blanks) counts as lacking.
    """
    lacking = [part for part in PARTS if placeholder(str(proposal.plan.get(part, ""))) is not None]
    because = f"the plan lacks {', '.join(lacking)}" if lacking else "implementation, test and back-out are written"
    return Factor("plan", share(weight, sum(PARTS[part] for part in lacking), 4), because)


def staleness(proposal: Proposal, weight: int) -> Factor:
    """Look at how old the facts are: the share of what is touched that nobody compared with the thing for a year.

    Only records of a kind that knows ``verified_at`` count. points = weight * stale / all, rounded down.
    """
    records = [proposal.base.catalog.records.get(key) for key in proposal.touched]
    known = [r for r in records if r is not None and "verified_at" in r.kind.schema.get("properties", {})]
    stale = [r.id for r in known if not (at := r.data.get("verified_at")) or instant(at) + OLD < proposal.now]
    because = f"{len(stale)} of {len(known)} records were not verified for a year"
    return Factor("staleness", share(weight, len(stale), len(known)), because, tuple(stale))
