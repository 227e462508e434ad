"""What is asked for and the evidence into the authority for it: demands, tally, fingerprint, and faults."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from itsmctl.findings import Finding, Location, Severity
from itsmctl.gate.count import Binding, Tally, count
from itsmctl.gate.demand import Demand, demands
from itsmctl.gate.evidence import Evidence
from itsmctl.gate.facts import Facts, Undecidable
from itsmctl.gate.fingerprint import fingerprint
from itsmctl.gate.people import contributors
from itsmctl.gate.scope import Scope, authorises
from itsmctl.gate.verdict import NOBODY
from itsmctl.guards import Authority
from itsmctl.impact import Impact
from itsmctl.people import by_address
from itsmctl.risk import Proposal, Risk
from itsmctl.snapshot import Snapshot

__all__ = ["Question", "Weighed", "weigh"]

# Rules are changed as the gravest change would be: what the policy asks of a major one at high risk.
GOVERNANCE = ("major", "high")
NOTHING = Impact({}, ())
NOWHERE = Location("")  # a commit is no place in a file


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody must have approved: the proposal or the rules that change, judged by base."""

    base: Snapshot
    policy: Mapping[str, Any]
    scope: Scope
    proposal: Proposal | None
    risk: Risk | None
    facts: Facts
    now: datetime

    @property
    def asks(self) -> bool:
        """Say whether anything in it must be approved."""
        return bool(self.scope.governed) or any(authorises(change) for change in self.scope.requests)


@dataclass(frozen=True, slots=True)
class Weighed:
    """The demands, what was given of them, the digest to be bound to, and findings about who asks.

    ``doubts`` (a sentence and what to do) say why nobody can tell who must approve.
    """

    authority: Authority
    demands: tuple[Demand, ...]
    tally: Tally
    fingerprint: str | None
    faults: tuple[Finding, ...]
    doubts: tuple[tuple[str, str], ...] = ()


def weigh(question: Question, evidence: Evidence) -> Weighed:
    """Say who must approve, and hold the evidence against it; what needs no approval needs no evidence."""
    if not question.asks:
        return Weighed(Authority(), (), NOBODY, None, ())
    impact = question.proposal.impact if question.proposal else NOTHING
    level = question.risk.level if question.risk else None
    request = question.proposal.request if question.proposal else None
    print_ = fingerprint(request, question.scope.altered, question.scope.governed, impact, level)
    barred, faults = _barred(question, evidence)
    try:
        wanted = _demands(question, impact)
    except Undecidable as reason:
        # Nothing passes by this: a doubt never approves. What refuses it anyway is told beside the doubt.
        unknown = Authority(missing=("the rules do not say whose",))
        return Weighed(unknown, (), NOBODY, print_, faults, ((reason.message, reason.hint),))
    binding = Binding(question.facts, print_, question.policy.get("signatures") == "required")
    tally = count(wanted, evidence, barred, binding, question.base.catalog, question.now)
    missing = tuple(f"{one.count} {one.role}" for one in tally.missing)
    return Weighed(Authority(missing, tally.rejected_by), wanted, tally, print_, faults if wanted else ())


def _demands(question: Question, impact: Impact) -> tuple[Demand, ...]:
    """Ask for what the request needs; where rules change, for what governance needs."""
    request = GOVERNANCE
    if question.proposal and question.risk and not question.scope.governed:
        request = (question.proposal.type, question.risk.level)
    return demands(question.base.catalog, dict(question.policy), request, _activity(question), impact, question.now)


def _activity(question: Question) -> str:
    """Return the activity that authorising is, as the lifecycles of base name it."""
    kinds = [question.proposal.request.kind] if question.proposal else list(question.base.kinds.by_name.values())
    for kind in kinds:
        for move in kind.lifecycle.moves if kind.lifecycle else ():
            if "approved" in move.guards:
                return move.activity
    raise Undecidable("no kind of record can be approved", "give the lifecycle of rfc a move with the guard approved")


def _barred(question: Question, evidence: Evidence) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Return who may not approve and why, and a finding for each address that is nobody's.

    Somebody unknown could be anybody, also one who approves: so it fails closed.
    """
    catalog = question.base.catalog
    people, unknown = contributors(catalog, question.facts.commits)
    for named in evidence.contributors:
        known = by_address(catalog, named)
        people.setdefault(known.id if known else named, "contributor")
    if question.proposal:
        before = catalog.records.get(question.proposal.request.key)
        for record in (question.proposal.request, *((before,) if before else ())):
            for field, what in (("requested_by", "requester"), ("implementer", "implementer")):
                if record.data.get(field):
                    people.setdefault(str(record.data[field]).rpartition("/")[2], what)
    return people, tuple(_unattributable(unknown))


def _unattributable(unknown: list[tuple[str, str]]) -> Iterator[Finding]:
    for address, commit in dict(unknown).items():
        told = address.encode("unicode_escape").decode() or "an empty address"
        message = f"commit {commit[:12]} names {told}, which is nobody's on the target branch"
        hint = "add it to emails of a record in records/person/ on the target branch, or commit with a known address"
        yield Finding("unattributable-author", Severity.ERROR, message, NOWHERE, hint)
