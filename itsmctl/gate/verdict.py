"""The answer of the gate, and the answer as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from itsmctl.findings import Finding, finding_json
from itsmctl.gate.demand import Demand
from itsmctl.gate.tally import NOBODY, Missing, Tally
from itsmctl.guards import Answer, Conflict
from itsmctl.impact import Impact
from itsmctl.impact import to_json as impact_json
from itsmctl.inquiry import Approval
from itsmctl.risk import Risk

__all__ = ["Passage", "Verdict", "to_json"]


@dataclass(frozen=True, slots=True)
class Passage:
    """One move of a record and what each of its guards says; ``conflicts`` are those that one of them looks for."""

    record: str
    kind: str
    source: str | None
    target: str
    guards: tuple[tuple[str, Answer], ...]
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gate says of a pull request, and everything that led to it.

    ``word`` is approved, needs-approval, refused or undecidable. ``refusals`` are why it is refused, ``doubts`` (a
    sentence and what to do) why it cannot be decided; ``old`` are findings that the target branch already has.
    """

    word: str
    inputs: Mapping[str, str | None]
    rfc: str | None = None
    type: str | None = None
    risk: Risk | None = None
    passages: tuple[Passage, ...] = ()
    demands: tuple[Demand, ...] = ()
    tally: Tally = NOBODY
    impact: Impact | None = None
    conflicts: tuple[Conflict, ...] = ()
    refusals: tuple[Finding, ...] = ()
    doubts: tuple[tuple[str, str], ...] = ()
    new: tuple[Finding, ...] = ()
    old: tuple[Finding, ...] = ()
    fingerprint: str | None = field(default=None)

    @property
    def exit_code(self) -> int:
        """The exit code: 0 approved, 1 refused or approvals missing, 3 undecidable."""
        return {"approved": 0, "needs-approval": 1, "refused": 1}.get(self.word, 3)


def to_json(verdict: Verdict) -> dict[str, Any]:
    """Write a verdict in the shape of version 1 (DESIGN, section 8)."""
    return {
        "version": 1,
        "verdict": verdict.word,
        "rfc": verdict.rfc,
        "type": verdict.type,
        "fingerprint": verdict.fingerprint,
        "risk": _risk(verdict.risk) if verdict.risk else None,
        "transitions": [_passage(passage) for passage in verdict.passages],
        "approvals": _approvals(verdict),
        "impact": impact_json(verdict.impact) if verdict.impact else {},
        "conflicts": [_conflict(conflict) for conflict in verdict.conflicts],
        "refusals": [finding_json(finding) for finding in verdict.refusals],
        "doubts": [{"message": message, "hint": hint} for message, hint in verdict.doubts],
        "findings": [{**finding_json(f), "new": True} for f in verdict.new]
        + [{**finding_json(f), "new": False} for f in verdict.old],
        "inputs": dict(verdict.inputs),
    }


def _risk(risk: Risk) -> dict[str, Any]:
    factors = [
        {"name": f.name, "points": f.points, "because": f.because, "records": list(f.records)} for f in risk.factors
    ]
    return {"score": risk.score, "level": risk.level, "factors": factors, "raised": list(risk.raised)}


def _passage(passage: Passage) -> dict[str, Any]:
    guards = [{"name": name, "holds": answer.holds, "because": answer.because} for name, answer in passage.guards]
    return {
        "record": passage.record,
        "kind": passage.kind,
        "from": passage.source,
        "to": passage.target,
        "guards": guards,
    }


def _approvals(verdict: Verdict) -> dict[str, Any]:
    tally = verdict.tally
    return {
        "required": [{"role": d.role, "count": d.count, "because": d.because} for d in verdict.demands],
        "given": [{**_approval(approval), "role": role} for role, approval in tally.given],
        "missing": [_missing(missing) for missing in tally.missing],
        "ignored": [{**_approval(approval), "because": because} for approval, because in tally.ignored],
        "rejected_by": list(tally.rejected_by),
    }


def _missing(missing: Missing) -> dict[str, Any]:
    return {
        "role": missing.role,
        "count": missing.count,
        "because": missing.because,
        "candidates": list(missing.candidates),
    }


def _approval(approval: Approval) -> dict[str, Any]:
    names = ("person", "role", "decision", "source", "at")
    return {name: value for name in names if (value := getattr(approval, name))}


def _conflict(conflict: Conflict) -> dict[str, Any]:
    return {
        "rfc": conflict.other,
        "kind": conflict.kind,
        "because": conflict.because,
        "records": list(conflict.records),
    }
