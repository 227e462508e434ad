"""Policy and RACI into the approvals that are needed, and the people who may give them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from itsmctl.catalog import Catalog, Record
from itsmctl.gate.facts import Undecidable
from itsmctl.graph import State
from itsmctl.impact import Impact
from itsmctl.people import acting

__all__ = ["Demand", "accountable", "demands"]

WITHOUT = ("standard", "emergency")  # authorised by their model, or by those who can be reached at night


@dataclass(frozen=True, slots=True)
class Demand:
    """So many people of a role, or one for an owner (``owner:platform``); why, and who is asked."""

    role: str
    count: int
    because: str
    people: tuple[str, ...]

    @property
    def shared(self) -> bool:
        """Say whether one person may answer several of its like: owners may, roles never."""
        return self.role.startswith("owner:")


def demands(
    base: Catalog, policy: dict[str, Any], request: tuple[str, str], activity: str, impact: Impact, now: datetime
) -> tuple[Demand, ...]:
    """Return what a change of this type and level (``request``) needs: all entries of the policy that match.

    Normal and major changes also need whoever answers for the activity in the RACI. Standard changes need what the
    policy says, which may be nothing. Raises Undecidable when no entry matches another type: silence is no consent.
    """
    type_, level = request
    matching = [e for e in policy.get("approvals", ()) if type_ in e["types"] and level in e["levels"]]
    if not matching and type_ != "standard":
        message = f"the policy does not say who approves a {type_} change of {level} risk"
        raise Undecidable(message, "add an entry to approvals of records/policy/change.yaml on the target branch")
    counts: dict[str, int] = {}
    for need in (need for entry in matching for need in entry["need"]):
        if "role" in need:
            role = str(need["role"]).rpartition("/")[2]
            counts[role] = max(counts.get(role, 0), int(need.get("count", 1)))
    because = f"{type_}, {level} risk"
    if type_ not in WITHOUT:
        counts.setdefault(accountable(base, activity), 1)
    found = [Demand(role, n, because, _people(base, f"role/{role}", now)) for role, n in counts.items()]
    if any("owners" in need for entry in matching for need in entry["need"]):
        found += _owners(base, impact, now)
    return tuple(found)


def _people(base: Catalog, key: str, now: datetime) -> tuple[str, ...]:
    owner = base.records.get(key)
    return tuple(person.id for person in acting(base, owner, now)) if owner else ()


def accountable(base: Catalog, activity: str) -> str:
    """Return the role that answers for an activity; raises Undecidable when no RACI says so, or several differ."""
    matrices = (matrix.data.get("activities", {}).get(activity, {}) for matrix in base.of("raci"))
    found: set[str] = {
        str(role).rpartition("/")[2] for roles in matrices for role, letter in roles.items() if "A" in letter
    }
    if len(found) != 1:
        message = f"the RACI names {' and '.join(sorted(found)) or 'nobody'} as accountable for {activity}"
        raise Undecidable(message, "give the activity exactly one A on the target branch")
    return found.pop()


def _owners(base: Catalog, impact: Impact, now: datetime) -> Iterable[Demand]:
    """Demand one approval for each owner of a service that the change names or may take down."""
    services: dict[str, list[str]] = {}
    for hit in impact.affected:
        named = base.records.get(hit.record.key)
        if named is not None and named.kind.name == "service" and hit.state is State.DOWN:
            services.setdefault(_owner(base, named), []).append(named.id)
    for key, owned in sorted(services.items()):
        label = f"owner:{key.partition('/')[2]}"
        yield Demand(label, 1, f"owns {', '.join(sorted(owned))}", _people(base, key, now))


def _owner(base: Catalog, service: Record) -> str:
    links = base.links_out.get(service.key, ())
    found = [link.target for link in links if link.path == ("owner",)]
    if not found:
        raise Undecidable(f"the owner of {service.id} is not known", "name its owner on the target branch")
    return found[0]
