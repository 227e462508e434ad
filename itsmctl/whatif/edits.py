"""What can be edited, and which edits contradict each other."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from itsmctl.document import Json, Path
from itsmctl.findings import Fatal
from itsmctl.graph import FIELD

__all__ = ["Add", "Depend", "Drop", "Edit", "Overlay", "Remove", "Require", "Set", "agree"]


@dataclass(frozen=True, slots=True)
class Set:
    """Give a field of a record (``kind/id``) a value; None takes the field away."""

    key: str
    path: Path
    value: Json


@dataclass(frozen=True, slots=True)
class Depend:
    """Add an entry to what a record depends on."""

    key: str
    entry: Json


@dataclass(frozen=True, slots=True)
class Drop:
    """Take a record out of what another depends on: the entry that names it, or its place in groups."""

    key: str
    ref: str


@dataclass(frozen=True, slots=True)
class Require:
    """Say how many members a group needs; ``number`` is its place in ``depends_on`` as it stands, from 0."""

    key: str
    number: int
    need: int | str


@dataclass(frozen=True, slots=True)
class Add:
    """Add a record (``kind/id``) with these fields."""

    key: str
    value: Json


@dataclass(frozen=True, slots=True)
class Remove:
    """Take a record away."""

    key: str


@dataclass(frozen=True, slots=True)
class Overlay:
    """Put a file's bytes in the place of a record (``kind/id``), or add it."""

    key: str
    data: bytes


Edit = Set | Depend | Drop | Require | Add | Remove | Overlay


def agree(edits: Iterable[Edit]) -> None:
    """Raise Fatal when two edits want the same place of the same record; their order therefore does not matter."""
    claims = sorted((_place(edit, number), number) for number, edit in enumerate(edits))
    for (one, _), (other, _) in pairwise(claims):
        if other[: len(one)] == one:
            what = " ".join(part for part in (one[0], ".".join(one[1:])) if part)
            raise Fatal(f"two edits contradict each other: {what}", hint="say each thing once", code=2)


def _place(edit: Edit, number: int) -> tuple[str, ...]:
    """Return which place an edit claims; a place contains all that begins with it."""
    return (edit.key, *_inside(edit, number))


def _inside(edit: Edit, number: int) -> Iterator[str]:
    match edit:
        case Set():
            yield from map(str, edit.path)
        case Require():
            yield from (FIELD, str(edit.number), "need")
        case Drop():
            yield from (FIELD, "drop", edit.ref)
        case Depend():
            yield from (FIELD, "add", str(number))
        case _:
            return
