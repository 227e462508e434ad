"""A verdict into the Markdown of one comment on a pull request."""

from collections.abc import Iterable, Iterator

from itsmctl.gate import Verdict
from itsmctl.render.escape import cell, code, markdown
from itsmctl.render.verdict.words import HEADLINES, MARKS, PLACES, services, steps, subject

__all__ = ["LIMIT", "MARKER", "verdict_markdown"]

MARKER = "<!-- itsmctl:gate v1 -->"
LIMIT = 60_000  # characters; a forge takes 65,535
ROWS = 50
TEXT = 300
Row = tuple[str, ...]


def verdict_markdown(verdict: Verdict) -> str:
    """Write a verdict for people: the word, what must happen next, and folded away what led to it.

    All that comes from records is escaped. Whole parts are left out from the end when it grows too long.
    """
    mark, word = HEADLINES[verdict.word]
    text = f"{MARKER}\n## {mark} {word}\n\n**{markdown(subject(verdict))}**\n"
    left_out = 0
    tail = _inputs(verdict)
    for part in _parts(verdict):
        if len(text) + len(part) + len(tail) + 200 > LIMIT:
            left_out += 1
        else:
            text += f"\n{part}"
    if left_out:
        text += f"\n_{left_out} parts are left out, the comment would be too long: see the JSON._\n"
    return f"{text}\n{tail}"


def _parts(verdict: Verdict) -> Iterator[str]:
    yield _table("What must happen next", ("What", "Where", "How"), _steps(verdict))
    yield _table("Moves", ("Record", "Move", "Guard"), _moves(verdict))
    if verdict.risk:
        title = f"Risk: {verdict.risk.score} points, {verdict.risk.level}"
        yield _table(title, ("Factor", "Points", "Because"), _risk(verdict))
    yield _table("If it goes wrong", ("State", "Service", "Path"), _services(verdict))
    yield _table("Approvals", ("Who", "As", "State"), _approvals(verdict))
    yield _table("Conflicts", ("With", "Kind", "Because"), _conflicts(verdict))
    yield _folded("Findings", _findings(verdict))


def _table(title: str, head: Row, rows: Iterable[Row]) -> str:
    body = list(rows)
    if not body:
        return ""
    more = f"\n… and {len(body) - ROWS} more\n" if len(body) > ROWS else ""
    lines = "".join(f"| {' | '.join(row)} |\n" for row in body[:ROWS])
    return f"### {title}\n\n| {' | '.join(head)} |\n|{'---|' * len(head)}\n{lines}{more}"


def _folded(title: str, rows: Iterable[Row]) -> str:
    table = _table(title, ("Where", "What", "Counts"), rows)
    return f"<details><summary>{title}</summary>\n\n{table}\n</details>\n" if table else ""


def _cut(text: str) -> str:
    return cell(text if len(text) <= TEXT else f"{text[: TEXT - 1]}…")


def _steps(verdict: Verdict) -> Iterator[Row]:
    for what, where, hint in steps(verdict):
        yield _cut(what), code(where) if where else " ", _cut(hint)


def _moves(verdict: Verdict) -> Iterator[Row]:
    for passage in verdict.passages:
        move = cell(f"{passage.source or 'new'} → {passage.target}")
        if not passage.guards:
            yield code(passage.record), move, "none asked"
        for name, answer in passage.guards:
            yield code(passage.record), move, f"{MARKS[answer.holds]} {code(name)} {_cut(answer.because)}"


def _risk(verdict: Verdict) -> Iterator[Row]:
    risk = verdict.risk
    if risk is None:
        return
    for factor in risk.factors:
        records = f" ({', '.join(factor.records[:PLACES])})" if factor.records else ""
        yield cell(factor.name), str(factor.points), _cut(f"{factor.because}{records}")
    yield from (("raised", "to medium", _cut(reason)) for reason in risk.raised)


def _services(verdict: Verdict) -> Iterator[Row]:
    found, others = services(verdict)
    for hit in found:
        path = " → ".join(step.id for step in hit.via)
        yield hit.state.word, f"{_cut(hit.record.title)} ({code(hit.record.id)})", _cut(path)
    if others:
        yield " ", f"and {others} other records", " "


def _approvals(verdict: Verdict) -> Iterator[Row]:
    for role, approval in verdict.tally.given:
        yield cell(approval.person), cell(role), f"✔ given ({cell(approval.source)})"
    for one in verdict.tally.missing:
        asked = ", ".join(one.candidates[:PLACES]) or "nobody may"
        yield f"{one.count} of: {_cut(asked)}", cell(one.role), f"✘ missing: {_cut(one.because)}"
    for approval, because in verdict.tally.ignored:
        yield _cut(approval.person), _cut(approval.role or "any"), f"does not count: {_cut(because)}"


def _conflicts(verdict: Verdict) -> Iterator[Row]:
    for conflict in verdict.conflicts:
        yield cell(conflict.other), cell(conflict.kind), _cut(conflict.because)


def _findings(verdict: Verdict) -> Iterator[Row]:
    for found, counts in ((verdict.new, "new"), (verdict.old, "no: the target branch has it")):
        for finding in found:
            told = f"{_cut(finding.message)} ({code(finding.code)})"
            yield code(f"{finding.where.path}:{finding.where.line}"), told, counts


def _inputs(verdict: Verdict) -> str:
    told = {**verdict.inputs, "fingerprint": verdict.fingerprint}
    rows = [(name, code(value)) for name, value in told.items() if value]
    table = _table("Judged from", ("What", "Value"), rows)
    return f"<details><summary>Judged from</summary>\n\n{table}\n</details>\n"
