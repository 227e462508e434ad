"""Measures of change management."""

from itsmctl.catalog import Record
from itsmctl.history import Version
from itsmctl.kpi.lapse import Goal, Lapse, lapses, sample_of
from itsmctl.kpi.question import Item, Question, Sample
from itsmctl.kpi.tally import rate, standing

__all__ = [
    "change_backlog",
    "change_lead_time",
    "change_success_rate",
    "emergency_change_rate",
    "unauthorised_changes",
]

IMPLEMENTED = Goal(frozenset(["implemented", "reviewed", "closed"]), "implemented_at", "implemented")
FINAL = Goal(frozenset(["closed"]), "closed_at", "closed")
IN_FORCE = ("approved", "scheduled", "implementing")
PASSED = (*IN_FORCE, "implemented", "reviewed", "closed")


def _implemented(question: Question) -> list[Lapse]:
    """Return the changes that were carried out in the period."""
    found = lapses(question, question.records("rfc"), "submitted_at", IMPLEMENTED)
    return [lapse for lapse in found if lapse.end is not None and question.within(lapse.end)]


def change_success_rate(question: Question) -> Sample:
    """Percentage successful of the changes implemented in the period that have an outcome.

    outcome successful / all outcomes; with-issues is not successful and is told apart. Withdrawn and rejected
    changes were not carried out and do not count. Source: ITIL 2011 Service Transition, 4.2.8; DORA counts the
    complement, changes that failed, not the incidents that they caused.
    """
    judged = [
        (lapse, lapse.record.data["outcome"]) for lapse in _implemented(question) if "outcome" in lapse.record.data
    ]
    items = [
        Item(lapse.record.id, lapse.end, 100.0 if outcome == "successful" else 0.0, lapse.declared)
        for lapse, outcome in judged
        if lapse.end is not None
    ]
    issues = sum(outcome == "with-issues" for _, outcome in judged)
    return rate(items, note=f"{issues} with issues" if issues else "", reason="no change has an outcome")


def emergency_change_rate(question: Question) -> Sample:
    """Percentage of emergency changes among all implemented in the period.

    Source: ITIL 2011 Service Transition, 4.2.8.
    """
    items = [
        Item(lapse.record.id, lapse.end, 100.0 if lapse.record.data["type"] == "emergency" else 0.0, lapse.declared)
        for lapse in _implemented(question)
        if lapse.end is not None
    ]
    return rate(items, reason="no change has been implemented")


def change_lead_time(question: Question) -> Sample:
    """Hours from submission to the end of implementation: implemented_at - submitted_at, else recorded times.

    Drafts have not begun. statistic: mean, median (default), p90, km-median. Source: ITIL 2011 Service Transition,
    4.2; not DORA's lead time, which begins with a commit.
    """
    records = [record for record in question.records("rfc") if record.state != "draft"]
    return sample_of(question, lapses(question, records, "submitted_at", IMPLEMENTED))


def change_backlog(question: Question) -> Sample:
    """Count of changes that were submitted and not closed, rejected or withdrawn as of the instant.

    Source: OpenText Service Manager, Backlog.
    """
    records = [record for record in question.records("rfc") if record.state != "draft"]
    return standing(question, lapses(question, records, "submitted_at", FINAL))


def unauthorised_changes(question: Question) -> Sample:
    """Count of changes of configuration records on main without an authorised change behind them.

    A commit that changes a record of a kind under configuration control is covered when it also moves an RFC into
    an authorised state, or when an RFC that affects the record was approved, scheduled or implementing on main at
    that time. A record's first version sets the baseline and is not counted. n counts all changes looked at.
    Source: ITIL 2011 Service Transition, 4.3.8.
    """
    authorising = {
        version.commit.position
        for timeline in question.history.timelines.values()
        if timeline.kind == "rfc"
        for version in timeline.until(question.as_of)
        if version.state in PASSED
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
    """Say whether an RFC that affects the record was in force when it was changed."""
    for link in question.snapshot.catalog.links_in.get(record.key, ()):
        timeline = question.history.of(link.source)
        if link.relation != "affects" or timeline is None or timeline.kind != "rfc":
            continue
        before = [v for v in timeline.versions if v.commit.position < changed.commit.position]
        if before and before[-1].state in IN_FORCE:
            return True
    return False
