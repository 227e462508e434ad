"""Two snapshots, the facts, the evidence and an instant into a verdict: a pure function, the heart of the gate."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from itsmctl.catalog import Record
from itsmctl.delta import Change, compare
from itsmctl.findings import Finding, Location, Severity, ordered
from itsmctl.gate.authority import Question, weigh
from itsmctl.gate.debt import overdue
from itsmctl.gate.errors import compared
from itsmctl.gate.evidence import Evidence
from itsmctl.gate.facts import Facts, Undecidable
from itsmctl.gate.irregular import refused
from itsmctl.gate.scope import Scope, affected, authorises, faults, sort, uncovered
from itsmctl.gate.verdict import Passage, Verdict
from itsmctl.guards import Authority, Case, Conflict, ask, conflicts
from itsmctl.impact import Impact
from itsmctl.lifecycle import faults as unlawful
from itsmctl.lifecycle import transitions
from itsmctl.risk import Proposal, Risk, blast_radius, score
from itsmctl.snapshot import Snapshot

__all__ = ["decide"]

NOTHING = Impact({}, ())


@dataclass(frozen=True, slots=True)
class World:
    """What is judged: both snapshots, base's change policy, the classes of changes, and the instant."""

    base: Snapshot
    merged: Snapshot
    policy: Mapping[str, Any]
    changes: tuple[Change, ...]
    scope: Scope
    now: datetime


def decide(
    base: Snapshot, merged: Snapshot, facts: Facts, evidence: Evidence, now: datetime, inputs: Mapping[str, str | None]
) -> Verdict:
    """Judge the difference between base and merge result by base's rules.

    Where base lacks what it takes to judge (policy, accountable role, owner) that is a doubt beside the refusals.
    """
    changes = compare(base.catalog, merged.catalog)
    world = World(base, merged, base.policy("change"), changes, sort(changes, facts.paths), now)
    new, old = compared(base, merged, now)
    refusals = [f for f in new if f.severity is Severity.ERROR]
    refusals += [*unlawful(changes), *faults(world.scope), *uncovered(base, merged, world.scope, now)]
    refusals += refused(facts.paths)
    try:
        _check(world.policy)
        verdict = _judged(world, facts, evidence, inputs)
    except Undecidable as reason:
        verdict = Verdict("undecidable", inputs, doubts=((reason.message, reason.hint),))
    refusals += verdict.refusals
    subject = world.scope.requests[0].record.id if world.scope.requests else None
    word = "refused" if refusals else verdict.word
    return replace(verdict, word=word, rfc=subject, refusals=tuple(ordered(refusals)), new=tuple(new), old=tuple(old))


def _judged(world: World, facts: Facts, evidence: Evidence, inputs: Mapping[str, str | None]) -> Verdict:
    """Judge what base's policy has a say in: risk, approvals, guards, debts."""
    request = _request(world.scope)
    proposal = _proposal(world, request) if request else None
    risk = score(proposal) if proposal else None
    question = Question(world.base, world.policy, world.scope, proposal, risk, facts, world.now)
    weighed = weigh(question, evidence)
    passages, found = _passages(world, proposal, risk, weighed.authority)
    refusals = [*weighed.faults, *_refused(passages, world.merged)]
    if request is not None and authorises(world.scope.requests[0]):
        refusals += overdue(world.base.catalog, world.merged.catalog, request, world.now)
    doubts = (*weighed.doubts, *_doubts(passages))
    return Verdict(
        word=_word(doubts, weighed.authority),
        inputs=inputs,
        type=proposal.type if proposal else "governance" if world.scope.governed else None,
        risk=risk,
        passages=passages,
        demands=weighed.demands,
        tally=weighed.tally,
        impact=proposal.impact if proposal else None,
        conflicts=found,
        refusals=tuple(refusals),
        doubts=doubts,
        fingerprint=weighed.fingerprint,
    )


def _check(policy: Mapping[str, Any]) -> None:
    """See that base has a change policy; without one nothing can be decided: no policy is not "everything passes"."""
    for field in ("risk", "approvals"):
        if not policy.get(field):
            message = f"the target branch has no policy for {field} in records/policy/change.yaml"
            raise Undecidable(message, "put a valid policy on the target branch first: it is set up, not judged")


def _request(scope: Scope) -> Record | None:
    return scope.requests[0].after if scope.requests else None


def _proposal(world: World, request: Record) -> Proposal:
    touched = tuple(sorted({*affected(world.merged, request), *(change.key for change in world.scope.altered)}))
    impact = blast_radius(world.base, world.merged, touched)
    return Proposal(world.base, world.merged, request, touched, impact, world.policy, world.now)


def _passages(
    world: World, proposal: Proposal | None, risk: Risk | None, authority: Authority
) -> tuple[tuple[Passage, ...], tuple[Conflict, ...]]:
    """Ask the guards of every move; the conflicts are those of the request."""
    passages: list[Passage] = []
    found: tuple[Conflict, ...] = ()
    for one in transitions(world.changes):
        record = one.change.record
        own = proposal if proposal and proposal.request.key == record.key else _bare(world, record)
        case = Case(own, world.scope.altered, risk.level if risk else "low", authority)
        names = one.move.guards if one.move else ()
        answers = tuple((name, ask(name, case)) for name in names) if record.valid else ()
        passages.append(Passage(record.id, record.kind.name, one.source, one.target, answers))
        if "no-conflict" in names and record.valid:
            found = (*found, *conflicts(case))
    return tuple(passages), found


def _bare(world: World, record: Record) -> Proposal:
    return Proposal(world.base, world.merged, record, (), NOTHING, world.policy, world.now)


def _refused(passages: Iterable[Passage], merged: Snapshot) -> Iterable[Finding]:
    """Turn each guard that does not hold into a refusal; missing approvals are not one, a rejection is."""
    for passage in passages:
        for name, answer in passage.guards:
            waiting = name == "approved" and not answer.because.startswith("rejected")
            if answer.holds is False and not waiting:
                record = merged.catalog.get(passage.kind, passage.record)
                where = Location(record.path if record else "records")
                message = f"{passage.record} may not become {passage.target}: {answer.because}"
                yield Finding(name, Severity.ERROR, message, where, "", (), passage.record)


def _doubts(passages: Iterable[Passage]) -> Iterable[tuple[str, str]]:
    for passage in passages:
        for name, answer in passage.guards:
            if answer.holds is None:
                yield (
                    f"{passage.record}: {name} cannot be decided: {answer.because}",
                    "bring what it needs, and ask again",
                )


def _word(doubts: tuple[tuple[str, str], ...], authority: Authority) -> str:
    """Say what is left when nothing refuses it but, perhaps, somebody who is asked."""
    if authority.rejected_by:
        return "refused"
    if doubts:
        return "undecidable"
    return "needs-approval" if authority.missing else "approved"
