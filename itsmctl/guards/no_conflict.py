"""The guard ``no-conflict``: no other authorised change at the same time touches the same or dependent records."""

from collections.abc import Iterable, Iterator

from itsmctl.catalog import Record
from itsmctl.graph import State
from itsmctl.guards.case import Answer, Case, Conflict, no, yes
from itsmctl.impact import spread
from itsmctl.lifecycle import authorised_states
from itsmctl.schedule import span_of
from itsmctl.snapshot import Snapshot

__all__ = ["conflicts", "no_conflict"]


def no_conflict(case: Case) -> Answer:
    """Ask whether the change can go together with all others authorised for its time; an emergency goes first."""
    found = conflicts(case)
    if not found:
        return yes("no other authorised change is in its way")
    told = "; ".join(dict.fromkeys(conflict.because for conflict in found))
    if case.type == "emergency":
        return yes(f"an emergency goes first, the others must give way: {told}")
    return no(told)


def conflicts(case: Case) -> tuple[Conflict, ...]:
    """Return the conflicts: the same records, dependent records, and services that only both together take down."""
    others = list(_others(case))
    snapshot, mine = case.proposal.merged, _known(case.proposal.merged, case.proposal.touched)
    found: list[Conflict] = []
    for other in others:
        theirs = _known(snapshot, _affects(case.proposal.base, other))
        found += _pair(case.record.id, snapshot, mine, other, theirs)
    return (*found, *_joint(case, snapshot, mine, others))


def _others(case: Case) -> Iterator[Record]:
    """Yield the other requests that base holds authorised for a time that overlaps."""
    span, kind = span_of(case.record.data.get("window")), case.record.kind
    if span is None or kind.lifecycle is None:
        return
    states = authorised_states(kind.lifecycle)
    for other in case.proposal.base.of(kind.name):
        theirs = span_of(other.data.get("window"))
        if other.id != case.record.id and other.state in states and theirs and theirs.overlaps(span):
            yield other


def _pair(own: str, snapshot: Snapshot, mine: set[str], other: Record, theirs: set[str]) -> Iterator[Conflict]:
    shared = mine & theirs
    if shared:
        names = _names(shared)
        yield Conflict(other.id, "same-records", f"{other.id} touches {', '.join(names)} at the same time", names)
        return
    reached = (_reached(snapshot, mine) & theirs) | (_reached(snapshot, theirs) & mine)
    if reached:
        names = _names(reached)
        because = f"{other.id} and {own} touch records that depend on each other: {', '.join(names)}"
        yield Conflict(other.id, "dependent-records", because, names)


def _joint(case: Case, snapshot: Snapshot, mine: set[str], others: Iterable[Record]) -> Iterator[Conflict]:
    """Take all overlapping changes as one scenario: what falls jointly, but by none alone, is in danger."""
    scenarios = {other.id: _known(snapshot, _affects(case.proposal.base, other)) for other in others}
    alone = _down(snapshot, mine).union(*(_down(snapshot, keys) for keys in scenarios.values()))
    together = _down(snapshot, mine.union(*scenarios.values()))
    fallen = {key for key in together - alone if key.startswith("service/")}
    if fallen:
        names, partners = _names(fallen), ", ".join(sorted(scenarios))
        because = f"together with {partners} it takes {', '.join(names)} down"
        yield Conflict(partners, "joint-outage", because, names)


def _affects(base: Snapshot, record: Record) -> set[str]:
    return {link.target for link in base.catalog.links_out.get(record.key, ()) if link.path[0] == "affects"}


def _known(snapshot: Snapshot, keys: Iterable[str]) -> set[str]:
    return {key for key in keys if key in snapshot.catalog.records}


def _down(snapshot: Snapshot, keys: set[str]) -> set[str]:
    states = spread(snapshot.graph, dict.fromkeys(sorted(keys), State.DOWN)).states
    return {key for key, state in states.items() if state is State.DOWN}


def _reached(snapshot: Snapshot, keys: set[str]) -> set[str]:
    return set(spread(snapshot.graph, dict.fromkeys(sorted(keys), State.DOWN)).states)


def _names(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(key.partition("/")[2] for key in keys))
