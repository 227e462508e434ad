"""Rules about availability: what is promised, and what the records below can give."""

from collections.abc import Iterator
from dataclasses import dataclass

from itsmctl.catalog import Record
from itsmctl.document import Path, place
from itsmctl.findings import Location, Severity
from itsmctl.graph import Graph, Need, State, assemble
from itsmctl.rules.reliability import Ceiling, ceilings
from itsmctl.rules.rule import Seen, rule
from itsmctl.rules.state import ended
from itsmctl.snapshot import Snapshot

__all__ = ["promise_above_dependencies"]

CONTRACT = "underpinning-contract"
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


@rule(Severity.WARNING, hint="promise less, or give it a second way to stand: see itsmctl spof")
def promise_above_dependencies(snapshot: Snapshot) -> Iterator[Seen]:
    """More availability is promised than what stands below can give."""
    promises = list(_promises(snapshot))
    best: dict[str, Promise] = {}
    for promise in promises:
        # Of several promises about one thing the best counts below it: the figure stays an upper bound.
        if promise.about not in best or promise.percent > best[promise.about].percent:
            best[promise.about] = promise
    found = ceilings(_with_contracts(snapshot.graph, promises), {key: one.percent / 100 for key, one in best.items()})
    for promise in promises:
        ceiling = found.get(promise.about)
        if ceiling is not None and promise.percent / 100 > ceiling.share + TOLERANCE:
            weakest = sorted((best[key] for key in ceiling.parts), key=lambda one: (one.percent, one.about))
            yield _told(promise, ceiling, weakest, snapshot)


def _told(promise: Promise, ceiling: Ceiling, weakest: list[Promise], snapshot: Snapshot) -> Seen:
    about = snapshot.catalog.records[promise.about].id
    names = [f"{_name(one, snapshot)} {_figure(one.percent)} %" for one in weakest[:SHOWN]]
    more = f" and {len(weakest) - SHOWN} more" if len(weakest) > SHOWN else ""
    most = f"at most {_figure(ceiling.share * 100)} %"
    message = f"{about} is promised at {_figure(promise.percent)} %, but what it needs can give {most}"
    rest = "" if ceiling.whole else " (not all of it could be reckoned)"
    return f"{message}: {', '.join(names)}{more}{rest}", promise.where, tuple(one.where for one in weakest[:SHOWN])


def _name(promise: Promise, snapshot: Snapshot) -> str:
    return snapshot.catalog.records[promise.about].id


def _figure(percent: float) -> str:
    """Write 99.9 as 99.9, and a computed figure to four places."""
    return f"{percent:.4f}".rstrip("0").rstrip(".")


def _promises(snapshot: Snapshot) -> Iterator[Promise]:
    for record in snapshot.of("ci"):
        if "availability" in record.data and not ended(record):
            yield Promise(record.key, float(record.data["availability"]), record, ("availability",))
    for record in snapshot.of("agreement"):
        percent = record.data.get("targets", {}).get("availability")
        if percent is not None and record.data.get("status") == "agreed":
            for about in _about(record, snapshot):
                yield Promise(about, float(percent), record, ("targets", "availability"))


def _about(agreement: Record, snapshot: Snapshot) -> list[str]:
    """Return what an agreement is about: a contract, what its supplier runs, or itself while that is unknown."""
    links = snapshot.catalog.links_out.get(agreement.key, ())
    if agreement.data.get("type") != CONTRACT:
        return [link.target for link in links if link.path == ("service",)]
    suppliers = [link.target for link in links if link.path == ("provider",)]
    into = (link for supplier in suppliers for link in snapshot.catalog.links_in.get(supplier, ()))
    run = [link.source for link in into if link.path[0] == "managed_by"]
    return [key for key in run if not ended(snapshot.catalog.records[key])] or [agreement.key]


def _with_contracts(graph: Graph, promises: list[Promise]) -> Graph:
    """Add each contract that is about nothing in particular as something that its service cannot do without."""
    bare = [one for one in promises if one.about == one.record.key and one.record.kind.name == "agreement"]
    if not bare:
        return graph
    needs = [need for found in graph.needs.values() for need in found]
    for one in bare:
        service = str(one.record.data["service"]).removeprefix("service/")
        needs.append(Need(f"service/{service}", -1, (one.about,), 1, State.DOWN, "", group=False))
    return assemble(needs)
