"""A function that yields what is wrong into a rule with a code, a severity and a hint."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps

from itsmctl.document import Document, Path, place
from itsmctl.findings import Location, Severity
from itsmctl.rules.context import Context
from itsmctl.snapshot import Snapshot

__all__ = ["Check", "CheckInContext", "Rule", "Seen", "rule", "rule_in_context"]

# A sentence, the place it speaks of, and other places that belong to it.
Seen = tuple[str, Location] | tuple[str, Location, tuple[Location, ...]]
Check = Callable[[Snapshot], Iterator[Seen]]
CheckInContext = Callable[[Snapshot, Context], Iterator[Seen]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must hold over all records; ``check`` yields where it does not.

    What a schema or a record defines carries its own explanation, and its ``source``, in which ``path`` leads to it;
    what is built in has a page. ``kind`` is the kind that it is about, empty for all.
    """

    code: str
    severity: Severity
    hint: str
    summary: str
    check: CheckInContext
    why: str = ""
    wrong: str = ""
    right: str = ""
    kind: str = ""
    source: Document | None = None
    path: Path = ()

    @property
    def where(self) -> Location | None:
        """Where it is defined, if it is data."""
        return place(self.source, self.path) if self.source else None


def rule_in_context(severity: Severity, hint: str) -> Callable[[CheckInContext], Rule]:
    """Dress a check that asks for the context too: its name is the code, its docstring the summary."""

    def dress(check: CheckInContext) -> Rule:
        return Rule(check.__name__.replace("_", "-"), severity, hint, (check.__doc__ or "").split("\n")[0], check)

    return dress


def rule(severity: Severity, hint: str) -> Callable[[Check], Rule]:
    """Dress a check that needs the snapshot alone."""

    def dress(check: Check) -> Rule:
        @wraps(check)
        def anywhere(snapshot: Snapshot, _: Context) -> Iterator[Seen]:
            return check(snapshot)

        return rule_in_context(severity, hint)(anywhere)

    return dress
