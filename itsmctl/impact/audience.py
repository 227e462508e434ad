"""An impact into whom to tell: who answers, who is on call, which customers feel it and which promises it endangers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from itsmctl.catalog import Catalog, Record
from itsmctl.clock import instant
from itsmctl.impact.report import Affected, Impact

__all__ = ["Answerer", "Audience", "Promise", "Touched", "audience", "audience_json"]


@dataclass(frozen=True, slots=True)
class Answerer:
    """An owner of what is lost or suffers: the people behind it now, who of them is on call, and the records."""

    record: Record
    people: tuple[str, ...]
    on_call: tuple[str, ...]
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Touched:
    """A customer, and those of their services that suffer, worst first."""

    record: Record
    services: tuple[Affected, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """An agreement in force on a service that suffers; percent, and the time allowed at P1 as it is written."""

    record: Record
    service: Affected
    availability: float | None
    resolution: str | None


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom to tell of an impact; each list is sorted, those with the most at stake first."""

    owners: tuple[Answerer, ...]
    customers: tuple[Touched, ...]
    agreements: tuple[Promise, ...]


def audience(catalog: Catalog, impact: Impact, now: datetime) -> Audience:
    """Say whom to tell of an impact at an instant: rotas and agreements are read as they stand then."""
    services = [hit for hit in impact.affected if hit.record.kind.name == "service"]
    return Audience(
        _owners(catalog, impact, now),
        _customers(catalog, services, now),
        tuple(_promises(catalog, services, now)),
    )


def _owners(catalog: Catalog, impact: Impact, now: datetime) -> tuple[Answerer, ...]:
    """Gather the records by who owns them, and services also by who supports them."""
    owned: dict[str, dict[str, Record]] = {}
    for hit in impact.affected:
        for link in catalog.links_out.get(hit.record.key, ()):
            if link.relation in ("owned-by", "supported-by"):
                owned.setdefault(link.target, {})[hit.record.key] = hit.record
    found = [
        Answerer(record, _people(catalog, record, now), _on_call(catalog, record, now), tuple(records.values()))
        for key, records in owned.items()
        for record in (catalog.records[key],)
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.records), one.record.kind.name, one.record.id)))


def _on_call(catalog: Catalog, record: Record, now: datetime) -> tuple[str, ...]:
    turns = record.data.get("rota", ())
    held = (turn["holder"] for turn in turns if instant(turn["from"]) <= now < instant(turn["until"]))
    return _present(catalog, held)


def _people(catalog: Catalog, record: Record, now: datetime) -> tuple[str, ...]:
    """Return who stands for a person, role or team: whoever is on call first, then the others in the order written."""
    data = record.data
    lead = [data["lead"]] if "lead" in data else []
    named = {
        "person": [record.id],
        "role": [*data.get("holders", ()), *data.get("deputies", ())],
        "team": [*lead, *data.get("members", ())],
    }.get(record.kind.name, [])
    return _present(catalog, [*_on_call(catalog, record, now), *named])


def _present(catalog: Catalog, names: Iterable[str]) -> tuple[str, ...]:
    """Keep, once each, those who are known and have not left."""
    bare = dict.fromkeys(str(name).rpartition("/")[2] for name in names)
    people = ((name, catalog.get("person", name)) for name in bare)
    return tuple(name for name, person in people if person and person.data.get("status") == "active")


def _customers(catalog: Catalog, services: list[Affected], now: datetime) -> tuple[Touched, ...]:
    """Gather the services by who uses them: those a service names, and those its agreements in force are with."""
    used: dict[str, dict[str, Affected]] = {}
    for hit in services:
        of_service = {link.target for link in catalog.links_out.get(hit.record.key, ()) if link.relation == "serves"}
        of_agreements = {
            link.target
            for into in catalog.links_in.get(hit.record.key, ())
            if into.relation == "covers" and _in_force(catalog.records[into.source], now)
            for link in catalog.links_out.get(into.source, ())
            if link.relation == "promised-to"
        }
        for key in of_service | of_agreements:
            used.setdefault(key, {})[hit.record.key] = hit
    found = [Touched(catalog.records[key], tuple(hits.values())) for key, hits in used.items()]
    return tuple(sorted(found, key=lambda one: (-len(one.services), one.record.id)))


def _promises(catalog: Catalog, services: list[Affected], now: datetime) -> Iterable[Promise]:
    for hit in services:
        covers = (link.source for link in catalog.links_in.get(hit.record.key, ()) if link.relation == "covers")
        for key in sorted(covers):
            record = catalog.records[key]
            if _in_force(record, now):
                targets = record.data.get("targets", {})
                yield Promise(record, hit, targets.get("availability"), targets.get("resolution", {}).get("P1"))


def _in_force(record: Record, now: datetime) -> bool:
    valid = record.data.get("valid", {})
    begun = "from" not in valid or instant(valid["from"]) <= now
    return record.data.get("status") == "agreed" and begun and ("until" not in valid or now <= instant(valid["until"]))


def audience_json(tell: Audience) -> dict[str, Any]:
    """Write whom to tell, as ``tell`` in the JSON of an impact."""
    return {
        "owners": [
            {
                "id": one.record.id,
                "kind": one.record.kind.name,
                "people": list(one.people),
                "on_call": list(one.on_call),
                "records": [record.id for record in one.records],
            }
            for one in tell.owners
        ],
        "customers": [
            {"id": one.record.id, "services": {hit.record.id: hit.state.word for hit in one.services}}
            for one in tell.customers
        ],
        "agreements": [
            {
                "id": one.record.id,
                "service": one.service.record.id,
                "state": one.service.state.word,
                "availability": one.availability,
                "resolution_p1": one.resolution,
            }
            for one in tell.agreements
        ],
    }
