"""Changes of records into moves between states, and into what the lifecycle of their kind forbids."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from itsmctl.catalog import Record
from itsmctl.delta import WHOLE, Change
from itsmctl.document import place
from itsmctl.findings import Finding, Location, Severity
from itsmctl.kinds import Kind, Lifecycle, Move

__all__ = ["APPROVED", "Transition", "approvable", "authorises", "faults", "needs_approval", "transitions"]

APPROVED = "approved"  # the guard of a move that only an approval permits
Name = Callable[[Record], str]


@dataclass(frozen=True, slots=True)
class Transition:
    """One record that enters another state; ``move`` is None where the lifecycle has no such way, or at the start."""

    change: Change
    source: str | None
    target: str
    move: Move | None


def transitions(changes: Iterable[Change]) -> tuple[Transition, ...]:
    """Return the moves that the changes make; what is added starts from no state, what is removed makes none."""
    return tuple(one for change in changes if (one := _transition(change)))


def _transition(change: Change) -> Transition | None:
    lifecycle, after = change.kind.lifecycle, change.after
    if lifecycle is None or after is None or after.state is None:
        return None
    source = change.before.state if change.before else None
    if source == after.state:
        return None
    found = (move for move in lifecycle.moves if (move.source, move.target) == (source, after.state))
    return Transition(change, source, after.state, next(found, None))


def authorises(change: Change) -> Move | None:
    """Return the move that a change makes, if it is one that only an approval permits."""
    made = _transition(change)
    return made.move if made and made.move and APPROVED in made.move.guards else None


def faults(changes: Iterable[Change], name: Name) -> Iterator[Finding]:
    """Yield what no lifecycle allows: a missing way, a birth in a later state, frozen fields changed, removal.

    ``name`` says what to call a record.
    """
    for change in changes:
        lifecycle = change.kind.lifecycle
        if lifecycle is None:
            continue
        if change.after is None:
            yield from _removed(change.record, lifecycle, name)
            continue
        if change.before is not None:
            yield from _frozen(change.before, change.after, change.fields, name)
        transition = _transition(change)
        if transition:
            yield from _lost_way(transition, lifecycle, name)


def _lost_way(transition: Transition, lifecycle: Lifecycle, name: Name) -> Iterator[Finding]:
    record = transition.change.record
    where = place(record.document, (lifecycle.field,))
    if transition.change.before is None:
        if transition.target not in lifecycle.start:
            message = f"{name(record)} is created as {transition.target}"
            yield _finding("not-a-start", message, where, f"it starts as {' or '.join(lifecycle.start)}", record)
    elif transition.move is None:
        ways = [move.target for move in lifecycle.moves if move.source == transition.source]
        message = f"{name(record)} cannot go from {transition.source} to {transition.target}"
        hint = f"from {transition.source} it can go to {', '.join(ways)}" if ways else "that state is final"
        yield _finding("no-such-move", message, where, hint, record)


def _frozen(before: Record, after: Record, fields: tuple[str, ...], name: Name) -> Iterator[Finding]:
    lifecycle = before.kind.lifecycle
    if lifecycle is None or before.state not in lifecycle.frozen:
        return
    touched = fields if WHOLE in fields else [field for field in fields if field in before.kind.normative]
    for field in touched:
        message = f"{field} of {name(before)} was settled when it became {before.state}"
        hint = "put it back, and ask for what is new in a record of its own"
        yield _finding("frozen-field", message, place(after.document, (field,)), hint, after)


def _removed(record: Record, lifecycle: Lifecycle, name: Name) -> Iterator[Finding]:
    if record.state in lifecycle.end and record.state not in lifecycle.frozen:
        return
    message = f"{name(record)} is removed while it is {record.state}"
    where_to = f"move it to {' or '.join(lifecycle.end)} and " if lifecycle.end else ""
    hint = f"{where_to}keep it: what happened stays on record"
    yield _finding("removed-record", message, Location(record.path), hint, record)


def _finding(code: str, message: str, where: Location, hint: str, record: Record) -> Finding:
    return Finding(code, Severity.ERROR, message, where, hint, (), record.id)


def needs_approval(kind: Kind) -> bool:
    """Say whether records of a kind are requests: some move of theirs is guarded by ``approved``."""
    return bool(approvable(kind))


def approvable(kind: Kind) -> tuple[Move, ...]:
    """Return the moves of a kind that only an approval permits."""
    return tuple(move for move in (kind.lifecycle.moves if kind.lifecycle else ()) if APPROVED in move.guards)
