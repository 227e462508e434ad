"""Evidence and demands into what is given, what does not count and why, and what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from itsmctl.catalog import Catalog
from itsmctl.clock import instant, stamp
from itsmctl.gate.demand import Demand
from itsmctl.gate.evidence import Approval, Evidence
from itsmctl.gate.facts import Facts
from itsmctl.gate.match import assign
from itsmctl.people import by_id, present, roles_of

__all__ = ["Binding", "Missing", "Tally", "count"]

SIGNED = ("signature", "record")


@dataclass(frozen=True, slots=True)
class Binding:
    """What an approval must be bound to, and whether the policy asks for signatures."""

    facts: Facts
    fingerprint: str
    signed: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """Places of a demand that nobody fills yet, and who could, those first who can do so all together."""

    role: str
    count: int
    because: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """The outcome: by role who approved, each decision that does not count with its reason, and what is missing."""

    given: tuple[tuple[str, Approval], ...]
    ignored: tuple[tuple[Approval, str], ...]
    missing: tuple[Missing, ...]
    rejected_by: tuple[str, ...]


def count(
    demands: tuple[Demand, ...],
    evidence: Evidence,
    barred: Mapping[str, str],
    binding: Binding,
    base: Catalog,
    now: datetime,
) -> Tally:
    """Weigh the latest decision of each person, and fill the demands with those that count.

    ``barred`` says by person why they may not approve. A rejection by anybody who is asked stands, whatever it is
    bound to, until the same person approves. What was approved after ``now`` is not known yet, and replaces nothing.
    """
    early = [a for a in evidence.approvals if a.decision == "approve" and _untimely(a, now)]
    timely = [a for a in evidence.approvals if a not in early]
    latest = {(approval.person, approval.role): approval for approval in timely}
    kept = [approval for approval in timely if latest[approval.person, approval.role] is approval]
    asked = {person for demand in demands for person in demand.people}
    counted: list[Approval] = []
    ignored = [(approval, _untimely(approval, now)) for approval in early]
    rejected: list[str] = []
    for approval in kept:
        reason = _objection(approval, barred, binding, base, now)
        if approval.decision == "reject" and approval.person in asked:
            rejected.append(approval.person)
        elif approval.decision == "reject":
            ignored.append((approval, "a rejection by somebody who is not asked"))
        elif reason:
            ignored.append((approval, reason))
        else:
            counted.append(approval)
    filled, spare = _fill(demands, counted, barred)
    ignored += [(approval, "nobody asks for it, or that place is taken") for approval in spare]
    missing = _missing(demands, filled, barred)
    return Tally(tuple(filled), tuple(ignored), missing, tuple(sorted(set(rejected))))


def _untimely(approval: Approval, now: datetime) -> str:
    """Return why an approval cannot have been made by now, or nothing."""
    if not approval.at:
        return "it does not say when it was given"
    return f"it is from {approval.at}, after {stamp(now)}" if instant(approval.at) > now else ""


def _objection(
    approval: Approval, barred: Mapping[str, str], binding: Binding, base: Catalog, now: datetime
) -> str | None:
    """Return why an approval cannot count, or None."""
    person = by_id(base, approval.person)
    if person is None or not present(person):
        return "nobody of this id is an active person on the target branch"
    if approval.person in barred:
        return f"the {barred[approval.person]} may not approve"
    if (
        approval.role
        and not approval.role.startswith("owner:")
        and approval.role not in (role.id for role in roles_of(base, person, now))
    ):
        return f"does not hold the role {approval.role}"
    if binding.signed and approval.source not in SIGNED:
        return "the policy asks for signatures"
    return _loose(approval, binding)


def _loose(approval: Approval, binding: Binding) -> str | None:
    """Return why an approval is not bound to what is asked for now."""
    facts = binding.facts
    if approval.fingerprint:
        return (
            None
            if approval.fingerprint == binding.fingerprint
            else "it was given for something else: what was approved has changed"
        )
    bound = [given == wanted for given, wanted in ((approval.commit, facts.head), (approval.tree, facts.tree)) if given]
    if not bound:
        return "it does not say what it was given for"
    return None if all(bound) else "it was given for another commit"


def _fill(
    demands: tuple[Demand, ...], counted: Iterable[Approval], barred: Mapping[str, str]
) -> tuple[list[tuple[str, Approval]], list[Approval]]:
    """Give each demand the approvals that fill it; the second list is what is left over."""
    approvals = list(counted)
    able = {demand.role: [a.person for a in approvals if _fits(a, demand, barred)] for demand in demands}
    filled: list[tuple[str, Approval]] = []
    for role, people in sorted(assign(demands, able).items()):
        demand = next(d for d in demands if d.role == role)
        fitting = [a for a in approvals if _fits(a, demand, barred)]
        filled += [(role, next(a for a in fitting if a.person == person)) for person in people]
    used = {approval.person for _, approval in filled}
    return filled, [approval for approval in approvals if approval.person not in used]


def _fits(approval: Approval, demand: Demand, barred: Mapping[str, str]) -> bool:
    if approval.person not in demand.people or approval.person in barred:
        return False
    # Whoever decides in a role may speak for what they own too; for another role they must decide again.
    return demand.shared or approval.role in ("", demand.role)


def _missing(
    demands: tuple[Demand, ...], filled: Iterable[tuple[str, Approval]], barred: Mapping[str, str]
) -> tuple[Missing, ...]:
    """Say what is not filled, and propose people: first those who could fill all that is missing together."""
    filled = list(filled)
    in_roles = {a.person for role, a in filled if not role.startswith("owner:")}
    taken = {a.person for _, a in filled}
    open_ = []
    for demand in demands:
        left = demand.count - sum(role == demand.role for role, _ in filled)
        free = [p for p in demand.people if p not in barred and p not in (in_roles if demand.shared else taken)]
        if left:
            open_.append(Demand(demand.role, left, demand.because, tuple(free)))
    proposed = assign(tuple(open_), {demand.role: demand.people for demand in open_})
    return tuple(
        Missing(d.role, d.count, d.because, tuple(dict.fromkeys((*proposed.get(d.role, ()), *d.people)))) for d in open_
    )
