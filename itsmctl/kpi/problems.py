"""Measures of problem management."""

from datetime import datetime

from itsmctl.catalog import Record
from itsmctl.kpi.lapse import Goal, Lapse, lapses, opened, sample_of
from itsmctl.kpi.question import Item, Question, Sample, declared
from itsmctl.kpi.tally import rate

__all__ = ["problem_recurrence", "time_to_identify_problem", "time_to_resolve_problem"]

RESOLVED = Goal(frozenset(["resolved", "closed"]), "resolved_at", "resolved")
KNOWN = frozenset(["known-error", "resolved", "closed"])


def time_to_resolve_problem(question: Question) -> Sample:
    """Hours from opening a problem to its resolution: resolved_at - opened_at, else recorded times.

    statistic: mean, median (default), p90, km-median. Source: ITIL 2011 Service Operation, 4.4.8.
    """
    return sample_of(question, lapses(question, question.records("problem"), "opened_at", RESOLVED))


def time_to_identify_problem(question: Question) -> Sample:
    """Hours from opening a problem until its cause was known: state known-error, or resolved, was reached on main.

    No field declares this time, so it is the recorded one; a problem whose first version already was in that state
    tells nothing and is left out. Source: ITIL 2011 Service Operation, 4.4.8.
    """
    found: list[Lapse] = []
    blind = 0
    for record in question.records("problem"):
        start = opened(question, record, "opened_at")
        if start is None or start > question.as_of:
            continue
        timeline = question.timeline(record)
        held = timeline.until(question.as_of) if timeline else ()
        reached = [version for version in held if version.state in KNOWN]
        born = bool(held) and held[0].state in KNOWN
        blind += born
        if held and not born:
            end = reached[0].commit.at if reached else None
            found.append(Lapse(record, start, end, bool(reached), declared=False))
    sample = sample_of(question, found)
    note = f"{blind} were committed with their cause already known" if blind else ""
    reason = sample.reason and f"no problem's way to its cause is in this history; {note}".rstrip("; ")
    note = "" if reason else note
    return Sample(sample.items, sample.summary, sample.waiting, note, reason, series=sample.series)


def problem_recurrence(question: Question) -> Sample:
    """Percentage of resolved problems to which an incident belongs that was detected after the resolution.

    Source: ITIL 2011 Service Operation, 4.4.8 (incidents that recur).
    """
    items: list[Item] = []
    for lapse in lapses(question, question.records("problem"), "opened_at", RESOLVED):
        if lapse.end is None or not question.within(lapse.end):
            continue
        again = any(lapse.end < at <= question.as_of for at in _incidents(question, lapse.record))
        items.append(Item(lapse.record.id, lapse.end, 100.0 if again else 0.0, lapse.declared))
    return rate(items, reason="no problem has been resolved")


def _incidents(question: Question, problem: Record) -> list[datetime]:
    """Return when the incidents were detected that name the problem, or that it names."""
    catalog = question.snapshot.catalog
    keys = {link.source for link in catalog.links_in.get(problem.key, ())}
    keys |= {link.target for link in catalog.links_out.get(problem.key, ())}
    incidents = [catalog.records[key] for key in sorted(keys) if key.startswith("incident/")]
    return [at for at in (declared(record, "detected_at") for record in incidents) if at is not None]
