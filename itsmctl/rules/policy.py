"""The policy about rules: what each weighs, how soon and how long it waits, and who is excused from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from itsmctl.catalog import Record
from itsmctl.document import Path, place
from itsmctl.findings import Finding, Location, Severity
from itsmctl.snapshot import Snapshot
from itsmctl.suggest import did_you_mean

__all__ = ["POLICIES", "RulePolicy", "faults", "policy_of"]

POLICIES = ("validation", "rules")  # the later one has the last word on a code
WORDS = ("severities", "leads", "limits")
VERIFIED = "verification-overdue"  # what verify_within limits, the older word


@dataclass(frozen=True, slots=True)
class RulePolicy:
    """What the policy records ``validation`` and ``rules`` say together; ``records`` are those that exist."""

    severities: Mapping[str, str]
    leads: Mapping[str, str]
    limits: Mapping[str, str]
    excuses: tuple[Mapping[str, Any], ...]
    records: tuple[Record, ...]

    def severity(self, code: str, own: Severity) -> Severity:
        """Return how much a finding weighs: policy lowers and never raises."""
        return min(own, Severity[self.severities.get(code, "error").upper()])

    def excused(self, now: datetime | None) -> frozenset[tuple[str, str]]:
        """Return the codes and records (``kind/id``) that are excused now, to the end of a day in UTC."""
        return frozenset((e["rule"], e["record"]) for e in self.excuses if now is not None and _day(e) >= now.date())


def policy_of(snapshot: Snapshot) -> RulePolicy:
    """Read both policies of a snapshot as one."""
    found = [snapshot.catalog.get("policy", name) for name in POLICIES]
    records = tuple(record for record in found if record is not None)
    severities, leads, limits = ({k: v for one in records for k, v in one.data.get(w, {}).items()} for w in WORDS)
    told = [one.data["verify_within"] for one in records if "verify_within" in one.data]
    within = {VERIFIED: told[-1]} if told else {}
    excuses = tuple(excuse for one in records for excuse in one.data.get("excuse", ()))
    return RulePolicy(severities, leads, {**within, **limits}, excuses, records)


def faults(policy: RulePolicy, codes: frozenset[str], now: datetime | None) -> Iterator[Finding]:
    """Say what is wrong with the policy itself: rules that do not exist, excuses that have run out."""
    for record in policy.records:
        for path, code in _named(record):
            if code not in codes:
                hint = did_you_mean(code, codes, "itsmctl explain lists the rules; only these can be lowered")
                yield _warning(record, "unknown-rule", f"there is no rule {code}", place(record.document, path), hint)
        for number, excuse in enumerate(record.data.get("excuse", ())):
            if now is not None and _day(excuse) < now.date():
                message = f"{excuse['record']} was excused from {excuse['rule']} until {excuse['until']}"
                where = place(record.document, ("excuse", number, "until"))
                hint = "mend the record, or excuse it anew with a reason"
                yield _warning(record, "expired-excuse", message, where, hint)


def _named(record: Record) -> Iterator[tuple[Path, str]]:
    """Yield each code that a policy names, with its path."""
    yield from (((word, code), code) for word in WORDS for code in record.data.get(word, ()))
    excuses = enumerate(record.data.get("excuse", ()))
    yield from ((("excuse", number, "rule"), excuse["rule"]) for number, excuse in excuses)


def _warning(record: Record, code: str, message: str, where: Location, hint: str) -> Finding:
    return Finding(code, Severity.WARNING, message, where, hint, (), record.id)


def _day(excuse: Mapping[str, Any]) -> date:
    return date.fromisoformat(excuse["until"])
