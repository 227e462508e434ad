"""What a loss does: the least fixed point of the needs, with a witness path for each record that suffers."""

from itsmctl.impact.report import Affected, GroupState, Impact, assess, to_json
from itsmctl.impact.spread import Spread, spread

__all__ = ["Affected", "GroupState", "Impact", "Spread", "assess", "spread", "to_json"]
