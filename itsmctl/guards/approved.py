"""The guard ``approved``: the evidence satisfies policy and RACI."""

from itsmctl.guards.case import Answer, Case, no, yes

__all__ = ["approved"]


def approved(case: Case) -> Answer:
    """Ask whether every approval that is needed is given, and nobody who may decide rejects."""
    if case.authority.rejected_by:
        return no(f"rejected by {', '.join(case.authority.rejected_by)}")
    if case.authority.missing:
        return no(f"approvals are missing: {', '.join(case.authority.missing)}")
    return yes("every approval that is needed is given")
