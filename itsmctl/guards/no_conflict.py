"""The guard ``no-conflict``: no other authorised change at the same time touches the same or dependent records."""

from collections.abc import Iterable, Iterator, Mapping

from itsmctl.graph import State
from itsmctl.guards.answer import Answer, Conflict, no, yes
from itsmctl.impact import spread
from itsmctl.inquiry import Inquiry, Request, running, worked_on
from itsmctl.inquiry.change import EMERGENCY, type_of
from itsmctl.risk import weighs
from itsmctl.schedule import window_of
from itsmctl.snapshot import Snapshot

__all__ = ["conflicts", "no_conflict"]


def no_conflict(inquiry: Inquiry, request: Request) -> Answer:
    """Ask whether the change can go together with all others authorised for its time; an emergency goes first."""
    found = conflicts(inquiry, request)
    if not found:
        return yes("no other authorised change is in its way")
    told = "; ".join(dict.fromkeys(conflict.because for conflict in found))
    if type_of(request.record) == EMERGENCY:
        return yes(f"an emergency goes first, the others must give way: {told}")
    return no(told)


def conflicts(inquiry: Inquiry, request: Request) -> tuple[Conflict, ...]:
    """Return the conflicts: the same records, dependent records, and services that only both together take down."""
    others = dict(_others(inquiry, request))
    mine = _known(inquiry.merged, request.touched)
    found: list[Conflict] = []
    for other, theirs in others.items():
        found += _pair(inquiry, inquiry.name(request.record), mine, other, theirs)
    return (*found, *_joint(inquiry, mine, others))


def _others(inquiry: Inquiry, request: Request) -> Iterator[tuple[str, set[str]]]:
    """Yield the other requests that base holds in force for a time that overlaps, by name, and what they work on."""
    span = window_of(request.record)
    for other, theirs in running(inquiry.base):
        if other.key != request.record.key and span is not None and theirs.overlaps(span):
            named = worked_on(inquiry.base.catalog, other)
            yield inquiry.name(other), _known(inquiry.merged, (record.key for record in named))


def _pair(inquiry: Inquiry, own: str, mine: set[str], other: str, theirs: set[str]) -> Iterator[Conflict]:
    shared = mine & theirs
    if shared:
        names = _names(inquiry, shared)
        yield Conflict(other, "same-records", f"{other} touches {', '.join(names)} at the same time", names)
        return
    merged = inquiry.merged
    reached = (_reached(merged, mine) & theirs) | (_reached(merged, theirs) & mine)
    if reached:
        names = _names(inquiry, reached)
        because = f"{other} and {own} touch records that depend on each other: {', '.join(names)}"
        yield Conflict(other, "dependent-records", because, names)


def _joint(inquiry: Inquiry, mine: set[str], others: Mapping[str, set[str]]) -> Iterator[Conflict]:
    """Take all overlapping changes as one scenario: what falls jointly, but by none alone, is in danger."""
    merged = inquiry.merged
    alone = _down(merged, mine).union(*(_down(merged, keys) for keys in others.values()))
    together = _down(merged, mine.union(*others.values()))
    fallen = {key for key in together - alone if weighs(merged.catalog.records[key].kind)}
    if fallen:
        names, partners = _names(inquiry, fallen), ", ".join(sorted(others))
        because = f"together with {partners} it takes {', '.join(names)} down"
        yield Conflict(partners, "joint-outage", because, names)


def _known(snapshot: Snapshot, keys: Iterable[str]) -> set[str]:
    return {key for key in keys if key in snapshot.catalog.records}


def _down(snapshot: Snapshot, keys: set[str]) -> set[str]:
    states = spread(snapshot.graph, dict.fromkeys(sorted(keys), State.DOWN)).states
    return {key for key, state in states.items() if state is State.DOWN}


def _reached(snapshot: Snapshot, keys: set[str]) -> set[str]:
    return set(spread(snapshot.graph, dict.fromkeys(sorted(keys), State.DOWN)).states)


def _names(inquiry: Inquiry, keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(map(inquiry.name, keys)))
