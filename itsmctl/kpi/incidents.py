"""Measures of incident management."""

from itsmctl.catalog import Record
from itsmctl.clock import duration, instant
from itsmctl.kpi.lapse import Goal, Lapse, lapses, sample_of
from itsmctl.kpi.question import Item, Question, Sample, declared
from itsmctl.kpi.tally import rate, standing

__all__ = [
    "RESOLVED",
    "escalation_rate",
    "first_contact_resolution_rate",
    "incident_backlog",
    "mttr",
    "of_incidents",
    "reopen_rate",
    "sla_share",
    "time_to_close",
    "time_to_resolve",
    "time_to_respond",
]

RESOLVED = Goal(frozenset(["resolved", "closed"]), "resolved_at", "resolved")
CLOSED = Goal(frozenset(["closed"]), "closed_at", "closed")


def of_incidents(question: Question, goal: Goal) -> list[Lapse]:
    """Return the lapses of all incidents that pass the parameters."""
    return lapses(question, question.records("incident"), "detected_at", goal)


def time_to_resolve(question: Question) -> Sample:
    """Hours from detection to resolution.

    resolved_at - detected_at of what is resolved or closed; where resolved_at is missing, the recorded time
    (fallback: last = last version in state resolved, first = first of the last run, closed = closed_at,
    false = left out). statistic: mean, median (default), p90, km-median. clock: recorded replays what main knew.
    Source: ITIL 2011 Service Operation, 4.2.8; censoring: Kaplan and Meier 1958.
    """
    return sample_of(question, of_incidents(question, RESOLVED))


def time_to_close(question: Question) -> Sample:
    """Hours from detection to closure: closed_at - detected_at, else recorded; parameters as time-to-resolve."""
    return sample_of(question, of_incidents(question, CLOSED))


def time_to_respond(question: Question) -> Sample:
    """Hours from detection to the first response: responded_at - detected_at of incidents that declare it.

    Nothing is taken from history: who committed first is not who responded first. Open = without response and not
    resolved yet. Source: ITIL 2011 Service Design, 4.3 (response time).
    """
    found = []
    for record in question.records("incident"):
        start, end = declared(record, "detected_at"), declared(record, "responded_at")
        over = record.state in RESOLVED.states or record.state == "cancelled"
        if start is None or start > question.as_of or (over and end is None):
            continue
        end = end if end is not None and end <= question.as_of else None
        found.append(Lapse(record, start, end, end is not None, declared=True))
    return sample_of(question, found)


def mttr(question: Question) -> Sample:
    """Mean hours to restore service: from the first outage's start to the last one's end.

    Without outages from detection to resolution. An incident with an outage that lasts is open. statistic: mean
    (default), median, p90, km-median. Source: ITIL 2011 Service Design, 4.4 (MTRS); DORA, failed deployments apart.
    """
    found = [_restored(question, lapse) for lapse in of_incidents(question, RESOLVED)]
    return sample_of(question, found, "mean")


def _restored(question: Question, lapse: Lapse) -> Lapse:
    outages = lapse.record.data.get("outages", ())
    if not outages:
        return lapse
    start = min(instant(outage["start"]) for outage in outages)
    ends = [instant(outage["end"]) for outage in outages if "end" in outage]
    over = len(ends) == len(outages) and max(ends) <= question.as_of
    return Lapse(lapse.record, min(start, question.as_of), max(ends) if over else None, over, declared=True)


def incident_backlog(question: Question) -> Sample:
    """Count of incidents open as of the instant: opened by then, not closed by then.

    until: closed (default) = open until closed_at, resolved = open until resolved_at. fallback: when an incident
    ended that is over but does not declare it (last, the default: its last version in that state; false: it is left
    out of the series). clock: declared (default: as known today) or recorded (as main held it).
    The series is the count at each month's end. Source: OpenText Service Manager, Backlog.
    """
    goal = RESOLVED if question.word("until", "closed") == "resolved" else CLOSED
    return standing(question, of_incidents(question, goal))


def reopen_rate(question: Question) -> Sample:
    """Percentage of resolved incidents that were reopened: a step from resolved or closed back to another state.

    Reckoned from the transitions on main, not from a counter that somebody keeps. What happened before a record's
    first commit cannot be seen. Source: OpenText Service Manager, Reopened incidents.
    """
    items: list[Item] = []
    blind = 0
    for lapse in of_incidents(question, RESOLVED):
        timeline = question.timeline(lapse.record)
        steps = timeline.steps(question.as_of) if timeline else []
        back = [commit for old, new, commit in steps if old in RESOLVED.states and new not in RESOLVED.states]
        at = lapse.end or (back[-1].at if back else None)
        if at is not None and question.within(at):
            items.append(Item(lapse.record.id, at, 100.0 if back else 0.0, lapse.declared))
            blind += not steps
    told = f"{blind} were resolved in their first commit: what was before is not in this history"
    if items and blind == len(items):
        # None of them could have been seen to be reopened: 0 percent would be made up.
        return rate([], reason=told)
    return rate(items, note=told if blind else "", reason="no incident has been resolved")


def first_contact_resolution_rate(question: Question) -> Sample:
    """Percentage resolved at first contact, not passed on and not reopened.

    Eligible: resolved, first_contact stated, and the policy's reopen_within has passed since.
    Source: ITIL 2011 Service Operation, 4.2.8; HDI, First Contact Resolution.
    """
    wait = duration(str(question.snapshot.policy("incident").get("reopen_within", "PT0S")))
    items: list[Item] = []
    for lapse in of_incidents(question, RESOLVED):
        data, end = lapse.record.data, lapse.end
        if end is None or "first_contact" not in data or end + wait > question.as_of or not question.within(end):
            continue
        timeline = question.timeline(lapse.record)
        steps = timeline.steps(question.as_of) if timeline else []
        kept = not any(old in RESOLVED.states and new not in RESOLVED.states for old, new, _ in steps)
        good = data["first_contact"] and not data.get("escalations") and kept
        items.append(Item(lapse.record.id, end, 100.0 if good else 0.0, lapse.declared))
    return rate(items, reason="no resolved incident says whether its first contact resolved it")


def escalation_rate(question: Question) -> Sample:
    """Percentage of incidents that were escalated, of those detected in the period.

    type: functional or hierarchical counts only these. Source: ITIL 2011 Service Operation, 4.2.5.6.
    """
    wanted = question.word("type", "")
    items = [
        Item(record.id, at, 100.0 if _escalated(record, wanted, question) else 0.0)
        for record in question.records("incident")
        if record.state != "cancelled"
        for at in [declared(record, "detected_at")]
        if at is not None and question.within(at)
    ]
    return rate(items, reason="there is no incident")


def _escalated(record: Record, wanted: str, question: Question) -> bool:
    escalations = record.data.get("escalations", ())
    return any(wanted in ("", one["type"]) and instant(one["at"]) <= question.as_of for one in escalations)


def sla_share(question: Question) -> Sample:
    """Percentage of closed incidents for which the source system's own verdict says that the SLA was kept.

    label: the label that holds the verdict, true or false (default made_sla). It is that system's word, not
    reckoned here: sla-compliance does that. Source: the imported log.
    """
    label = question.word("label", "made_sla")
    items = [
        Item(lapse.record.id, lapse.end, 100.0 if verdict else 0.0, lapse.declared)
        for lapse in of_incidents(question, CLOSED)
        for verdict in [lapse.record.data.get("labels", {}).get(label)]
        if lapse.end is not None and isinstance(verdict, bool) and question.within(lapse.end)
    ]
    return rate(items, reason=f"no closed incident has the label {label} with true or false")
