"""What must hold over a whole snapshot: functions in an explicit list, words of schemas, and expressions."""

from itsmctl.rules.catalogue import RULES
from itsmctl.rules.judge import every_rule, judge
from itsmctl.rules.policy import POLICIES
from itsmctl.rules.rule import Rule
from itsmctl.rules.text import placeholder

__all__ = ["POLICIES", "RULES", "Rule", "every_rule", "judge", "placeholder"]
