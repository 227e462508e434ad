"""What a loss does: the least fixed point of the needs, with a witness path for each record that suffers."""

from itsmctl.impact.audience import Answerer, Audience, Promise, Touched, audience, audience_json
from itsmctl.impact.closure import Closure, closure
from itsmctl.impact.losses import Losses, losses
from itsmctl.impact.plan import fatal, members_first, vital
from itsmctl.impact.report import STEPS, Affected, GroupState, Impact, assess, to_json
from itsmctl.impact.spread import Spread, spread
from itsmctl.impact.upstream import Bond, Needed, upstream, upstream_json

__all__ = [
    "STEPS",
    "Affected",
    "Answerer",
    "Audience",
    "Bond",
    "Closure",
    "GroupState",
    "Impact",
    "Losses",
    "Needed",
    "Promise",
    "Spread",
    "Touched",
    "assess",
    "audience",
    "audience_json",
    "closure",
    "fatal",
    "losses",
    "members_first",
    "spread",
    "to_json",
    "upstream",
    "upstream_json",
    "vital",
]
