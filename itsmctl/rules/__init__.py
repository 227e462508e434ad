"""Rules over a whole snapshot: each a function that yields what is wrong; the list is explicit."""

from itsmctl.rules.catalogue import RULES
from itsmctl.rules.judge import judge
from itsmctl.rules.rule import Rule
from itsmctl.rules.text import placeholder

__all__ = ["RULES", "Rule", "judge", "placeholder"]
