"""What a loss does: the least fixed point of the needs, with a witness path for each record that suffers."""

from itsmctl.impact.closure import Closure, closure
from itsmctl.impact.plan import fatal
from itsmctl.impact.report import STEPS, Affected, GroupState, Impact, assess, to_json
from itsmctl.impact.spread import Spread, spread

__all__ = [
    "STEPS",
    "Affected",
    "Closure",
    "GroupState",
    "Impact",
    "Spread",
    "assess",
    "closure",
    "fatal",
    "spread",
    "to_json",
]
