"""What a loss does: the least fixed point of the needs, with a witness path for each record that suffers."""

from itsmctl.impact.report import STEPS, Affected, GroupState, Impact, assess, to_json
from itsmctl.impact.spread import Spread, spread

__all__ = ["STEPS", "Affected", "GroupState", "Impact", "Spread", "assess", "spread", "to_json"]
