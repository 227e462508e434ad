"""Rules about availability: what is promised, and what the records below can give."""

from collections.abc import Iterator
from dataclasses import dataclass

from itsmctl.catalog import Record
from itsmctl.document import Path, place
from itsmctl.findings import Location, Severity
from itsmctl.graph import Graph, Need, State, assemble
from itsmctl.rules.context import Context
from itsmctl.rules.ownership import CONTRACT, COVERS
from itsmctl.rules.reliability import Ceiling, ceilings
from itsmctl.rules.rule import Seen, rule_in_context
from itsmctl.sentence import few
from itsmctl.snapshot import Snapshot

__all__ = ["promise_above_dependencies"]

PROVIDED, MANAGED = "provided-by", "managed-by"
SHOWN = 3
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Promise:
    """A figure in percent, the record and the field that state it, and the record that it is about."""

    about: str
    percent: float
    record: Record
    path: Path

    @property
    def where(self) -> Location:
        """Where the figure stands."""
        return place(self.record.document, self.path)


@rule_in_context(Severity.WARNING, hint="promise less, or give it a second way to stand: see itsmctl spof")
def promise_above_dependencies(snapshot: Snapshot, context: Context) -> Iterator[Seen]:
    """More availability is promised than what stands below can give."""
    promises = list(_promises(snapshot, context))
    best: dict[str, Promise] = {}
    for promise in promises:
        # Of several promises about one thing the best counts below it: the figure stays an upper bound.
        if promise.about not in best or promise.percent > best[promise.about].percent:
            best[promise.about] = promise
    found = ceilings(_with_contracts(snapshot, promises), {key: one.percent / 100 for key, one in best.items()})
    for promise in promises:
        ceiling = found.get(promise.about)
        if ceiling is not None and promise.percent / 100 > ceiling.share + TOLERANCE:
            weakest = sorted((best[key] for key in ceiling.parts), key=lambda one: (one.percent, one.about))
            yield _told(promise, ceiling, weakest, snapshot)


def _told(promise: Promise, ceiling: Ceiling, weakest: list[Promise], snapshot: Snapshot) -> Seen:
    about = _name(promise, snapshot)
    names = few([f"{_name(one, snapshot)} {_figure(one.percent)} %" for one in weakest], SHOWN)
    most = f"at most {_figure(ceiling.share * 100)} %"
    message = f"{about} is promised at {_figure(promise.percent)} %, but what it needs can give {most}"
    rest = "" if ceiling.whole else " (not all of it could be reckoned)"
    return f"{message}: {names}{rest}", promise.where, tuple(one.where for one in weakest[:SHOWN])


def _name(promise: Promise, snapshot: Snapshot) -> str:
    return snapshot.catalog.name(snapshot.catalog.records[promise.about])


def _figure(percent: float) -> str:
    """Write 99.9 as 99.9, and a computed figure to four places."""
    return f"{percent:.4f}".rstrip("0").rstrip(".")


def _promises(snapshot: Snapshot, context: Context) -> Iterator[Promise]:
    """Yield what is promised: by records of themselves, and by agreements in force."""
    for record in snapshot.catalog.records.values():
        own, agreed = record.data.get("availability"), record.at("targets.availability")
        if isinstance(own, int | float) and not record.is_("ended"):
            yield Promise(record.key, float(own), record, ("availability",))
        if isinstance(agreed, int | float) and context.holds(record):
            for about in _about(record, snapshot):
                yield Promise(about, float(agreed), record, ("targets", "availability"))


def _about(agreement: Record, snapshot: Snapshot) -> list[str]:
    """Return what an agreement is about: a contract, what its supplier runs, or itself while that is unknown."""
    if agreement.data.get("type") != CONTRACT:
        return [one.key for one in _named(agreement, COVERS, snapshot)]
    suppliers = _named(agreement, PROVIDED, snapshot)
    run = [one for supplier in suppliers for one in snapshot.catalog.into(supplier, MANAGED)]
    return [one.key for one in run if not one.is_("ended")] or [agreement.key]


def _named(record: Record, relation: str, snapshot: Snapshot) -> list[Record]:
    links = snapshot.catalog.links_out.get(record.key, ())
    return [snapshot.catalog.records[link.target] for link in links if link.relation == relation]


def _with_contracts(snapshot: Snapshot, promises: list[Promise]) -> Graph:
    """Add each contract that is about nothing in particular as something that its service cannot do without."""
    bare = [one for one in promises if one.about == one.record.key and one.record.data.get("type") == CONTRACT]
    if not bare:
        return snapshot.graph
    needs = [need for found in snapshot.graph.needs.values() for need in found]
    pairs = ((one, service) for one in bare for service in _named(one.record, COVERS, snapshot))
    needs += [Need(service.key, -1, (one.about,), 1, State.DOWN, "", group=False) for one, service in pairs]
    return assemble(needs)
