"""The guard ``emergency-justified``: an open incident older than the pull request, and a review in time."""

from itsmctl.catalog import Record, moment
from itsmctl.clock import duration, stamp
from itsmctl.guards.answer import Answer, no, yes
from itsmctl.inquiry import Inquiry, Request
from itsmctl.inquiry.change import EMERGENCY, type_of

__all__ = ["emergency_justified"]

# The guard's subject: what cannot wait, and the review that is promised for it.
INCIDENT, REVIEW_BY = "emergency.incident", "emergency.review_by"
OVER = ("done", "void", "ended")


def emergency_justified(inquiry: Inquiry, request: Request) -> Answer:
    """Ask whether base knows the incident as open, and the review is promised within the policy's time."""
    record = request.record
    if type_of(record) != EMERGENCY:
        return yes("it is no emergency")
    said, review = record.at(INCIDENT), moment(record.at(REVIEW_BY))
    if not said or review is None:
        return no("an emergency names its incident and the time of its review")
    named = inquiry.merged.catalog.one(record, INCIDENT)
    name, incident = inquiry.name(named) if named else said, inquiry.in_base(named)
    if incident is None:
        return no(f"the incident {name} is not on the target branch: record it before the change")
    if not _open(incident):
        return no(f"the incident {name} is {incident.state}: it can wait for a normal change")
    latest = inquiry.now + duration(request.policy.get("emergency", {}).get("review_within", "PT0S"))
    if not inquiry.now < review <= latest:
        return no(f"the review must be held after now and by {stamp(latest)}")
    return yes(f"{name} is open, and the review is due by {stamp(review)}")


def _open(incident: Record) -> bool:
    return bool(incident.state) and not any(map(incident.is_, OVER))
