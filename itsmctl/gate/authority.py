"""What is asked for and the evidence into the authority for it: demands, tally, fingerprint, and faults."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from itsmctl.findings import Finding, Location, Severity
from itsmctl.gate.demand import Asked, Demand, demands
from itsmctl.gate.fingerprint import fingerprint
from itsmctl.gate.people import contributors
from itsmctl.gate.tally import NOBODY, Tally, count
from itsmctl.inquiry import NOTHING, Authority, Inquiry, Request, Undecidable
from itsmctl.inquiry.change import MAJOR, type_of
from itsmctl.lifecycle import approvable, authorises
from itsmctl.people import by_address
from itsmctl.risk import LEVELS

__all__ = ["GOVERNING", "Weighed", "weigh"]

# Rules are changed as the gravest change would be: what this policy asks of a major one at the highest risk.
GOVERNING = "change"
GRAVEST = (MAJOR, LEVELS[-1])
MAY_NOT = {"asker": "requester", "doer": "implementer"}  # roles of fields, and what their people are called
NOWHERE = Location("")  # a commit is no place in a file


@dataclass(frozen=True, slots=True)
class Weighed:
    """The demands, what was given of them, the digest to be bound to, and findings about who asks.

    ``doubts`` (a sentence and what to do) say why nobody can tell who must approve.
    """

    authority: Authority = field(default_factory=Authority)
    demands: tuple[Demand, ...] = ()
    tally: Tally = NOBODY
    fingerprint: str | None = None
    faults: tuple[Finding, ...] = ()
    doubts: tuple[tuple[str, str], ...] = ()


def weigh(inquiry: Inquiry, request: Request | None) -> Weighed:
    """Say who must approve, and hold the evidence against it; what needs no approval needs no evidence."""
    asked = _asked(inquiry, request)
    if asked is None:
        return Weighed()
    print_ = fingerprint(inquiry, request)
    barred, faults = _barred(inquiry, request)
    try:
        wanted = demands(inquiry, asked)
    except Undecidable as reason:
        # Nothing passes by this: a doubt never approves. What refuses it anyway is told beside the doubt.
        unknown = Authority(missing=("the rules do not say whose",))
        return Weighed(unknown, (), NOBODY, print_, faults, ((reason.message, reason.hint),))
    tally = count(inquiry, wanted, barred, print_, signed=asked.policy.get("signatures") == "required")
    missing = tuple(f"{one.count} {one.role}" for one in tally.missing)
    return Weighed(Authority(missing, tally.rejected_by), wanted, tally, print_, faults if wanted else ())


def _asked(inquiry: Inquiry, request: Request | None) -> Asked | None:
    """Return what must be authorised: the rules where they change, else the move of the request; None for neither."""
    if inquiry.scope.governed:
        policy, impact = inquiry.base.policy(GOVERNING), request.impact if request else NOTHING
        return Asked(GOVERNING, policy, *GRAVEST, _activities(inquiry), impact)
    move = authorises(inquiry.scope.requests[0]) if request else None
    if request is None or move is None:
        return None
    name, type_ = request.record.kind.approvals, type_of(request.record)
    return Asked(name, request.policy, type_, request.level, (move.activity,), request.impact)


def _activities(inquiry: Inquiry) -> tuple[str, ...]:
    """Return the activities that authorising is, in the lifecycles of base of the kinds that the same policy judges."""
    kinds = (kind for kind in inquiry.base.kinds.by_name.values() if kind.approvals == GOVERNING)
    return tuple(sorted({move.activity for kind in kinds for move in approvable(kind)}))


def _barred(inquiry: Inquiry, request: Request | None) -> tuple[dict[str, str], tuple[Finding, ...]]:
    """Return who may not approve, by key, and why; and a finding for each address that is nobody's.

    Somebody unknown could be anybody, also one who approves: so it fails closed.
    """
    base, merged = inquiry.base.catalog, inquiry.merged.catalog
    people, unknown = contributors(base, inquiry.facts.commits)
    for named in inquiry.evidence.contributors:
        person = base.find(named, ("person",)) or by_address(base, named)
        people.setdefault(person.key if person else named, "contributor")
    after = request.record if request else None
    for catalog, record in ((merged, after), (base, inquiry.in_base(after))):
        for role, what in MAY_NOT.items():
            for person in catalog.role(record, role) if record else ():
                people.setdefault(person.key, what)
    return people, tuple(_unattributable(unknown))


def _unattributable(unknown: list[tuple[str, str]]) -> Iterator[Finding]:
    for address, commit in dict(unknown).items():
        told = address.encode("unicode_escape").decode() or "an empty address"
        message = f"commit {commit[:12]} names {told}, which is nobody's on the target branch"
        hint = "add it to emails of a record in records/person/ on the target branch, or commit with a known address"
        yield Finding("unattributable-author", Severity.ERROR, message, NOWHERE, hint)
