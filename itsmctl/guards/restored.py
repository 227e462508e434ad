"""The guard ``restored``: no outage is still going on."""

from itsmctl.guards.case import Answer, Case, no, yes

__all__ = ["restored"]


def restored(case: Case) -> Answer:
    """Ask whether every outage of the record has an end."""
    lasting = [str(o.get("service")) for o in case.record.data.get("outages", ()) if not o.get("end")]
    if lasting:
        return no(f"the outage of {', '.join(lasting)} has no end yet")
    return yes("no outage is going on")
