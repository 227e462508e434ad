"""A snapshot into the findings of all rules, as the policy about rules weighs and excuses them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from itsmctl.findings import Finding, ordered
from itsmctl.rules.catalogue import RULES
from itsmctl.rules.context import Context
from itsmctl.rules.expressed import book_in, book_of
from itsmctl.rules.policy import faults
from itsmctl.rules.rule import Rule
from itsmctl.rules.words import rules_of
from itsmctl.snapshot import Snapshot

__all__ = ["every_rule", "judge"]

MOST = 50  # findings of one rule that a schema or a record defines


def every_rule(snapshot: Snapshot) -> tuple[Rule, ...]:
    """Return the rules that hold for a snapshot: those built in, those of its schemas, those of its rule records."""
    return (*RULES, *rules_of(snapshot.kinds), *book_of(snapshot).rules)


def judge(
    snapshot: Snapshot, now: datetime | None = None, *, by: Snapshot | None = None, most: int | None = MOST
) -> list[Finding]:
    """Apply every rule to a snapshot, and then the policy about rules.

    ``by`` is the snapshot whose rules and policy judge, if not its own. The policy may lower a rule's severity and
    excuse one record until the end of a day in UTC; it can neither raise a severity nor touch the findings of the
    snapshot itself. Without ``now`` no excuse counts, and what asks for the time is not asked. Of a rule that is data
    at most ``most`` findings are told, and the rest are counted.
    Returns the findings in order; those of the snapshot are not among them.
    """
    context = Context(snapshot, now, by)
    rules = (*RULES, *rules_of(context.by.kinds), *book_in(context, context.by).rules)
    keys = {record.path: record.key for record in snapshot.catalog.records.values()}
    excused = context.policy.excused(now)
    found: list[Finding] = []
    for one in rules:
        told = [f for f in _findings(one, snapshot, context, keys) if (f.code, keys.get(f.where.path)) not in excused]
        found += _cut(told, most) if one.source else told
    return ordered([*found, *faults(context.policy, frozenset(one.code for one in rules), now)])


def _findings(one: Rule, snapshot: Snapshot, context: Context, keys: Mapping[str, str]) -> Iterator[Finding]:
    severity = context.policy.severity(one.code, one.severity)
    for message, where, *related in one.check(snapshot, context):
        owner = keys.get(where.path, "").partition("/")[2]
        yield Finding(one.code, severity, message, where, one.hint, tuple(related[0]) if related else (), owner)


def _cut(told: list[Finding], most: int | None) -> list[Finding]:
    """Keep the first findings of a rule; the last of them says how many more there are."""
    if most is None or len(told) <= most:
        return told
    last = told[most - 1]
    return [*told[: most - 1], replace(last, message=f"{last.message} (and {len(told) - most:,} more)")]
