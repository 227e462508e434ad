"""An inquiry into a verdict: a pure function, the heart of the gate."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from itsmctl.catalog import Record
from itsmctl.findings import Finding, Location, Severity, ordered
from itsmctl.gate.authority import GOVERNING, weigh
from itsmctl.gate.cover import mixtures, uncovered
from itsmctl.gate.debt import overdue
from itsmctl.gate.errors import compared
from itsmctl.gate.irregular import refused
from itsmctl.gate.verdict import Passage, Verdict
from itsmctl.guards import ask, conflicts
from itsmctl.inquiry import Authority, Inquiry, Request, Undecidable, worked_on
from itsmctl.inquiry.change import type_of
from itsmctl.lifecycle import APPROVED, authorises, faults, transitions
from itsmctl.risk import Risk, blast_radius, score

__all__ = ["decide"]

UNASKED = Authority(missing=("nobody was asked about this one",))
Inputs = Mapping[str, str | None]


def decide(inquiry: Inquiry, inputs: Inputs) -> Verdict:
    """Judge the difference between base and merge result by base's rules.

    Where base lacks what it takes to judge (policy, accountable role, owner) that is a doubt beside the refusals.
    """
    new, old = compared(inquiry.base, inquiry.merged, inquiry.now)
    refusals = [finding for finding in new if finding.severity is Severity.ERROR]
    refusals += [*faults(inquiry.changes, inquiry.name), *mixtures(inquiry), *uncovered(inquiry)]
    refusals += refused(inquiry.facts.paths)
    try:
        verdict = _judged(inquiry, inputs)
    except Undecidable as reason:
        verdict = Verdict("undecidable", inputs, doubts=((reason.message, reason.hint),))
    refusals += verdict.refusals
    requests = inquiry.scope.requests
    subject = inquiry.name(requests[0].key) if requests else None
    word = "refused" if refusals else verdict.word
    return replace(verdict, word=word, rfc=subject, refusals=tuple(ordered(refusals)), new=tuple(new), old=tuple(old))


def _judged(inquiry: Inquiry, inputs: Inputs) -> Verdict:
    """Judge what base's policy has a say in: risk, approvals, guards, debts."""
    record = inquiry.scope.requests[0].after if inquiry.scope.requests else None
    names = {record.kind.approvals if record else GOVERNING, *((GOVERNING,) if inquiry.scope.governed else ())}
    for name in sorted(names):
        _check(name, inquiry.base.policy(name))
    request, risk = _weighed(inquiry, record) if record else (None, None)
    weighed = weigh(inquiry, request)
    subject = replace(request, authority=weighed.authority) if request else None
    passages = tuple(_passages(inquiry, subject))
    refusals = [*weighed.faults, *_refused(inquiry, passages, weighed.authority)]
    if record is not None and authorises(inquiry.scope.requests[0]):
        refusals += overdue(inquiry, record)
    doubts = (*weighed.doubts, *_doubts(passages))
    return Verdict(
        word=_word(doubts, weighed.authority),
        inputs=inputs,
        type=type_of(record) if record else "governance" if inquiry.scope.governed else None,
        risk=risk,
        passages=passages,
        demands=weighed.demands,
        tally=weighed.tally,
        impact=request.impact if request else None,
        conflicts=tuple(found for passage in passages for found in passage.conflicts),
        refusals=tuple(refusals),
        doubts=doubts,
        fingerprint=weighed.fingerprint,
    )


def _check(name: str, policy: Mapping[str, Any]) -> None:
    """See that base has the policy that a kind names; no policy is not "everything passes"."""
    approvals = policy.get("approvals") or ()
    levels = any("levels" in entry for entry in approvals)
    missing = "approvals" if not approvals else "risk" if levels and not policy.get("risk") else None
    if missing:
        message = f"the target branch has no policy for {missing} in records/policy/{name}.yaml"
        raise Undecidable(message, "put a valid policy on the target branch first: it is set up, not judged")


def _weighed(inquiry: Inquiry, record: Record) -> tuple[Request, Risk | None]:
    """Find out what a request reaches and how risky that is; a policy may do without risk."""
    own = (one.key for one in worked_on(inquiry.merged.catalog, record))
    touched = tuple(sorted({*own, *(change.key for change in inquiry.scope.altered)}))
    impact = blast_radius(inquiry.base, inquiry.merged, touched)
    request = Request(record, inquiry.base.policy(record.kind.approvals), touched, impact)
    risk = score(inquiry, request) if request.policy.get("risk") else None
    return replace(request, level=risk.level if risk else None), risk


def _passages(inquiry: Inquiry, subject: Request | None) -> Iterator[Passage]:
    """Ask the guards of every move."""
    for made in transitions(inquiry.changes):
        record, guards = made.change.record, made.move.guards if made.move and made.change.record.valid else ()
        own = subject is not None and subject.record.key == record.key
        bare = Request(record, inquiry.base.policy(record.kind.approvals), level="low", authority=UNASKED)
        request = subject if subject and own else bare
        answers = tuple((name, ask(name, inquiry, request)) for name in guards)
        found = conflicts(inquiry, request) if "no-conflict" in guards else ()
        yield Passage(record.id, record.kind.name, made.source, made.target, answers, found)


def _refused(inquiry: Inquiry, passages: tuple[Passage, ...], authority: Authority) -> Iterator[Finding]:
    """Turn each guard that does not hold into a refusal; missing approvals are not one, a rejection is."""
    for passage in passages:
        record = inquiry.merged.catalog.get(passage.kind, passage.record)
        for name, answer in passage.guards:
            waiting = name == APPROVED and not authority.rejected_by
            if record is not None and answer.holds is False and not waiting:
                message = f"{inquiry.name(record)} may not become {passage.target}: {answer.because}"
                yield Finding(name, Severity.ERROR, message, Location(record.path), "", (), record.id)


def _doubts(passages: tuple[Passage, ...]) -> Iterator[tuple[str, str]]:
    for passage in passages:
        for name, answer in passage.guards:
            if answer.holds is None:
                told = f"{passage.record}: {name} cannot be decided: {answer.because}"
                yield told, "bring what it needs, and ask again"


def _word(doubts: tuple[tuple[str, str], ...], authority: Authority) -> str:
    """Say what is left when nothing refuses it but, perhaps, somebody who is asked."""
    if authority.rejected_by:
        return "refused"
    if doubts:
        return "undecidable"
    return "needs-approval" if authority.missing else "approved"
