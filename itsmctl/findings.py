"""What a run can see: findings about records, and the one error that ends a run."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Any

__all__ = ["Change", "Edit", "Fatal", "Finding", "Location", "Severity", "finding_json", "ordered", "worst"]


class Severity(IntEnum):
    """How bad a finding is; the greatest is the worst."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The severity as it is written in output and policy: ``error``."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: path from the repository's top, line and column from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        """Write it as editors and compilers do: ``path:line:column``."""
        return f"{self.path}:{self.line}:{self.column}"

    def json(self) -> dict[str, Any]:
        """Write it in the shape of version 1."""
        return {"path": self.path, "line": self.line, "column": self.column}


class Change(Enum):
    """What an edit does at its path."""

    SET = "set"
    RENAME = "rename"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class Edit:
    """What mends a finding for certain: ``path`` leads to a value, or to the key to rename, in the finding's file."""

    path: tuple[str | int, ...]
    value: str | int | tuple[str, ...] = ""
    change: Change = Change.SET

    def json(self) -> dict[str, Any]:
        """Write it in the shape of version 1; what is removed has no value."""
        value = {} if self.change is Change.REMOVE else {"value": self.value}
        return {"change": self.change.value, "path": list(self.path), **value}


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect in one record, told in the words of the record's author."""

    code: str
    severity: Severity
    message: str
    where: Location
    hint: str = ""
    related: tuple[Location, ...] = ()
    record: str = ""
    edit: Edit | None = None


class Fatal(Exception):
    """The run cannot go on; raised anywhere, caught once, in the command line.

    ``hint`` says what to do, ``where`` names the file if one is to blame, ``more`` are further reasons of the same
    kind, ``code`` is the exit code: 3 cannot run, 2 wrong usage.
    """

    def __init__(
        self,
        message: str,
        hint: str = "",
        where: Location | None = None,
        code: int = 3,
        more: tuple[Finding, ...] = (),
    ) -> None:
        """Keep the sentence, the hint and the place apart, for the renderer."""
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.where = where
        self.code = code
        self.more = more


def finding_json(finding: Finding) -> dict[str, Any]:
    """Write a finding in the shape of version 1, for all answers that have findings; ``edit`` only where one is."""
    return {
        "code": finding.code,
        "severity": finding.severity.word,
        "record": finding.record or None,
        "message": finding.message,
        "hint": finding.hint,
        **finding.where.json(),
        **({"edit": finding.edit.json()} if finding.edit else {}),
    }


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """Sort findings by place, then code and message; the same finding twice is one."""
    return sorted(set(findings), key=lambda f: (f.where, f.code, f.message, f.record))


def worst(findings: Iterable[Finding]) -> Severity | None:
    """Return the worst severity, or None when there is nothing."""
    return max((f.severity for f in findings), default=None)
