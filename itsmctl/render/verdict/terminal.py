"""A verdict into lines for a terminal."""

from collections.abc import Iterable, Iterator

from itsmctl.findings import Finding
from itsmctl.gate import Verdict
from itsmctl.render.escape import printable
from itsmctl.render.verdict.words import HEADLINES, MARKS, PLACES, services, steps, subject

__all__ = ["verdict_text"]


def verdict_text(verdict: Verdict) -> str:
    """Write a verdict: the word first, then what must happen next, then what led to it."""
    mark, word = HEADLINES[verdict.word]
    lines = [f"{mark} {word}: {subject(verdict)}"]
    for title, block in _blocks(verdict):
        rows = list(block)
        if rows:
            lines += ["", title, *(f"  {row}" for row in rows)]
    return "".join(f"{printable(line)}\n" for line in [*lines, "", *_inputs(verdict)])


def _blocks(verdict: Verdict) -> Iterator[tuple[str, Iterable[str]]]:
    yield "What must happen next", _steps(verdict)
    yield "Moves", _moves(verdict)
    if verdict.risk:
        yield f"Risk: {verdict.risk.score} points, {verdict.risk.level}", _risk(verdict)
    yield "If it goes wrong", _reach(verdict)
    yield "Approvals", _approvals(verdict)
    yield "Conflicts", (conflict.because for conflict in verdict.conflicts)
    yield "Also new, and no obstacle", _findings(f for f in verdict.new if f not in verdict.refusals)
    if verdict.old:
        yield "On the target branch already", [f"what was wrong before does not count here: {len(verdict.old)}"]


def _steps(verdict: Verdict) -> Iterator[str]:
    for what, where, hint in steps(verdict):
        yield f"- {f'{where}: ' if where else ''}{what}"
        if hint:
            yield f"  → {hint}"


def _moves(verdict: Verdict) -> Iterator[str]:
    for passage in verdict.passages:
        yield f"{passage.record}: {passage.source or 'new'} → {passage.target}"
        for name, answer in passage.guards:
            yield f"  {MARKS[answer.holds]} {name}: {answer.because}"


def _risk(verdict: Verdict) -> Iterator[str]:
    risk = verdict.risk
    if risk is None:
        return
    for factor in risk.factors:
        yield f"{factor.points:>3}  {factor.name:<13} {factor.because}"
    yield from (f"  at least medium, because {reason}" for reason in risk.raised)


def _reach(verdict: Verdict) -> Iterator[str]:
    found, others = services(verdict)
    yield from (f"{hit.state.word:<8}  {hit.record.id}" for hit in found[:PLACES])
    rest = [f"{len(found) - PLACES} more services"] if len(found) > PLACES else []
    rest += [f"{others} other records"] if others else []
    if rest:
        yield f"and {', '.join(rest)}"


def _approvals(verdict: Verdict) -> Iterator[str]:
    for role, approval in verdict.tally.given:
        yield f"✔ {approval.person} as {role} ({approval.source})"
    for approval, because in verdict.tally.ignored:
        yield f"– {approval.person} does not count: {because}"
    for one in verdict.tally.missing:
        yield f"✘ {one.count} {one.role}: {', '.join(one.candidates[:PLACES]) or 'nobody may'}"


def _findings(found: Iterable[Finding]) -> Iterator[str]:
    for finding in found:
        yield f"{finding.where}: {finding.message} ({finding.code})"


def _inputs(verdict: Verdict) -> Iterator[str]:
    if verdict.fingerprint:
        yield f"fingerprint {verdict.fingerprint}"
    told = verdict.inputs
    yield f"base {str(told['base'])[:12]}, head {str(told['head'])[:12]}, judged as of {told['now']}"
