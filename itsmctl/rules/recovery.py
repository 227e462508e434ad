"""Rules about recovery: how soon, and how fresh, what is lost comes back."""
# ruff: noqa: D401 - the docstring of a rule states the fault

from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache

from itsmctl.catalog import Record
from itsmctl.clock import duration
from itsmctl.document import Path, place
from itsmctl.findings import Severity
from itsmctl.graph import Need, State
from itsmctl.impact import members_first
from itsmctl.rules.context import Context
from itsmctl.rules.rule import Seen, rule, rule_in_context
from itsmctl.rules.state import ended
from itsmctl.sentence import few
from itsmctl.snapshot import Snapshot

__all__ = ["backup_in_failure_domain", "only_backup_copy", "recovery_below_promise"]

OBJECTIVES = ("rto", "rpo")
SHOWN = 3
BACKED = "backed-to"  # the relation of a record to where its backup lies
# Losing a line hides data, it does not destroy them.
REACH = frozenset({"switch", "firewall", "router", "link", "network"})
Objective = tuple[timedelta, str]  # how long, and the record that says so

span = lru_cache(maxsize=1_000)(duration)


@rule(Severity.WARNING, hint="promise what the slowest part can keep, or make that part faster")
def recovery_below_promise(snapshot: Snapshot) -> Iterator[Seen]:
    """Something comes back later, or older, than what stands on it promises."""
    order = members_first(snapshot.graph)
    for objective in OBJECTIVES:
        known = {record.key: (own, record.key) for record, own in _objectives(snapshot, objective)}
        for key in order:
            worst = _worst(snapshot.graph.needs[key], known)
            if worst is None:
                continue
            record = snapshot.catalog.records[key]
            if key not in known:
                known[key] = worst  # it promises nothing itself: what stands on it meets the parts below
            elif worst[0] > known[key][0] and known[key][1] == key and not ended(record):
                yield _slower(record, snapshot.catalog.records[worst[1]], objective, snapshot)


def _worst(needs: tuple[Need, ...], known: dict[str, Objective]) -> Objective | None:
    """Return the slowest of what a record cannot do without."""
    worst: Objective | None = None
    for need in needs:
        if need.effect is State.DOWN:
            one = _of(need, known) if need.group else known.get(need.members[0])
            if one is not None and (worst is None or one > worst):
                worst = one
    return worst


def _of(need: Need, known: dict[str, Objective]) -> Objective | None:
    """Return when enough members are back: the slowest of the ``need`` fastest; who says nothing is no obstacle."""
    told = sorted(known[member] for member in need.members if member in known)
    silent = len(need.members) - len(told)
    return told[need.need - silent - 1] if need.need > silent else None


def _objectives(snapshot: Snapshot, objective: str) -> Iterator[tuple[Record, timedelta]]:
    for record in snapshot.catalog.records.values():
        own = _stated(record, objective)
        if own is not None:
            yield record, own


def _stated(record: Record, objective: str) -> timedelta | None:
    text = record.data.get(objective) or record.at(f"backup.{objective}")
    try:
        return span(text) if isinstance(text, str) else None
    except ValueError:  # of a kind that means something else by that word
        return None


def _path(record: Record, objective: str) -> Path:
    return (objective,) if objective in record.data else ("backup", objective)


def _text(record: Record, objective: str) -> str:
    return str(record.data.get(objective) or record.at(f"backup.{objective}"))


def _slower(record: Record, part: Record, objective: str, snapshot: Snapshot) -> Seen:
    name = snapshot.catalog.name(part)
    return (
        f"{objective} {_text(record, objective)}, but {name}, which it needs, has {_text(part, objective)}",
        place(record.document, _path(record, objective)),
        (place(part.document, _path(part, objective)),),
    )


def _copies(snapshot: Snapshot) -> Iterator[tuple[Record, Record]]:
    """Yield each record in use with the record that holds its backup."""
    for key, links in snapshot.catalog.links_out.items():
        record = snapshot.catalog.records[key]
        for link in links:
            if link.relation == BACKED and not ended(record):
                yield record, snapshot.catalog.records[link.target]


@rule_in_context(Severity.WARNING, hint="keep a copy where that loss does not reach, or back the copy itself up there")
def backup_in_failure_domain(snapshot: Snapshot, context: Context) -> Iterator[Seen]:
    """A backup is lost together with what it is a backup of."""
    records = snapshot.catalog.records
    copies = list(_copies(snapshot))
    holders = {source.key: holder.key for source, holder in copies}
    for source, holder in copies:
        lost = _domain(source.key, context) & _domain(holder.key, context)
        second = holders.get(holder.key)
        if second is not None and second != source.key:
            lost &= _domain(second, context)
        points = [key for key in lost if records[key].data.get("class", "network") not in REACH]
        if points:
            yield _together(source, holder, records[context.losses.nearest(points)[0]], snapshot)


def _domain(key: str, context: Context) -> frozenset[str]:
    return context.losses.above(key) | {key}


def _together(source: Record, holder: Record, point: Record, snapshot: Snapshot) -> Seen:
    name = snapshot.catalog.name
    if point.key == source.key:
        what = f"the backup goes to {name(holder)}, which needs {name(source)} itself"
    elif point.key == holder.key:
        what = f"the backup goes to {name(holder)}, which {name(source)} needs itself"
    else:
        what = f"the backup goes to {name(holder)}, which is lost together with {name(source)} when {name(point)} is"
    return what, place(source.document, ("backup", "to")), (place(point.document, ()),)


@rule(Severity.NOTE, hint="give the place its own backup elsewhere, so that there are two copies")
def only_backup_copy(snapshot: Snapshot) -> Iterator[Seen]:
    """A place holds the only copy of what is backed up there."""
    held: dict[str, list[Record]] = {}
    copies = list(_copies(snapshot))
    holders = {holder.key for _, holder in copies}
    for source, holder in copies:
        # What lies in a place of backups is a copy already: its original is elsewhere.
        if "backup" not in holder.data and source.key not in holders:
            held.setdefault(holder.key, []).append(source)
    for key, sources in held.items():
        holder = snapshot.catalog.records[key]
        names = few([snapshot.catalog.name(source) for source in sources], SHOWN)
        related = tuple(place(source.document, ("backup", "to")) for source in sources[:SHOWN])
        yield (
            f"{snapshot.catalog.name(holder)} holds the only backup of {names}",
            place(holder.document, ()),
            related,
        )
