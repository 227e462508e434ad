"""Demands and people into an assignment: distinct people for distinct roles."""

from collections.abc import Iterable, Mapping
from functools import cache

from itsmctl.gate.demand import Demand

__all__ = ["assign"]

Able = Mapping[str, Iterable[str]]


def assign(demands: tuple[Demand, ...], able: Able) -> dict[str, tuple[str, ...]]:
    """Return who fills each demand, by its role, so that as many places as can be are filled.

    ``able`` gives, by role, the people who can fill it. One person fills one place of one role. Somebody who answers
    for an owner fills no role, but may answer for several owners.
    """
    people = {demand.role: tuple(able.get(demand.role, ())) for demand in demands}
    roles = [demand for demand in demands if not demand.shared]
    owners = [demand.role for demand in demands if demand.shared]
    places = [(demand.role, number) for demand in roles for number in range(demand.count)]

    @cache
    def best(number: int, reserved: frozenset[str]) -> tuple[int, tuple[tuple[str, str], ...]]:
        """Fill the owners from a number on; how many places are filled then, and by whom the owners."""
        if number == len(owners):
            return len(_match(places, people, reserved)), ()
        role = owners[number]
        again = next((person for person in people[role] if person in reserved), None)
        choices = (again,) if again else people[role]
        found = [best(number + 1, reserved)]
        for person in choices:
            filled, rest = best(number + 1, reserved | {person})
            found.append((filled + 1, ((role, person), *rest)))
        return max(found, key=lambda one: one[0])

    chosen = dict(best(0, frozenset())[1])
    taken = _match(places, people, frozenset(chosen.values()))
    filled: dict[str, tuple[str, ...]] = {role: (person,) for role, person in chosen.items()}
    for (role, _), person in sorted(taken.items()):
        filled[role] = (*filled.get(role, ()), person)
    return filled


Place = tuple[str, int]


def _match(places: list[Place], people: Mapping[str, Iterable[str]], reserved: frozenset[str]) -> dict[Place, str]:
    """Find a largest matching of places to people by augmenting paths (Kuhn)."""
    holder: dict[str, Place] = {}

    def place(one: Place, seen: set[str]) -> bool:
        for person in people[one[0]]:
            if person in reserved or person in seen:
                continue
            seen.add(person)
            if person not in holder or place(holder[person], seen):
                holder[person] = one
                return True
        return False

    for one in places:
        place(one, set())
    return {taken: person for person, taken in holder.items()}
