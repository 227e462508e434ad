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

__all__ = ["MEASURES"]

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
