"""The guard ``emergency-justified``: an open incident older than the pull request, and a review in time."""

from itsmctl.catalog import Record
from itsmctl.clock import duration, instant, stamp
from itsmctl.guards.case import Answer, Case, no, yes

__all__ = ["emergency_justified"]


def emergency_justified(case: Case) -> Answer:
    """Ask whether base knows the incident as open, and the review is promised within the policy's time."""
    if case.type != "emergency":
        return yes("it is no emergency")
    words = case.record.data.get("emergency")
    if not words:
        return no("an emergency names its incident and the time of its review")
    name = str(words["incident"]).rpartition("/")[2]
    incident = case.proposal.base.catalog.get("incident", name)
    if incident is None:
        return no(f"the incident {name} is not on the target branch: record it before the change")
    if not _open(incident):
        return no(f"the incident {name} is {incident.state}: it can wait for a normal change")
    now, review = case.proposal.now, instant(words["review_by"])
    latest = now + duration(case.proposal.policy.get("emergency", {}).get("review_within", "PT0S"))
    if not now < review <= latest:
        return no(f"the review must be held after now and by {stamp(latest)}")
    return yes(f"{name} is open, and the review is due by {stamp(review)}")


def _open(incident: Record) -> bool:
    lifecycle = incident.kind.lifecycle
    ended = lifecycle.end if lifecycle else ()
    return bool(incident.state) and incident.state not in (*ended, "resolved")
