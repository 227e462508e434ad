"""The list of all measures: what is not in it cannot be asked for."""

from itsmctl.kpi.changes import (
    change_backlog,
    change_lead_time,
    change_success_rate,
    emergency_change_rate,
    unauthorised_changes,
)
from itsmctl.kpi.incidents import (
    escalation_rate,
    first_contact_resolution_rate,
    incident_backlog,
    mttr,
    reopen_rate,
    sla_share,
    time_to_close,
    time_to_resolve,
    time_to_respond,
)
from itsmctl.kpi.problems import problem_recurrence, time_to_identify_problem, time_to_resolve_problem
from itsmctl.kpi.question import Measure
from itsmctl.kpi.services import availability, mtbf, sla_compliance

__all__ = ["MEASURES", "PARAMETERS"]

# What each parameter says, for people; how a measure uses it, and its default where they differ, is in its formula.
PARAMETERS = {
    "clock": "declared (default): ends as the records declare them, as known today; recorded: as main held them then",
    "degraded": "weight of degraded time, from 0 (default: as if up) to 1 (as if down)",
    "fallback": "the end of a record that is over but does not declare when: last (default) = its last version in the "
    "state that counts as the end, first = the first one since it came to rest, closed = closed_at, false = not known",
    "label": "the label that holds the source system's verdict, made_sla by default",
    "priority": "only records of this priority: P1; its own, or what the incident policy's matrix gives",
    "service": "only this service, or records that affect it, by id",
    "statistic": "mean, median, p90, or km-median (reckons with what is open, too); of availability mean or worst",
    "target": "resolution (default) or response",
    "type": "only escalations of this type: functional or hierarchical",
    "until": "what ends the wait: closed (default) or resolved",
}

FILTER = frozenset(["priority", "service"])
END = FILTER | {"fallback", "clock"}
LENGTH = END | {"statistic"}

MEASURES = {
    "availability": Measure(availability, "percent", frozenset(["service", "statistic", "degraded"])),
    "mttr": Measure(mttr, "hours", LENGTH),
    "mtbf": Measure(mtbf, "hours", frozenset(["service"])),
    "sla-compliance": Measure(sla_compliance, "percent", END | {"target"}),
    "first-contact-resolution-rate": Measure(first_contact_resolution_rate, "percent", END),
    "time-to-resolve": Measure(time_to_resolve, "hours", LENGTH),
    "time-to-close": Measure(time_to_close, "hours", LENGTH),
    "time-to-respond": Measure(time_to_respond, "hours", FILTER | {"statistic"}),
    "incident-backlog": Measure(incident_backlog, "count", END | {"until"}),
    "escalation-rate": Measure(escalation_rate, "percent", FILTER | {"type"}),
    "reopen-rate": Measure(reopen_rate, "percent", END),
    "sla-share": Measure(sla_share, "percent", END | {"label"}),
    "change-success-rate": Measure(change_success_rate, "percent", END),
    "emergency-change-rate": Measure(emergency_change_rate, "percent", END),
    "change-lead-time": Measure(change_lead_time, "hours", LENGTH),
    "change-backlog": Measure(change_backlog, "count", END),
    "unauthorised-changes": Measure(unauthorised_changes, "count", frozenset()),
    "problem-recurrence": Measure(problem_recurrence, "percent", END),
    "time-to-identify-problem": Measure(time_to_identify_problem, "hours", FILTER | {"statistic"}),
    "time-to-resolve-problem": Measure(time_to_resolve_problem, "hours", LENGTH),
}
