"""The guard ``approved``: the evidence satisfies policy and RACI."""

from itsmctl.guards.answer import Answer, no, yes
from itsmctl.inquiry import Inquiry, Request

__all__ = ["approved"]


def approved(_: Inquiry, request: Request) -> Answer:
    """Ask whether every approval that is needed is given, and nobody who may decide rejects."""
    authority = request.authority
    if authority.rejected_by:
        return no(f"rejected by {', '.join(authority.rejected_by)}")
    if authority.missing:
        return no(f"approvals are missing: {', '.join(authority.missing)}")
    return yes("every approval that is needed is given")
