"""The guard ``reviewed``: somebody else than the implementer has looked back."""

from itsmctl.catalog import moment
from itsmctl.guards.answer import Answer, no, yes
from itsmctl.inquiry import Inquiry, Request

__all__ = ["reviewed"]

HELD = "review.at"  # the guard's subject: no role says when a review was held


def reviewed(inquiry: Inquiry, request: Request) -> Answer:
    """Ask whether the review is there, was held already, and not by anybody who did the work."""
    record, catalog = request.record, inquiry.merged.catalog
    if not record.said("reviewer"):
        return no("there is no review")
    reviewers = {one.key: inquiry.name(one) for one in catalog.role(record, "reviewer")}
    if not reviewers:
        return no("nobody knows who reviewed it")
    same = [reviewers[doer.key] for doer in catalog.role(record, "doer") if doer.key in reviewers]
    if same:
        return no(f"{', '.join(same)} did the work, so somebody else must review it")
    held = moment(record.at(HELD))
    if held and held > inquiry.now:
        return no(f"the review is dated later than now: {record.at(HELD)}")
    return yes(f"reviewed by {', '.join(reviewers.values())}")
