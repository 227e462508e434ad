"""The functions that expressions have beside CEL's own; the list is explicit."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from itsmctl.clock import instant
from itsmctl.expression.world import HERE

__all__ = ["FUNCTIONS", "Function"]


@dataclass(frozen=True, slots=True)
class Function:
    """A function: its name, what it takes and gives (text, length, integer, bool, records), and an example."""

    name: str
    takes: tuple[str, ...]
    gives: str
    example: str
    run: Callable[..., Any]

    @property
    def help(self) -> str:
        """The first line of what it says of itself."""
        return (self.run.__doc__ or "").split("\n")[0]


def means(meaning: str) -> bool:
    """Say whether the state of the record has a meaning."""
    return HERE.record.is_(meaning)


def age(meaning: str) -> timedelta:
    """Return how long ago the record declares to have come into a state of a meaning; no time if it does not."""
    lifecycle = HERE.record.kind.lifecycle
    states = lifecycle.means.get(meaning, frozenset()) if lifecycle else frozenset()
    fields = (lifecycle.times.get(state) for state in sorted(states)) if lifecycle else ()
    told = [HERE.record.at(field) for field in fields if field]
    times = [instant(text) for text in told if isinstance(text, str)]
    return max(HERE.world.now - min(times), timedelta()) if times else timedelta()


def links(relation: str) -> list[dict[str, Any]]:
    """Return the records that this one names by a relation, each with id, kind and means."""
    world, catalog = HERE.world, HERE.world.catalog
    found = [link.target for link in catalog.links_out.get(HERE.record.key, ()) if link.relation == relation]
    return [world.linked(catalog.records[key]) for key in dict.fromkeys(found)]


def into(relation: str) -> list[dict[str, Any]]:
    """Return the records that name this one by a relation, each with id, kind and means."""
    return [HERE.world.linked(record) for record in HERE.world.catalog.into(HERE.record, relation)]


def days(count: int) -> timedelta:
    """Return a length of time in days of 24 hours."""
    return timedelta(days=count)


FUNCTIONS = (
    Function("is", ("text",), "bool", "is('ended')", means),
    Function("age", ("text",), "length", "age('waiting') > days(14)", age),
    Function("links", ("text",), "records", "links('affects')", links),
    Function("into", ("text",), "records", "into('caused-by')", into),
    Function("days", ("integer",), "length", "days(14)", days),
)
