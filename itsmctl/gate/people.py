"""Addresses, roles, teams and owners into people, as base knows them."""

import re
from collections.abc import Iterable
from datetime import datetime

from itsmctl.catalog import Catalog, Record
from itsmctl.clock import instant
from itsmctl.gate.facts import Commit

__all__ = ["contributors", "person_of", "present", "roles_of", "who"]

# GitHub signs what is committed in its web editor with this address; the author is named as always.
WEB = "noreply@github.com"
NOREPLY = re.compile(r"([0-9]+)\+[^@]*@users\.noreply\.github\.com", re.ASCII)


def person_of(catalog: Catalog, address: str) -> str | None:
    """Return the person whose address this is, whatever its case; None for nobody, and for more than one."""
    folded = address.strip().casefold()
    number = NOREPLY.fullmatch(folded)
    found = [
        person.id
        for person in catalog.of("person")
        if folded in (known.casefold() for known in person.data.get("emails", ()))
        or (number and str(person.data.get("github", {}).get("id")) == number[1])
    ]
    return found[0] if len(found) == 1 else None


def contributors(catalog: Catalog, commits: Iterable[Commit]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return the people behind the commits with what they were, and each address that is nobody's, with its commit."""
    people: dict[str, str] = {}
    unknown: list[tuple[str, str]] = []
    for commit in commits:
        named = [(commit.author, "author"), (commit.committer, "committer")]
        named += [(address, "co-author") for address in commit.co_authors]
        for address, what in named:
            if what == "committer" and address == WEB:
                continue
            person = person_of(catalog, address)
            if person is None:
                unknown.append((address, commit.id))
            else:
                people.setdefault(person, what)
    return people, unknown


def present(catalog: Catalog, person: str) -> bool:
    """Say whether somebody is known and has not left."""
    record = catalog.get("person", person)
    return record is not None and record.data.get("status") == "active"


def who(catalog: Catalog, key: str, now: datetime) -> tuple[str, ...]:
    """Return the people that a role, team or person (by ``kind/id``) stands for now, in the order to be asked."""
    record = catalog.records.get(key)
    if record is None:
        return ()
    named = {"person": _itself, "role": _holders, "team": _members}[record.kind.name](record, now)
    bare = (str(name).rpartition("/")[2] for name in named)
    return tuple(dict.fromkeys(person for person in bare if present(catalog, person)))


def _itself(record: Record, _: datetime) -> Iterable[str]:
    return (record.id,)


def _holders(record: Record, now: datetime) -> Iterable[str]:
    """Whoever is on the rota holds the role alone; else its holders do, and its deputies after them."""
    on_duty = _on_duty(record, now)
    return on_duty or (*record.data.get("holders", ()), *record.data.get("deputies", ()))


def _members(record: Record, _: datetime) -> Iterable[str]:
    lead = record.data.get("lead")
    return (*((lead,) if lead else ()), *record.data.get("members", ()))


def _on_duty(record: Record, now: datetime) -> list[str]:
    turns = record.data.get("rota", ())
    return [turn["holder"] for turn in turns if instant(turn["from"]) <= now < instant(turn["until"])]


def roles_of(catalog: Catalog, person: str, now: datetime) -> set[str]:
    """Return the roles that somebody holds now."""
    return {role.id for role in catalog.of("role") if person in who(catalog, role.key, now)}
