"""How much a service survives: single points of failure, minimal cut sets and slack."""

from itsmctl.resilience.alone import Alone, alone
from itsmctl.resilience.cutsets import LARGEST, LIMIT, CutSets, cutsets
from itsmctl.resilience.slack import GroupSlack, Slack, group_slack, slack
from itsmctl.resilience.spof import DEGRADED, WEIGHTS, Spof, damage, spof

__all__ = [
    "DEGRADED",
    "LARGEST",
    "LIMIT",
    "WEIGHTS",
    "Alone",
    "CutSets",
    "GroupSlack",
    "Slack",
    "Spof",
    "alone",
    "cutsets",
    "damage",
    "group_slack",
    "slack",
    "spof",
]
