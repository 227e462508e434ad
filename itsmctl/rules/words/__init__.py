"""The short words of ``x-itsm`` into rules: each entry of a schema is one."""

from itsmctl.kinds import Kinds
from itsmctl.rules.rule import Rule
from itsmctl.rules.words.ages import age_rules
from itsmctl.rules.words.due import due_rules
from itsmctl.rules.words.unique import unique_rules

__all__ = ["rules_of"]

MAKERS = (due_rules, age_rules, unique_rules)


def rules_of(kinds: Kinds) -> tuple[Rule, ...]:
    """Return the rules that the words of all kinds make, by kind."""
    return tuple(rule for kind in kinds.by_name.values() for make in MAKERS for rule in make(kind, kinds))
