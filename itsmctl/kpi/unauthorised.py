"""Changes of configuration that nobody authorised."""

from collections.abc import Collection

from itsmctl.catalog import Record
from itsmctl.history import Version
from itsmctl.kpi.question import Item, Question, Sample

__all__ = ["unauthorised_changes"]

CHANGES = "window"  # the role that changes have and nothing else: they are carried out within one
IN_FORCE = ("in-force",)
AUTHORISED = (*IN_FORCE, "done")


def unauthorised_changes(question: Question) -> Sample:
    """Count of changes of configuration records on main without an authorised change behind them.

    A commit that changes a record of a kind under configuration control is covered when it also moves an RFC into
    an authorised state, or when an RFC that affects the record was approved, scheduled or implementing on main at
    that time. A record's first version sets the baseline and is not counted. n counts all changes looked at.
    Source: ITIL 2011 Service Transition, 4.3.8.
    """
    changes = question.snapshot.kinds.having(CHANGES)
    authorising = {
        version.commit.position
        for timeline in question.history.timelines.values()
        if timeline.kind in changes
        for version in timeline.until(question.as_of)
        if version.state in _states(question, timeline.kind, AUTHORISED)
    }
    items: list[Item] = []
    for record in question.snapshot.catalog.records.values():
        timeline = question.timeline(record)
        if record.kind.control != "configuration" or timeline is None:
            continue
        for version in timeline.until(question.as_of)[1:]:
            if question.within(version.commit.at):
                bare = version.commit.position not in authorising and not _covered(question, record, version)
                items.append(Item(record.id, version.commit.at, float(bare), declared=False))
    behind = sorted({item.record for item in items if item.value})
    return Sample(items, lambda values: float(sum(values)), records=behind)


def _covered(question: Question, record: Record, changed: Version) -> bool:
    """Say whether a change that affects the record was in force when it was changed."""
    for change in question.snapshot.catalog.into(record, "affects"):
        timeline = question.timeline(change)
        if timeline is None or not change.kind.role(CHANGES):
            continue
        before = [v for v in timeline.versions if v.commit.position < changed.commit.position]
        if before and before[-1].state in _states(question, change.kind.name, IN_FORCE):
            return True
    return False


def _states(question: Question, kind: str, meanings: Collection[str]) -> frozenset[str]:
    lifecycle = question.snapshot.kinds.by_name[kind].lifecycle
    means = lifecycle.means if lifecycle else {}
    return frozenset().union(*(means.get(meaning, frozenset()) for meaning in meanings))
