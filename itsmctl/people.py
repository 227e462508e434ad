"""Owners, roles, teams and addresses into the people behind them, as they stand at a moment."""

import re
from collections.abc import Iterable
from datetime import datetime

from itsmctl.catalog import Catalog, Record, within

__all__ = ["acting", "by_address", "by_id", "colleagues", "ever_held", "on_call", "present", "roles_of", "standing_for"]

PERSON, ROLE, TEAM = "person", "role", "team"
NAMED = ("holders", "deputies", "lead", "members")  # in the order in which they are asked
ROTA = "rota"
NOREPLY = re.compile(r"([0-9]+)\+[^@]*@users\.noreply\.github\.com", re.ASCII)

Records = tuple[Record, ...]


def by_id(catalog: Catalog, id_: str) -> Record | None:
    """Return the person of an id, present or not; None for nobody."""
    return catalog.get(PERSON, id_)


def by_address(catalog: Catalog, address: str) -> Record | None:
    """Return the person whose address this is, whatever its case; None for nobody, and for more than one."""
    folded = address.strip().casefold()
    number = NOREPLY.fullmatch(folded)
    found = [
        person
        for person in catalog.of(PERSON)
        if folded in (known.casefold() for known in person.data.get("emails", ()))
        or (number and str(person.data.get("github", {}).get("id")) == number[1])
    ]
    return found[0] if len(found) == 1 else None


def present(person: Record | None) -> bool:
    """Say whether somebody is known and has not left."""
    return person is not None and person.is_("in-use")


def on_call(catalog: Catalog, owner: Record, now: datetime) -> Records:
    """Return those whose turn it is on the rota of a role or team; nobody when it keeps none."""
    return _present(_turns(catalog, owner, _running(owner, now)))


def standing_for(catalog: Catalog, owner: Record, now: datetime) -> Records:
    """Return everybody behind a person, role or team: whoever is on call first, the others in the order to be asked."""
    return tuple({one.key: one for one in (*on_call(catalog, owner, now), *_present(_named(catalog, owner)))}.values())


def acting(catalog: Catalog, owner: Record, now: datetime) -> Records:
    """Return who may act for a person, role or team now, in the order to be asked.

    Whoever is on the rota holds a role alone, also when they have left: then nobody does. A team's rota says whom to
    call; all its people may act.
    """
    running = _running(owner, now) if owner.kind.name == ROLE else set()
    return _present(_turns(catalog, owner, running) if running else _named(catalog, owner))


def ever_held(catalog: Catalog, role: Record) -> bool:
    """Say whether anybody present holds a role, if only in some turn of its rota; a deputy does not hold it."""
    return any(present(person) for field in ("holders", ROTA) for person in catalog.many(role, field))


def roles_of(catalog: Catalog, person: Record, now: datetime) -> Records:
    """Return the roles that somebody holds now."""
    return tuple(role for role in catalog.of(ROLE) if _holds(acting(catalog, role, now), person))


def colleagues(catalog: Catalog, person: Record) -> Records:
    """Return somebody and all members of the teams of which they are one, sorted by key."""
    teams = (catalog.many(team, "members") for team in catalog.of(TEAM))
    found = {one.key: one for members in teams if _holds(members, person) for one in members} | {person.key: person}
    return tuple(found[key] for key in sorted(found))


def _holds(people: Records, person: Record) -> bool:
    return any(one.key == person.key for one in people)


def _named(catalog: Catalog, owner: Record) -> Records:
    if owner.kind.name == PERSON:
        return (owner,)
    return tuple(person for field in NAMED for person in catalog.many(owner, field))


def _running(owner: Record, now: datetime) -> set[int]:
    """Return the numbers of the turns that last."""
    return {number for number, turn in enumerate(owner.data.get(ROTA, ())) if within(turn, now)}


def _turns(catalog: Catalog, owner: Record, numbers: set[int]) -> Records:
    links = (link for link in catalog.links_out.get(owner.key, ()) if link.path[0] == ROTA)
    return tuple(catalog.records[link.target] for link in links if link.path[1] in numbers)


def _present(people: Iterable[Record]) -> Records:
    """Keep, once each, those who have not left."""
    return tuple({person.key: person for person in people if present(person)}.values())
