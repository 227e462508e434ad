"""A function that yields what is wrong into a rule with a code, a severity and a hint."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from itsmctl.findings import Location, Severity
from itsmctl.snapshot import Snapshot

__all__ = ["Check", "Rule", "Seen", "rule"]

# A sentence, the place it speaks of, and other places that belong to it.
Seen = tuple[str, Location] | tuple[str, Location, tuple[Location, ...]]
Check = Callable[[Snapshot], Iterator[Seen]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must hold over all records; ``check`` yields where it does not."""

    code: str
    severity: Severity
    hint: str
    summary: str
    check: Check


def rule(severity: Severity, hint: str) -> Callable[[Check], Rule]:
    """Dress a check: its name is the code, its docstring the summary."""

    def dress(check: Check) -> Rule:
        return Rule(check.__name__.replace("_", "-"), severity, hint, (check.__doc__ or "").split("\n")[0], check)

    return dress
