"""A kind's schema into the fields a person fills in: each with its help, and a value to start from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from itsmctl.clock import stamp
from itsmctl.document import Json
from itsmctl.findings import Fatal
from itsmctl.kinds import Field as Known
from itsmctl.kinds import Kind, Reference
from itsmctl.snapshot import Snapshot

__all__ = ["Field", "Start", "fields"]

GUESSED, SURE = True, False


@dataclass(frozen=True, slots=True)
class Field:
    """One field: whether the record needs it, what the schema says of it, and a value (a start, or an example)."""

    name: str
    required: bool
    help: str
    value: Json
    guessed: bool


@dataclass(frozen=True, slots=True)
class Start:
    """What is known of a new record: values that a person gave, and values that the kind's template starts from."""

    given: Mapping[str, Json]
    template: Mapping[str, Json]
    now: datetime


def fields(snapshot: Snapshot, kind: Kind, start: Start) -> list[Field]:
    """Return the fields of a new record in the schema's order, title first; given values win over the template's."""
    unknown_last = [*kind.fields, *(name for name in start.given if name not in kind.fields)]
    return [_field(kind.fields.get(name, Known(name, "any")), snapshot, kind, start) for name in unknown_last]


def _field(known: Known, snapshot: Snapshot, kind: Kind, start: Start) -> Field:
    name, help_ = known.name, known.help
    if name in start.given:
        value = start.given[name]
        wrapped = [value] if known.type == "list" and not isinstance(value, list) else value
        return Field(name, required=True, help=help_, value=wrapped, guessed=SURE)
    if start.template.get(name) is not None:
        return Field(name, required=True, help=help_, value=start.template[name], guessed=GUESSED)
    required = known.required or name in start.template
    value, guessed = _start(known, snapshot, kind, start.now)
    if required and not value and known.reference:
        wanted = known.reference.to[0]
        raise Fatal(
            f"{name} names a {wanted}, and there is none yet",
            hint=f"itsmctl new {wanted} comes first",
            code=1,
        )
    return Field(name, required, help_, value, guessed)


def _start(known: Known, snapshot: Snapshot, kind: Kind, now: datetime) -> tuple[Json, bool]:
    """Choose a value that the schema takes; the flag says that a person should look at it."""
    lifecycle = kind.lifecycle
    if lifecycle and known.name == lifecycle.field:
        return lifecycle.start[0], SURE
    if known.type == "time":
        return stamp(now), SURE
    if known.reference:
        return _anyone(snapshot, known.reference), GUESSED
    if known.type == "list" and known.items and known.items.reference:
        found = _anyone(snapshot, known.items.reference)
        if found:
            return [found], GUESSED
    for word in ("default", "const"):
        if word in known.schema:
            return known.schema[word], SURE
    return _example(known.schema), GUESSED


def _example(schema: Mapping[str, Any]) -> Json:
    choices = schema.get("examples") or schema.get("enum")
    if choices:
        return choices[0]
    kind = schema.get("type")
    return {"array": [], "object": {}, "integer": 0, "number": 0, "boolean": False}.get(str(kind), "")


def _anyone(snapshot: Snapshot, reference: Reference) -> str:
    """Return the id of the first record that the reference may name, or nothing."""
    for name in reference.to:
        for record in snapshot.of(name):
            if all(record.data.get(key) in wanted for key, wanted in reference.where.items()):
                return record.id
    return ""
