"""An impact into whom to tell: who answers, who is on call, which customers feel it and which promises it endangers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from itsmctl.catalog import Catalog, Record, in_force
from itsmctl.impact.report import Affected, Impact
from itsmctl.people import on_call, standing_for

__all__ = ["Answerer", "Audience", "Promise", "Touched", "audience", "audience_json"]


@dataclass(frozen=True, slots=True)
class Answerer:
    """An owner of what is lost or suffers: the people behind it now, who of them is on call, and the records."""

    record: Record
    people: tuple[Record, ...]
    on_call: tuple[Record, ...]
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
    services = [hit for hit in impact.affected if hit.record.kind.service]
    return Audience(
        _owners(catalog, impact, now),
        _customers(catalog, services, now),
        tuple(_promises(catalog, services, now)),
    )


def _owners(catalog: Catalog, impact: Impact, now: datetime) -> tuple[Answerer, ...]:
    """Gather the records by who owns them, and services also by who supports them."""
    owned: dict[str, dict[str, Record]] = {}
    for hit in impact.affected:
        for key in _named(catalog, hit.record, "owned-by", "supported-by"):
            owned.setdefault(key, {})[hit.record.key] = hit.record
    found = [
        Answerer(record, standing_for(catalog, record, now), on_call(catalog, record, now), tuple(records.values()))
        for key, records in owned.items()
        for record in (catalog.records[key],)
    ]
    return tuple(sorted(found, key=lambda one: (-len(one.records), one.record.kind.name, one.record.id)))


def _customers(catalog: Catalog, services: list[Affected], now: datetime) -> tuple[Touched, ...]:
    """Gather the services by who uses them: those a service names, and those its agreements in force are with."""
    used: dict[str, dict[str, Affected]] = {}
    for hit in services:
        promised = (_named(catalog, one, "promised-to") for one in _agreements(catalog, hit.record, now))
        for key in (*_named(catalog, hit.record, "serves"), *chain.from_iterable(promised)):
            used.setdefault(key, {})[hit.record.key] = hit
    found = [Touched(catalog.records[key], tuple(hits.values())) for key, hits in used.items()]
    return tuple(sorted(found, key=lambda one: (-len(one.services), one.record.id)))


def _promises(catalog: Catalog, services: list[Affected], now: datetime) -> Iterable[Promise]:
    for hit in services:
        for record in _agreements(catalog, hit.record, now):
            targets = record.data.get("targets", {})
            yield Promise(record, hit, targets.get("availability"), targets.get("resolution", {}).get("P1"))


def _agreements(catalog: Catalog, service: Record, now: datetime) -> Iterable[Record]:
    return (record for record in catalog.into(service, "covers") if in_force(record, now))


def _named(catalog: Catalog, record: Record, *relations: str) -> Iterable[str]:
    return (link.target for link in catalog.links_out.get(record.key, ()) if link.relation in relations)


def audience_json(tell: Audience) -> dict[str, Any]:
    """Write whom to tell, as ``tell`` in the JSON of an impact."""
    return {
        "owners": [
            {
                "id": one.record.id,
                "kind": one.record.kind.name,
                "people": [person.id for person in one.people],
                "on_call": [person.id for person in one.on_call],
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
