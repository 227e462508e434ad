"""A blast radius into points: for the services that suffer, and for the redundancy that is used up."""

from itsmctl.catalog import Record
from itsmctl.graph import Graph, Need, State
from itsmctl.inquiry import Inquiry, Request
from itsmctl.kinds import Kind
from itsmctl.resilience import WEIGHTS
from itsmctl.risk.factor import Factor, share

__all__ = ["blast", "critical", "redundancy", "weighs"]

CRITICALITY, CRITICAL = "criticality", "critical"  # whatever carries the field has weight
HALF = State.DOWN * WEIGHTS[CRITICAL]  # the load that earns half the points: one critical service down
SPARE = 4


def blast(inquiry: Inquiry, request: Request, weight: int) -> Factor:
    """Count the services that would suffer, by criticality.

    load = sum of 2c for a service down and c for one degraded, c = 8 critical, 4 high, 2 medium, 1 low;
    points = weight * load / (load + 16), rounded down: never quite the whole weight.
    """
    hits = [hit for hit in request.impact.affected if weighs(hit.record.kind)]
    load = sum(_weight(hit.record) * hit.state for hit in hits)
    down = sum(hit.state is State.DOWN for hit in hits)
    worst = sum(critical(hit.record) for hit in hits)
    because = f"{down} services down, {len(hits) - down} degraded, {worst} of them critical"
    names = tuple(inquiry.name(hit.record) for hit in hits)
    return Factor("blast-radius", share(weight, load, load + HALF), because, names)


def weighs(kind: Kind) -> bool:
    """Say whether records of a kind carry a criticality: their loss is what a change is weighed by."""
    return CRITICALITY in kind.fields


def critical(record: Record) -> bool:
    """Say whether a record is critical."""
    return record.data.get(CRITICALITY) == CRITICAL


def _weight(record: Record) -> int:
    """Weigh a criticality; one that is not known weighs the most."""
    return WEIGHTS.get(str(record.data.get(CRITICALITY)), max(WEIGHTS.values()))


def redundancy(inquiry: Inquiry, request: Request, weight: int) -> Factor:
    """Count the groups that lose what they have to spare.

    While the change is carried out, a group that holds but loses a member counts 1, or 2 when none is left to spare;
    a group with less to spare afterwards than before ("2 of 3" became "2 of 2") counts 4.
    points = weight * sum / (sum + 4), rounded down.
    """
    states = {hit.record.key: hit.state for hit in request.impact.affected}
    told: list[str] = []
    load = 0
    for need in _groups(inquiry.merged.graph):
        lost = sum(states.get(member) is State.DOWN for member in need.members)
        spare = len(need.members) - need.need - lost
        if lost and spare >= 0:
            load += 1 if spare else 2
            told.append(need.owner)
    thinner = _thinner(inquiry)
    load += SPARE * len(thinner)
    because = f"{len(told)} groups lose a member and still hold; {len(thinner)} have less to spare afterwards"
    names = sorted({inquiry.name(key) for key in (*told, *thinner)})
    return Factor("redundancy", share(weight, load, load + SPARE), because, tuple(names))


def _groups(graph: Graph) -> list[Need]:
    return [need for needs in graph.needs.values() for need in needs if need.group]


def _thinner(inquiry: Inquiry) -> list[str]:
    """Return the records with less to spare in merged than in base, by the least of their groups."""
    before, after = (_spare(graph) for graph in (inquiry.base.graph, inquiry.merged.graph))
    kept = inquiry.merged.catalog.records
    return sorted(key for key, spare in before.items() if key in kept and after.get(key, 0) < spare)


def _spare(graph: Graph) -> dict[str, int]:
    spare: dict[str, int] = {}
    for need in _groups(graph):
        left = len(need.members) - need.need
        spare[need.owner] = min(left, spare.get(need.owner, left))
    return spare
