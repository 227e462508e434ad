"""A request into its risk: the sum of the factors that the policy weighs, and the level it makes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from itsmctl.graph import State
from itsmctl.inquiry import Inquiry, Request
from itsmctl.inquiry.change import plan_of
from itsmctl.risk.conduct import plan, staleness, window
from itsmctl.risk.factor import Factor
from itsmctl.risk.past import failure_rate, history
from itsmctl.risk.reach import blast, critical, redundancy

__all__ = ["FACTORS", "LEVELS", "Risk", "score"]

LEVELS = ("low", "medium", "high")
FACTORS: Mapping[str, Callable[[Inquiry, Request, int], Factor]] = MappingProxyType(
    {
        "blast-radius": blast,
        "redundancy": redundancy,
        "window": window,
        "plan": plan,
        "history": history,
        "failure-rate": failure_rate,
        "staleness": staleness,
    }
)


@dataclass(frozen=True, slots=True)
class Risk:
    """The score, its level, the factors behind it, and the hard rules that raised the level."""

    score: int
    level: str
    factors: tuple[Factor, ...]
    raised: tuple[str, ...]


def score(inquiry: Inquiry, request: Request) -> Risk:
    """Reckon the factors to which the policy gives a weight, and the level of their sum; hard rules only raise it.

    A level begins at its least score in ``risk.levels``. At least medium is a change that takes a critical service
    down, and one without a back-out plan.
    """
    words = request.policy["risk"]
    factors = tuple(
        FACTORS[name](inquiry, request, int(words["weights"][name])) for name in FACTORS if name in words["weights"]
    )
    total = sum(factor.points for factor in factors)
    level = max((name for name in LEVELS if total >= words["levels"][name]), key=LEVELS.index, default="low")
    raised = tuple(_raised(inquiry, request)) if level == "low" else ()
    return Risk(total, "medium" if raised else level, factors, raised)


def _raised(inquiry: Inquiry, request: Request) -> list[str]:
    hits = request.impact.affected
    lost = [inquiry.name(hit.record) for hit in hits if critical(hit.record) and hit.state is State.DOWN]
    reasons = [f"it can take {', '.join(lost)} down, which is critical"] if lost else []
    if not str(plan_of(inquiry, request.record).get("back_out", "")).strip():
        reasons.append("there is no way back")
    return reasons
