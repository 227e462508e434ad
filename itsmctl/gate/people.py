"""Commits into the people who had a hand in them, and the addresses that are nobody's."""

from collections.abc import Iterable

from itsmctl.catalog import Catalog
from itsmctl.inquiry import Commit
from itsmctl.people import by_address

__all__ = ["contributors"]

# GitHub signs what is committed in its web editor with this address; the author is named as always.
WEB = "noreply@github.com"


def contributors(catalog: Catalog, commits: Iterable[Commit]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Return what the people behind the commits were, by key, and each address that is nobody's, with its commit."""
    people: dict[str, str] = {}
    unknown: list[tuple[str, str]] = []
    for commit in commits:
        named = [(commit.author, "author"), (commit.committer, "committer")]
        named += [(address, "co-author") for address in commit.co_authors]
        for address, what in named:
            if what == "committer" and address == WEB:
                continue
            person = by_address(catalog, address)
            if person is None:
                unknown.append((address, commit.id))
            else:
                people.setdefault(person.key, what)
    return people, unknown
