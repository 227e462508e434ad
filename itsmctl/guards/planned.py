"""The guard ``planned``: implementation, test and back-out are written."""

from itsmctl.guards.case import Answer, Case, no, yes
from itsmctl.rules import placeholder

__all__ = ["planned"]

PARTS = ("implementation", "test", "back_out")


def planned(case: Case) -> Answer:
    """Ask whether the plan says how it is done, how one sees that it worked, and how to go back, in real words."""
    plan = case.proposal.plan
    absent = [part for part in PARTS if not plan.get(part)]
    if absent:
        return no(f"the plan has no {', '.join(absent)}")
    idle = {part: found for part in PARTS if (found := placeholder(str(plan[part]))) is not None}
    if idle:
        told = ", ".join(f"{part} says {found or 'nothing that can be seen'}" for part, found in idle.items())
        return no(f"the plan is not written: {told}")
    return yes("implementation, test and back-out are written")
