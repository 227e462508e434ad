"""The guard ``planned``: implementation, test and back-out are written."""

from itsmctl.guards.answer import Answer, no, yes
from itsmctl.inquiry import Inquiry, Request
from itsmctl.inquiry.change import PARTS, plan_of
from itsmctl.rules import placeholder

__all__ = ["planned"]


def planned(inquiry: Inquiry, request: Request) -> Answer:
    """Ask whether the plan says how it is done, how one sees that it worked, and how to go back, in real words."""
    plan = plan_of(inquiry, request.record)
    absent = [part for part in PARTS if not plan.get(part)]
    if absent:
        return no(f"the plan has no {', '.join(absent)}")
    idle = {part: found for part in PARTS if (found := placeholder(str(plan[part]))) is not None}
    if idle:
        told = ", ".join(f"{part} says {found or 'nothing that can be seen'}" for part, found in idle.items())
        return no(f"the plan is not written: {told}")
    return yes("implementation, test and back-out are written")
