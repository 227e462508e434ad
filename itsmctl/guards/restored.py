"""The guard ``restored``: no outage is still going on."""

from collections.abc import Mapping

from itsmctl.guards.answer import Answer, no, yes
from itsmctl.inquiry import Inquiry, Request

__all__ = ["restored"]


def restored(_: Inquiry, request: Request) -> Answer:
    """Ask whether every outage of the record has an end."""
    record = request.record
    outages = [outage for field in record.kind.role("outages") for outage in record.at(field) or ()]
    lasting = [str(one.get("service")) for one in outages if isinstance(one, Mapping) and not one.get("end")]
    if lasting:
        return no(f"the outage of {', '.join(lasting)} has no end yet")
    return yes("no outage is going on")
