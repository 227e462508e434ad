"""The words of ``x-itsm`` that say what must hold of records, and how they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from itsmctl.findings import Severity

__all__ = ["Age", "Due", "Page", "Rule"]


@dataclass(frozen=True, slots=True)
class Due:
    """A time or day that must not pass unheeded: asked of records whose state is so, told ``lead`` before."""

    field: str
    code: str
    unless: tuple[str, ...]
    whilst: tuple[str, ...]
    met: str
    lead: str
    severity: Severity
    hint: str
    why: str


@dataclass(frozen=True, slots=True)
class Age:
    """A time (of a field, or at which a state was reached) that must not be longer ago than the limit."""

    field: str
    state: str
    missing: bool
    limit: str
    code: str
    unless: tuple[str, ...]
    whilst: tuple[str, ...]
    severity: Severity
    hint: str
    why: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold of each record of a kind, as expressions; ``path`` leads to it in the file that holds it.

    ``each`` is a field that is a map: what must hold is asked of each of its entries. Empty: of the record once.
    """

    code: str
    severity: Severity
    when: str
    each: str
    holds: str
    at: str
    message: str
    hint: str
    why: str
    wrong: str
    right: str
    path: tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """How a kind is shown and searched: columns and order of its table, tones of states, weights of fields."""

    columns: tuple[str, ...]
    order: str
    home: bool
    tones: Mapping[str, str]
    search: Mapping[str, int]
