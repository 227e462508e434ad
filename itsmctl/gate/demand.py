"""Policy and RACI into the approvals that are needed, and the people who may give them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from itsmctl.catalog import Catalog, Record
from itsmctl.graph import State
from itsmctl.impact import Impact
from itsmctl.inquiry import Inquiry, Undecidable
from itsmctl.inquiry.change import EMERGENCY, STANDARD
from itsmctl.people import acting
from itsmctl.risk import weighs

__all__ = ["OWNER", "Asked", "Demand", "accountable", "demands"]

WITHOUT = (STANDARD, EMERGENCY)  # authorised by their model, or by those who can be reached at night

OWNER = "owner:"  # begins what is asked of an owner


@dataclass(frozen=True, slots=True)
class Asked:
    """What must be authorised: by which policy (its id and words), of which type and risk, and as which activities.

    ``level`` is None where the policy reckons no risk.
    """

    name: str
    policy: Mapping[str, Any]
    type: str
    level: str | None
    activities: tuple[str, ...]
    impact: Impact

    @property
    def hint(self) -> str:
        """Where it is written who approves."""
        return f"records/policy/{self.name}.yaml on the target branch"

    def __str__(self) -> str:
        """Say it in words: ``normal, low risk``."""
        return f"{self.type}, {self.level} risk" if self.level else self.type


@dataclass(frozen=True, slots=True)
class Demand:
    """So many people of a role, or one for an owner (``owner:platform``); why, and the keys of those who are asked.

    ``shared`` says that one person may answer several of its like: owners may, roles never.
    """

    role: str
    count: int
    because: str
    people: tuple[str, ...]
    shared: bool = False


def demands(inquiry: Inquiry, asked: Asked) -> tuple[Demand, ...]:
    """Return what must be approved by whom: all entries of the policy that match; one that names no types is for all.

    Normal and major changes also need whoever answers for the activity in the RACI. Standard changes need what the
    policy says, which may be nothing. Raises Undecidable when no entry matches another type: silence is no consent.
    """
    base = inquiry.base.catalog
    matching = [entry for entry in asked.policy["approvals"] if _matches(entry, asked)]
    if not matching and asked.type != STANDARD:
        of = f" of {asked.level} risk" if asked.level else ""
        message = f"the policy {asked.name} does not say who approves a {asked.type} change{of}"
        raise Undecidable(message, f"add an entry to approvals of {asked.hint}")
    needs = [need for entry in matching for need in entry["need"]]
    roles: dict[str, Record | None] = {}
    counts: dict[str, int] = {}
    for need in (need for need in needs if "role" in need):
        found = base.find(str(need["role"]), ("role",))
        label = inquiry.name(found) if found else str(need["role"])
        roles[label], counts[label] = found, max(counts.get(label, 0), int(need.get("count", 1)))
    for role in _answering(base, asked) if asked.type not in WITHOUT else ():
        roles.setdefault(inquiry.name(role), role)
        counts.setdefault(inquiry.name(role), 1)
    made = [Demand(label, n, str(asked), _people(inquiry, roles[label])) for label, n in counts.items()]
    if any("owners" in need for need in needs):
        made += _owners(inquiry, asked.impact)
    return tuple(made)


def _matches(entry: Mapping[str, Any], asked: Asked) -> bool:
    return asked.type in entry.get("types", (asked.type,)) and asked.level in entry.get("levels", (asked.level,))


def _people(inquiry: Inquiry, record: Record | None) -> tuple[str, ...]:
    people = acting(inquiry.base.catalog, record, inquiry.now) if record else ()
    return tuple(person.key for person in people)


def _answering(base: Catalog, asked: Asked) -> Iterator[Record]:
    """Yield the role that answers for each activity; what one RACI forgets is asked of those that the others name."""
    doubts: list[Undecidable] = []
    if not asked.activities:
        hint = "give the lifecycle of rfc a move with the guard approved"
        raise Undecidable("no kind of record can be approved", hint)
    for activity in asked.activities:
        try:
            yield accountable(base, activity)
        except Undecidable as doubt:
            doubts.append(doubt)
    if len(doubts) == len(asked.activities):
        raise doubts[0]


def accountable(base: Catalog, activity: str) -> Record:
    """Return the role that answers for an activity; raises Undecidable when no RACI says so, or several differ."""
    found: dict[str, Record] = {}
    for matrix in base.of("raci"):
        letters = matrix.data.get("activities", {}).get(activity, {})
        for link in base.links_out.get(matrix.key, ()):
            if link.path[:2] == ("activities", activity) and "A" in letters.get(link.path[-1], ""):
                found[link.target] = base.records[link.target]
    if len(found) != 1:
        names = " and ".join(sorted(map(base.name, found)))
        message = f"the RACI names {names or 'nobody'} as accountable for {activity}"
        raise Undecidable(message, "give the activity exactly one A on the target branch")
    return next(iter(found.values()))


def _owners(inquiry: Inquiry, impact: Impact) -> Iterable[Demand]:
    """Demand one approval for each owner of a service that the change names or may take down."""
    base, services = inquiry.base.catalog, dict[str, list[str]]()
    for hit in impact.affected:
        named = inquiry.in_base(hit.record)
        if named is not None and weighs(named.kind) and hit.state is State.DOWN:
            owner = next(iter(base.role(named, "owner")), None)
            if owner is None:
                name = inquiry.name(named)
                raise Undecidable(f"the owner of {name} is not known", "name its owner on the target branch")
            services.setdefault(owner.key, []).append(inquiry.name(named))
    for key, owned in sorted(services.items()):
        because = f"owns {', '.join(sorted(owned))}"
        yield Demand(f"{OWNER}{inquiry.name(key)}", 1, because, _people(inquiry, base.records[key]), shared=True)
