"""What a schema says of its kind beyond the shape of the record: identity, lifecycle, references."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Identity", "Kind", "Lifecycle", "Move", "Reference"]

ANY_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}", re.ASCII)
PART = re.compile(r"\{(year|number|area)(?::0(\d))?\}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Identity:
    """How ids of a kind look: a format such as ``RFC-{year}-{number:04}``, or any id when it is empty."""

    format: str = ""

    @property
    def pattern(self) -> re.Pattern[str]:
        """Return the pattern of a whole id, with the groups year, number and area."""
        if not self.format:
            return ANY_ID
        pieces: list[str] = []
        end = 0
        for part in PART.finditer(self.format):
            pieces += [re.escape(self.format[end : part.start()]), _group(part[1], part[2])]
            end = part.end()
        return re.compile("".join(pieces) + re.escape(self.format[end:]), re.ASCII)

    def make(self, *, year: int, number: int, area: str) -> str:
        """Fill in the format: one id."""
        return self.format.format(year=year, number=number, area=area)


def _group(name: str, width: str | None) -> str:
    if name == "year":
        return "(?P<year>[12][0-9]{3})"
    if name == "area":
        return "(?P<area>[A-Z0-9]+)"
    # More numbers than the width has room for are still ids, without leading zeros.
    return f"(?P<number>[0-9]{{{width or 1}}}|[1-9][0-9]{{{width or 1},8}})"


@dataclass(frozen=True, slots=True)
class Reference:
    """A field that names other records.

    ``path`` leads to it: property names, ``*`` for each item or each property, and ``**`` at the end when the
    keys of the mapping are the references. ``field`` is the path without those: ``downtime.service``.
    """

    path: tuple[str, ...]
    to: tuple[str, ...]
    relation: str
    inverse: str
    where: Mapping[str, tuple[str, ...]]
    or_text: bool
    field: str


@dataclass(frozen=True, slots=True)
class Move:
    """A change of state that the lifecycle allows, the RACI activity it is, and the guards it must pass."""

    source: str
    target: str
    activity: str
    guards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """The states of a kind and the moves between them."""

    field: str
    start: tuple[str, ...]
    means: Mapping[str, frozenset[str]]
    stops: tuple[str, ...]
    times: Mapping[str, str]
    frozen: tuple[str, ...]
    needs: Mapping[str, tuple[str, ...]]
    moves: tuple[Move, ...]

    @property
    def end(self) -> tuple[str, ...]:
        """The states in which a record is finished, in order of name."""
        return tuple(sorted(self.means.get("ended", ())))


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record: the folder's name, its schema and what the vocabulary says."""

    name: str
    title: str
    plural: str
    icon: str
    section: str
    process: str
    control: str
    identity: Identity
    normative: tuple[str, ...]
    lifecycle: Lifecycle | None
    references: tuple[Reference, ...]
    schema: Mapping[str, Any]
