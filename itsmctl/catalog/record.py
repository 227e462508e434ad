"""A record: what a file below ``records/`` is once its place and its content are understood."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from itsmctl.document import Document
from itsmctl.kinds import Kind

__all__ = ["Record"]


@dataclass(frozen=True, slots=True)
class Record:
    """One record; ``data`` fits the kind's schema, or is empty and ``valid`` is False."""

    kind: Kind
    id: str
    data: Mapping[str, Any]
    document: Document
    valid: bool

    @property
    def key(self) -> str:
        """The record's name among all records: ``kind/id``."""
        return f"{self.kind.name}/{self.id}"

    @property
    def path(self) -> str:
        """The record's file, from the top of the repository."""
        return self.document.path

    @property
    def title(self) -> str:
        """The record's title, or its id while it has none."""
        return str(self.data.get("title", self.id))

    @property
    def state(self) -> str | None:
        """The state in the kind's lifecycle, if the kind has one."""
        lifecycle = self.kind.lifecycle
        return self.data.get(lifecycle.field) if lifecycle else None

    def at(self, field: str) -> Any:
        """Return the value that a dotted field leads to (``review.by``), or None; lists are not entered."""
        here: Any = self.data
        for step in field.split("."):
            here = here.get(step) if isinstance(here, Mapping) else None
        return here

    def said(self, role: str) -> Any:
        """Return the value of the first field of a role (``opened``) that is filled in, or None."""
        return next((value for field in self.kind.role(role) if (value := self.at(field)) is not None), None)

    def is_(self, meaning: str) -> bool:
        """Say whether the record's state has this meaning (``ended``); without a lifecycle it has none."""
        lifecycle = self.kind.lifecycle
        return lifecycle is not None and self.data.get(lifecycle.field) in lifecycle.means.get(meaning, ())
