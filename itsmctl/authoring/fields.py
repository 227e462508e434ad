"""A kind's schema into the fields a person fills in: each with its help, and a value to start from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from itsmctl.clock import stamp
from itsmctl.document import Json
from itsmctl.findings import Fatal
from itsmctl.kinds import Kind, resolved
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
    schemas = dict(_properties(snapshot, kind))
    unknown_last = [*schemas, *(name for name in start.given if name not in schemas)]
    return [_field(name, schemas.get(name, {}), snapshot, kind, start) for name in unknown_last]


def _properties(snapshot: Snapshot, kind: Kind) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the shared fields that come first, the kind's own, then the other shared ones."""
    documents = snapshot.kinds.documents
    shared = resolved({"$ref": "common.json#/$defs/record"}, "common.json", documents).get("properties", {})
    own = kind.schema.get("properties", {})
    for name in ("title", "description"):
        if name in shared:
            yield name, resolved(shared[name], "common.json", documents)
    for name, schema in own.items():
        yield name, resolved(schema, f"{kind.name}.json", documents)
    for name, schema in shared.items():
        if name not in own:
            yield name, resolved(schema, "common.json", documents)


def _field(name: str, schema: Mapping[str, Any], snapshot: Snapshot, kind: Kind, start: Start) -> Field:
    help_ = str(schema.get("description", ""))
    if name in start.given:
        value = start.given[name]
        wrapped = [value] if schema.get("type") == "array" and not isinstance(value, list) else value
        return Field(name, required=True, help=help_, value=wrapped, guessed=SURE)
    if start.template.get(name) is not None:
        return Field(name, required=True, help=help_, value=start.template[name], guessed=GUESSED)
    required = name in kind.schema.get("required", ()) or name == "title" or name in start.template
    value, guessed = _start(name, schema, snapshot, kind, start.now)
    if required and not value and "x-ref" in schema:
        wanted = schema["x-ref"]["to"][0]
        raise Fatal(
            f"{name} names a {wanted}, and there is none yet",
            hint=f"itsmctl new {wanted} comes first",
            code=1,
        )
    return Field(name, required, help_, value, guessed)


def _start(name: str, schema: Mapping[str, Any], snapshot: Snapshot, kind: Kind, now: datetime) -> tuple[Json, bool]:
    """Choose a value that the schema takes; the flag says that a person should look at it."""
    lifecycle = kind.lifecycle
    if lifecycle and name == lifecycle.field:
        return lifecycle.start[0], SURE
    if str(schema.get("$ref", "")).endswith("/time"):
        return stamp(now), SURE
    if "x-ref" in schema:
        return _anyone(snapshot, schema["x-ref"]), GUESSED
    item = resolved(schema.get("items"), "common.json", snapshot.kinds.documents)
    if "x-ref" in item and (found := _anyone(snapshot, item["x-ref"])):
        return [found], GUESSED
    for word in ("default", "const"):
        if word in schema:
            return schema[word], SURE
    return _example(schema), GUESSED


def _example(schema: Mapping[str, Any]) -> Json:
    choices = schema.get("examples") or schema.get("enum")
    if choices:
        return choices[0]
    kind = schema.get("type")
    return {"array": [], "object": {}, "integer": 0, "number": 0, "boolean": False}.get(str(kind), "")


def _anyone(snapshot: Snapshot, reference: Mapping[str, Any]) -> str:
    """Return the id of the first record that the reference may name, or nothing."""
    for name in reference["to"]:
        for record in snapshot.of(name):
            if all(record.data.get(key) == value for key, value in reference.get("where", {}).items()):
                return record.id
    return ""
