"""A record of the dependency graph into its blast radius, what takes it down, what it needs and what needs it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from itsmctl.catalog import Record
from itsmctl.graph import Need, State
from itsmctl.impact import Affected, assess
from itsmctl.site.blast import Cause
from itsmctl.site.escape import Md, inline
from itsmctl.site.view import View

__all__ = ["Dependency", "falls", "ground", "joint", "nearby"]

COLUMNS = 10  # losses beside each other that a screen has room for
MARKS = {
    State.DOWN: '<span class="cell cell--down">✖</span>',
    State.DEGRADED: '<span class="cell cell--degraded">◐</span>',
}


@dataclass(frozen=True, slots=True)
class Dependency:
    """One row of the dependencies: which way, the records, and what their loss does."""

    way: str
    records: Md
    harm: Md


def ground(view: View, record: Record) -> Mapping[str, Any]:
    """Return what each record of the graph has: harm in both directions, what it needs and what needs it."""
    blast, graph = view.site.blast, view.site.snapshot.graph
    impact = blast.impacts.get(record.key)
    hits = impact.reached() if impact else ()
    services = [hit for hit in hits if hit.record.kind.service]
    causes = [cause for cause in blast.causes.get(record.key, ()) if not cause.record.kind.service]
    return {
        "known": impact is not None,
        "services_hit": services,
        "others_hit": [hit for hit in hits if not hit.record.kind.service],
        "said": _said(services, hits),
        "takers": [cause for cause in causes if cause.hit.state is State.DOWN],
        "harmers": [cause for cause in causes if cause.hit.state is State.DEGRADED],
        "slack": _slack(causes),
        "requires": [_need(view, need) for need in graph.needs.get(record.key, ())],
        "required_by": [_needed(view, need) for need in graph.needed_by.get(record.key, ())],
    }


def joint(view: View, record: Record) -> Mapping[str, Any]:
    """Return what would suffer if all that a record affects were lost at once; nothing in graphs beyond the limit."""
    catalog, graph = view.site.snapshot.catalog, view.site.snapshot.graph
    # The first field of the role is what is worked on; further ones tell of what that interrupts.
    affected = [one for field in record.kind.role("affects")[:1] for one in catalog.many(record, field)]
    keys = [one.key for one in affected]
    reckoned = bool(keys and view.site.blast.impacts)
    hits = assess(catalog, graph, dict.fromkeys(keys, State.DOWN)).affected if reckoned else ()
    return {
        "affected": affected,
        "services_hit": [hit for hit in hits if hit.record.kind.service],
        "others_hit": [hit for hit in hits if not hit.record.kind.service and hit.record.key not in keys],
    }


def _said(services: list[Affected], hits: Iterable[Affected]) -> str:
    """Sum the harm up in one sentence."""
    down = sum(hit.state is State.DOWN for hit in services)
    others = sum(1 for _ in hits) - len(services)
    if not services and not others:
        return "Nothing else suffers."
    parts = [
        _count(down, "service down"),
        _count(len(services) - down, "service degraded"),
        _count(others, "other item hit"),
    ]
    return ", ".join(part for part in parts if part) + "."


def _count(number: int, words: str) -> str:
    noun, _, rest = words.rpartition(" ")
    return f"{number} {noun}{'' if number == 1 else 's'} {rest}" if number else ""


def _slack(causes: list[Cause]) -> int:
    return sum(cause.hit.state is State.DOWN for cause in causes)


def _need(view: View, need: Need) -> Dependency:
    word = "down" if need.effect is State.DOWN else "degraded"
    told = f" ({need.label})" if need.label else ""
    if need.group:
        harm = f"{word} when fewer than {need.need} of {len(need.members)} are left, degraded when one is lost{told}"
    else:
        harm = f"{word}{told}"
    return Dependency("Requires", view.all(need.members), inline(harm))


def _needed(view: View, need: Need) -> Dependency:
    word = "down" if need.effect is State.DOWN else "degraded"
    harm = f"one of {len(need.members)}, needs {need.need}" if need.group else word
    return Dependency("Required by", view.go(need.owner), inline(harm + (f" ({need.label})" if need.label else "")))


def nearby(view: View, record: Record) -> list[Record]:
    """Return a record and what it needs directly: where its trouble shows."""
    graph, records = view.site.snapshot.graph, view.site.snapshot.catalog.records
    members = dict.fromkeys(member for need in graph.needs.get(record.key, ()) for member in need.members)
    return [record, *(records[key] for key in members)]


def falls(view: View, kind: str) -> tuple[list[Record], list[tuple[Record, list[Md]]]]:
    """Return the most harmful losses, and for each record of a kind how it fares under each of them."""
    worst = [rank.record for rank in view.site.blast.ranks if not rank.record.kind.service][:COLUMNS]
    states = [{hit.record.key: hit.state for hit in view.site.blast.impacts[one.key].affected} for one in worst]
    rows = [
        (service, [Md(MARKS.get(state.get(service.key, State.OK), "–")) for state in states])
        for service in view.site.of(kind)
    ]
    return worst, rows
