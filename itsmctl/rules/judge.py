"""A snapshot into the findings of all rules, as the validation policy weighs and excuses them."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from itsmctl.document import place
from itsmctl.findings import Finding, Severity, ordered
from itsmctl.rules.catalogue import RULES
from itsmctl.rules.context import Context
from itsmctl.rules.rule import Rule
from itsmctl.snapshot import Snapshot
from itsmctl.suggest import did_you_mean

__all__ = ["judge"]

POLICY = "validation"


def judge(snapshot: Snapshot, now: datetime | None = None) -> list[Finding]:
    """Apply every rule to a snapshot, and then the validation policy.

    The policy may lower a rule's severity and excuse one record until the end of a day in UTC; it can
    neither raise a severity nor touch the findings of the snapshot itself. Without ``now`` no excuse counts.
    Returns the findings in order; those of the snapshot are not among them.
    """
    policy = snapshot.policy(POLICY)
    severities, excuses = policy.get("severities", {}), policy.get("excuse", [])
    excused = {(e["rule"], e["record"]) for e in excuses if now is not None and _day(e) >= now.date()}
    keys = {record.path: record.key for record in snapshot.catalog.records.values()}
    context = Context(snapshot, now)
    found = [
        finding
        for one in RULES
        for finding in _findings(one, snapshot, context, keys, severities)
        if not _is_excused(finding, keys, excused)
    ]
    return ordered([*found, *_of_policy(snapshot, excuses, severities, now)])


def _findings(
    one: Rule, snapshot: Snapshot, context: Context, keys: Mapping[str, str], severities: Mapping[str, str]
) -> Iterator[Finding]:
    severity = min(one.severity, Severity[severities.get(one.code, "error").upper()])
    for message, where, *related in one.check(snapshot, context):
        owner = keys.get(where.path, "").partition("/")[2]
        yield Finding(one.code, severity, message, where, one.hint, tuple(related[0]) if related else (), owner)


def _is_excused(finding: Finding, keys: Mapping[str, str], excused: set[tuple[str, str]]) -> bool:
    key = keys.get(finding.where.path, "")
    return (finding.code, key) in excused


def _day(excuse: Mapping[str, Any]) -> date:
    return date.fromisoformat(excuse["until"])


def _of_policy(
    snapshot: Snapshot, excuses: list[dict[str, Any]], severities: Mapping[str, str], now: datetime | None
) -> Iterator[Finding]:
    """Say what is wrong with the policy itself: rules that do not exist, excuses that have run out."""
    record = snapshot.catalog.get("policy", POLICY)
    if record is None:
        return
    codes = {one.code for one in RULES}
    named = [(("severities", code), code) for code in severities]
    named += [(("excuse", number, "rule"), e["rule"]) for number, e in enumerate(excuses)]  # type: ignore[misc]
    for path, code in named:
        if code not in codes:
            hint = did_you_mean(code, codes, "itsmctl explain lists the rules; only these can be lowered")
            where = place(record.document, path)
            yield Finding("unknown-rule", Severity.WARNING, f"there is no rule {code}", where, hint, (), record.id)
    for number, excuse in enumerate(excuses):
        if now is not None and _day(excuse) < now.date():
            yield Finding(
                "expired-excuse",
                Severity.WARNING,
                f"{excuse['record']} was excused from {excuse['rule']} until {excuse['until']}",
                place(record.document, ("excuse", number, "until")),
                "mend the record, or excuse it anew with a reason",
                (),
                record.id,
            )
