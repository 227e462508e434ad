"""Evidence and demands into what is given, what does not count and why, and what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from itsmctl.clock import instant, stamp
from itsmctl.gate.demand import OWNER, Demand
from itsmctl.gate.match import assign
from itsmctl.inquiry import Approval, Inquiry
from itsmctl.people import present, roles_of

__all__ = ["NOBODY", "Missing", "Tally", "count"]

SIGNED = ("signature", "record")
Barred = Mapping[str, str]  # by key of a person: why they may not approve


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


NOBODY = Tally((), (), (), ())


@dataclass(frozen=True, slots=True)
class Voice:
    """A decision; its person by key, its role by the name that demands have; as spelt where nobody is meant."""

    approval: Approval
    person: str
    role: str


def count(inquiry: Inquiry, demands: tuple[Demand, ...], barred: Barred, fingerprint: str, *, signed: bool) -> Tally:
    """Weigh the latest decision of each person, and fill the demands with those that count.

    A rejection by anybody who is asked stands, whatever it is bound to, until the same person approves. What was
    approved after ``now`` is not known yet, and replaces nothing. ``signed`` says that the policy asks for signatures.
    """
    voices = [_voice(inquiry, approval) for approval in inquiry.evidence.approvals]
    early = [v for v in voices if v.approval.decision == "approve" and _untimely(inquiry, v.approval)]
    timely = [voice for voice in voices if voice not in early]
    latest = {(voice.person, voice.role): voice for voice in timely}
    asked = {person for demand in demands for person in demand.people}
    counted: list[Voice] = []
    ignored = [(voice.approval, _untimely(inquiry, voice.approval)) for voice in early]
    rejected: set[str] = set()
    for voice in (one for one in timely if latest[one.person, one.role] is one):
        reason = _objection(inquiry, voice, barred, fingerprint, signed=signed)
        if voice.approval.decision == "reject" and voice.person in asked:
            rejected.add(inquiry.name(voice.person))
        elif voice.approval.decision == "reject":
            ignored.append((voice.approval, "a rejection by somebody who is not asked"))
        elif reason:
            ignored.append((voice.approval, reason))
        else:
            counted.append(voice)
    filled, spare = _fill(demands, counted, barred)
    ignored += [(voice.approval, "nobody asks for it, or that place is taken") for voice in spare]
    given = tuple((role, voice.approval) for role, voice in filled)
    return Tally(given, tuple(ignored), _missing(inquiry, demands, filled, barred), tuple(sorted(rejected)))


def _voice(inquiry: Inquiry, approval: Approval) -> Voice:
    base = inquiry.base.catalog
    person, role = base.find(approval.person, ("person",)), base.find(approval.role, ("role",))
    named = inquiry.name(role) if role else approval.role
    return Voice(approval, person.key if person else approval.person, named)


def _untimely(inquiry: Inquiry, approval: Approval) -> str:
    """Return why an approval cannot have been made by now, or nothing."""
    if not approval.at:
        return "it does not say when it was given"
    late = instant(approval.at) > inquiry.now
    return f"it is from {approval.at}, after {stamp(inquiry.now)}" if late else ""


def _objection(inquiry: Inquiry, voice: Voice, barred: Barred, fingerprint: str, *, signed: bool) -> str | None:
    """Return why an approval cannot count, or None."""
    base = inquiry.base.catalog
    person, role = base.records.get(voice.person), base.find(voice.role, ("role",))
    if person is None or not present(person):
        return "nobody of this id is an active person on the target branch"
    if voice.person in barred:
        return f"the {barred[voice.person]} may not approve"
    holds = role is not None and role.key in {held.key for held in roles_of(base, person, inquiry.now)}
    if voice.role and not voice.role.startswith(OWNER) and not holds:
        return f"does not hold the role {voice.role}"
    if signed and voice.approval.source not in SIGNED:
        return "the policy asks for signatures"
    return _loose(inquiry, voice.approval, fingerprint)


def _loose(inquiry: Inquiry, approval: Approval, fingerprint: str) -> str | None:
    """Return why an approval is not bound to what is asked for now."""
    if approval.fingerprint:
        same = approval.fingerprint == fingerprint
        return None if same else "it was given for something else: what was approved has changed"
    pairs = ((approval.commit, inquiry.facts.head), (approval.tree, inquiry.facts.tree))
    bound = [given == wanted for given, wanted in pairs if given]
    if not bound:
        return "it does not say what it was given for"
    return None if all(bound) else "it was given for another commit"


def _fill(
    demands: tuple[Demand, ...], voices: list[Voice], barred: Barred
) -> tuple[list[tuple[str, Voice]], list[Voice]]:
    """Give each demand the approvals that fill it; the second list is what is left over."""
    able = {demand.role: [voice.person for voice in voices if _fits(voice, demand, barred)] for demand in demands}
    filled: list[tuple[str, Voice]] = []
    for role, people in sorted(assign(demands, able).items()):
        demand = next(d for d in demands if d.role == role)
        fitting = [voice for voice in voices if _fits(voice, demand, barred)]
        filled += [(role, next(voice for voice in fitting if voice.person == person)) for person in people]
    used = {voice.person for _, voice in filled}
    return filled, [voice for voice in voices if voice.person not in used]


def _fits(voice: Voice, demand: Demand, barred: Barred) -> bool:
    if voice.person not in demand.people or voice.person in barred:
        return False
    # Whoever decides in a role may speak for what they own too; for another role they must decide again.
    return demand.shared or voice.role in ("", demand.role)


def _missing(
    inquiry: Inquiry, demands: tuple[Demand, ...], filled: Iterable[tuple[str, Voice]], barred: Barred
) -> tuple[Missing, ...]:
    """Say what is not filled, and propose people: first those who could fill all that is missing together."""
    filled = list(filled)
    shared = {demand.role for demand in demands if demand.shared}
    in_roles = {voice.person for role, voice in filled if role not in shared}
    taken = {voice.person for _, voice in filled}
    open_ = []
    for demand in demands:
        left = demand.count - sum(role == demand.role for role, _ in filled)
        free = [p for p in demand.people if p not in barred and p not in (in_roles if demand.shared else taken)]
        if left:
            open_.append(Demand(demand.role, left, demand.because, tuple(free), demand.shared))
    proposed = assign(tuple(open_), {demand.role: demand.people for demand in open_})
    asked = {d.role: dict.fromkeys((*proposed.get(d.role, ()), *d.people)) for d in open_}
    return tuple(Missing(d.role, d.count, d.because, tuple(map(inquiry.name, asked[d.role]))) for d in open_)
