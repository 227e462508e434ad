"""Rules about single points of failure: redundancy that is none, and services that one loss takes down."""
# ruff: noqa: D401 - the docstring of a rule states the fault

from collections import Counter
from collections.abc import Iterable, Iterator

from itsmctl.catalog import Record
from itsmctl.document import place
from itsmctl.findings import Severity
from itsmctl.graph import FIELD, Need
from itsmctl.impact import vital
from itsmctl.rules.context import Context
from itsmctl.rules.rule import Seen, rule_in_context
from itsmctl.rules.state import ended
from itsmctl.sentence import few
from itsmctl.snapshot import Snapshot

__all__ = ["critical_without_slack", "records_its_own_failure", "shared_single_point"]

SHOWN = 3
RATING = "criticality"


@rule_in_context(Severity.WARNING, hint="let one of the members stand on something else")
def shared_single_point(snapshot: Snapshot, context: Context) -> Iterator[Seen]:
    """One loss takes so many members of a redundant group down that the group is down too."""
    records = snapshot.catalog.records
    for key in snapshot.graph.needs:
        if ended(records[key]):
            continue
        needs = list(vital(snapshot.graph, key))
        for need in needs:
            if need.need < len(need.members):
                shared = _shared(need, context) - {key}
                # A room or a rack carries everything: that is a matter of a second site, not of this group.
                points = {point for point in shared if records[point].data.get("class") != "facility"}
                points -= _otherwise(need, needs, context) if points else set()
                if points:
                    yield _told(records[key], need, points, snapshot, context)


def _shared(need: Need, context: Context) -> set[str]:
    """Return what takes more members of a group down than it can spare."""
    sets = [context.losses.above(member) | {member} for member in need.members]
    if need.need == 1:
        return set(sets[0].intersection(*sets))
    counts = Counter(name for one in sets for name in one)
    spare = len(need.members) - need.need
    return {name for name, count in counts.items() if count > spare}


def _otherwise(need: Need, needs: list[Need], context: Context) -> set[str]:
    """Return what the owner cannot do without for another reason than this group."""
    others = (n for n in needs if n is not need and n.need == len(n.members))
    return {name for n in others for m in n.members for name in (m, *context.losses.above(m))}


def _told(record: Record, need: Need, points: set[str], snapshot: Snapshot, context: Context) -> Seen:
    point = snapshot.catalog.records[context.losses.nearest(points)[0]]
    name = snapshot.catalog.name
    lost = [m for m in need.members if m == point.key or point.key in context.losses.above(m)]
    names = few([name(snapshot.catalog.records[m]) for m in lost], SHOWN, " and ")
    return (
        f"{name(record)} needs {need.need} of {len(need.members)}, but {names} end on {name(point)}",
        place(record.document, (FIELD, need.number)),
        (place(point.document, ()),),
    )


@rule_in_context(Severity.NOTE, hint="give it a second way to stand, or say that it is not critical")
def critical_without_slack(snapshot: Snapshot, context: Context) -> Iterator[Seen]:
    """A critical service is down as soon as one record is."""
    for record in _rated(snapshot):
        if record.data.get(RATING) == "critical" and context.losses.above(record.key):
            near = context.losses.nearest(context.losses.above(record.key))
            where = place(record.document, (RATING,))
            name = snapshot.catalog.name(record)
            yield f"{name} is critical, and down without {_joined(near, 'or', snapshot)}", where


@rule_in_context(
    Severity.WARNING, hint="let it stand apart from what it records, or excuse it with what is done instead"
)
def records_its_own_failure(snapshot: Snapshot, context: Context) -> Iterator[Seen]:
    """The service in which incidents are recorded is lost together with other services."""
    for record in _rated(snapshot):
        if record.data.get("labels", {}).get("records") != "incidents":
            continue
        others = {one.key: one for one in _rated(snapshot) if one.key != record.key}
        own = context.losses.above(record.key)
        with_others = frozenset[str]().union(*(own & _loss(key, context) for key in others))
        if with_others:
            near = context.losses.nearest(with_others)
            lost = [key for key in others if not _loss(key, context).isdisjoint(near)]
            names, points = _joined(lost, "and", snapshot), _joined(near, "or", snapshot)
            yield (
                f"{snapshot.catalog.name(record)} is lost together with {names} when {points} is: who records that?",
                place(record.document, ("labels", "records")),
                tuple(place(snapshot.catalog.records[key].document, ()) for key in near[:SHOWN]),
            )


def _loss(key: str, context: Context) -> frozenset[str]:
    """Return all whose loss is the loss of a record, itself included."""
    return context.losses.above(key) | {key}


def _rated(snapshot: Snapshot) -> Iterator[Record]:
    """Yield the records in use of which somebody says how critical they are."""
    return (record for record in snapshot.catalog.records.values() if RATING in record.data and record.is_("in-use"))


def _joined(keys: Iterable[str], word: str, snapshot: Snapshot) -> str:
    names = [snapshot.catalog.name(snapshot.catalog.records[key]) for key in keys]
    return few(names, SHOWN, f" {word} ", f" {word} ")
