"""The guard ``reviewed``: somebody else than the implementer has looked back."""

from itsmctl.clock import instant
from itsmctl.guards.case import Answer, Case, no, yes

__all__ = ["reviewed"]


def reviewed(case: Case) -> Answer:
    """Ask whether the review is there, was held already, and not by the one who did the work."""
    data = case.record.data
    review = data.get("review")
    if not review:
        return no("there is no review")
    if review.get("by") == data.get("implementer"):
        return no(f"{review.get('by')} did the work, so somebody else must review it")
    if instant(review["at"]) > case.proposal.now:
        return no(f"the review is dated later than now: {review['at']}")
    return yes(f"reviewed by {review.get('by')}")
