"""What a schema says of its kind beyond the shape of the record: identity, lifecycle, references."""

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from itsmctl.kinds.vocabulary import Age, Due, Page, Rule

__all__ = ["Field", "Identity", "Kind", "Lifecycle", "Move", "Reference"]

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
class Field:
    """One field of a kind, or what its items are, with the fields within: the schema once compiled.

    ``type`` is text, time, date, duration, integer, number, boolean, list, object, map or any. ``inner`` are the
    fields of an object; ``items`` is what a list or a map holds. ``values`` are all that it may be, if that is a list.
    """

    name: str
    type: str
    help: str = ""
    required: bool = False
    prose: bool = False
    normative: bool = False
    values: tuple[str, ...] = ()
    inner: Mapping[str, "Field"] = dataclasses.field(default_factory=dict)
    items: "Field | None" = None
    references: tuple[Reference, ...] = ()
    schema: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @property
    def reference(self) -> Reference | None:
        """The reference that the value, or each key of a map, is; None where it is none."""
        return next(iter(self.references), None)

    def at(self, path: str) -> "Field | None":
        """Return the field within that a dotted path leads to, through lists and maps; None where there is none."""
        here: Field | None = self
        for step in path.split(".") if path else ():
            while here is not None and here.items is not None and step not in here.inner:
                here = here.items
            here = here.inner.get(step) if here is not None else None
        return here


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record: the folder's name, its schema and what the vocabulary says.

    ``roles`` are the fields of each role, ``approvals`` the id of the policy that a guarded move asks. ``service`` says
    that outages are told of its records: they are what people are promised.
    """

    name: str
    title: str
    plural: str
    icon: str
    section: str
    process: str
    control: str
    layered: bool
    identity: Identity
    normative: tuple[str, ...]
    lifecycle: Lifecycle | None
    references: tuple[Reference, ...]
    form: Field
    roles: Mapping[str, tuple[str, ...]]
    orders: tuple[tuple[str, ...], ...]
    due: tuple[Due, ...]
    ages: tuple[Age, ...]
    pairs: tuple[tuple[str, str], ...]
    unique: tuple[tuple[str, ...], ...]
    rules: tuple[Rule, ...]
    approvals: str
    page: Page
    schema: Mapping[str, Any]
    service: bool = False

    @property
    def fields(self) -> Mapping[str, Field]:
        """The fields at the top of a record: the shared ones that come first, its own, then the other shared ones."""
        return self.form.inner

    def role(self, name: str) -> tuple[str, ...]:
        """Return the fields that have a role, in order; nothing where none has."""
        return self.roles.get(name, ())
