"""The records of all kinds into what the first page shows: figures, the health of services, what is open."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from itsmctl.catalog import Record
from itsmctl.graph import State
from itsmctl.kinds import Kind
from itsmctl.site.escape import Md
from itsmctl.site.view import View

__all__ = ["home"]

WATCHED = {"incident": "Open Incidents", "rfc": "Changes under Way", "problem": "Open Problems"}


@dataclass(frozen=True, slots=True)
class Card:
    """One figure: its sign, a link to where it comes from, the figure and what it counts."""

    icon: str
    link: Md
    figure: int
    told: str


@dataclass(frozen=True, slots=True)
class Health:
    """One service: how its open incidents leave it, and what its loss does."""

    record: Record
    health: str
    criticality: str
    incidents: list[Record]
    hurts: str


@dataclass(frozen=True, slots=True)
class Open:
    """The unfinished records of one kind."""

    kind: Kind
    title: str
    anchor: str
    records: list[Record]


def home(view: View) -> Mapping[str, Any]:
    """Return the cards, the health of the services, and what is open."""
    kinds = view.site.snapshot.kinds.by_name
    parts = [
        Open(kinds[n], title, f"open-{n}", list(unfinished(view.site.of(n))))
        for n, title in WATCHED.items()
        if n in kinds
    ]
    return {
        "cards": list(_cards(view, parts)),
        "open": parts,
        "services": list(_health(view)),
        "kpis": view.site.of("kpi"),
    }


def unfinished(records: Iterable[Record]) -> Iterator[Record]:
    """Yield the records that are not in an end state of their lifecycle, nor resolved."""
    for record in records:
        ends = record.kind.lifecycle.end if record.kind.lifecycle else ()
        if record.state not in (*ends, "resolved", "reviewed", "fixed"):
            yield record


def _cards(view: View, parts: list[Open]) -> Iterator[Card]:
    for name, told in (
        ("service", "in the catalogue"),
        ("ci", "under change control"),
        ("known-error", "with a workaround"),
    ):
        kind = view.site.snapshot.kinds.get(name)
        if kind:
            yield Card(kind.icon, view.kind(name), len(view.site.of(name)), told)
    for part in parts:
        total = len(view.site.of(part.kind.name))
        yield Card(part.kind.icon, view.kind(part.kind.name), len(part.records), f"open, of {total}")


def _health(view: View) -> Iterator[Health]:
    for record in view.site.of("service"):
        incidents = list(unfinished(view.site.into(record, "affects", "incident")))
        states = set(_outages(view, record))
        health = "down" if "down" in states else "degraded" if states or incidents else "ok"
        yield Health(record, health, str(record.data.get("criticality", "")), incidents, _hurts(view, record))


def _outages(view: View, record: Record) -> Iterator[str]:
    """Yield the effects of the outages of a service that have not ended."""
    for incident in view.site.into(record, "interrupts", "incident"):
        for outage in incident.data.get("outages", ()):
            if "end" not in outage and outage.get("service") in (record.id, record.key):
                yield str(outage.get("effect", "down"))


def _hurts(view: View, record: Record) -> str:
    impact = view.site.blast.impacts.get(record.key)
    hits = impact.reached("service") if impact else ()
    down = sum(hit.state is State.DOWN for hit in hits)
    parts = [f"{down} down"] * bool(down) + [f"{len(hits) - down} degraded"] * (len(hits) > down)
    return ", ".join(parts) or "no other service"
