"""A blast radius into points: for the services that suffer, and for the redundancy that is used up."""

from itsmctl.graph import Graph, Need, State
from itsmctl.resilience import WEIGHTS
from itsmctl.risk.factor import Factor, Proposal, share

__all__ = ["blast", "redundancy"]

HALF = State.DOWN * WEIGHTS["critical"]  # the load that earns half the points: one critical service down
SPARE = 4


def blast(proposal: Proposal, weight: int) -> Factor:
    """Count the services that would suffer, by criticality.

    load = sum of 2c for a service down and c for one degraded, c = 8 critical, 4 high, 2 medium, 1 low;
    points = weight * load / (load + 16), rounded down: never quite the whole weight.
    """
    hits = [hit for hit in proposal.impact.affected if hit.record.kind.name == "service"]
    load = sum(_criticality(hit.record.data.get("criticality")) * hit.state for hit in hits)
    down = sum(hit.state is State.DOWN for hit in hits)
    critical = sum(hit.record.data.get("criticality") == "critical" for hit in hits)
    because = f"{down} services down, {len(hits) - down} degraded, {critical} of them critical"
    return Factor("blast-radius", share(weight, load, load + HALF), because, tuple(hit.record.id for hit in hits))


def _criticality(word: object) -> int:
    """Weigh a criticality; one that is not known weighs the most."""
    return WEIGHTS.get(str(word), max(WEIGHTS.values()))


def redundancy(proposal: Proposal, weight: int) -> Factor:
    """Count the groups that lose what they have to spare.

    While the change is carried out, a group that holds but loses a member counts 1, or 2 when none is left to spare;
    a group with less to spare afterwards than before ("2 of 3" became "2 of 2") counts 4.
    points = weight * sum / (sum + 4), rounded down.
    """
    states = {hit.record.key: hit.state for hit in proposal.impact.affected}
    told: list[str] = []
    load = 0
    for need in _groups(proposal.merged.graph):
        lost = sum(states.get(member) is State.DOWN for member in need.members)
        spare = len(need.members) - need.need - lost
        if lost and spare >= 0:
            load += 1 if spare else 2
            told.append(need.owner)
    thinner = _thinner(proposal)
    load += SPARE * len(thinner)
    because = f"{len(told)} groups lose a member and still hold; {len(thinner)} have less to spare afterwards"
    names = sorted({key.partition("/")[2] for key in (*told, *thinner)})
    return Factor("redundancy", share(weight, load, load + SPARE), because, tuple(names))


def _groups(graph: Graph) -> list[Need]:
    return [need for needs in graph.needs.values() for need in needs if need.group]


def _thinner(proposal: Proposal) -> list[str]:
    """Return the records with less to spare in merged than in base, by the least of their groups."""
    before, after = (_spare(graph) for graph in (proposal.base.graph, proposal.merged.graph))
    kept = proposal.merged.catalog.records
    return sorted(key for key, spare in before.items() if key in kept and after.get(key, 0) < spare)


def _spare(graph: Graph) -> dict[str, int]:
    spare: dict[str, int] = {}
    for need in _groups(graph):
        left = len(need.members) - need.need
        spare[need.owner] = min(left, spare.get(need.owner, left))
    return spare
