"""A schema into its tree of fields: name, type, help, references; compiled once a kind, read by everybody."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from itsmctl.kinds.model import Field, Reference
from itsmctl.kinds.refs import Documents, resolve

__all__ = ["form"]

TOP = ("title", "description")  # shared fields that people read first
TYPES = {"string": "text", "array": "list", "object": "object", "integer": "integer", "number": "number",
         "boolean": "boolean"}  # fmt: skip
# Definitions of common.json, and formats of JSON Schema, that say more than the type.
SPECIAL = {"time": "time", "date": "date", "duration": "duration", "date-time": "time"}
DEEPEST = 12  # what is nested deeper counts as any value

Part = tuple[Mapping[str, Any], str]  # a schema and the file that its references are relative to


def form(name: str, documents: Documents, references: tuple[Reference, ...]) -> Field:
    """Return the fields of one schema as those of an object without a name."""
    schema = documents[f"{name}.json"]
    known = {reference.path: reference for reference in references}
    made = _field("", schema, f"{name}.json", documents, ())
    inner = {key: _linked(field, (key,), known) for key, field in made.inner.items()}
    normative = frozenset(schema["x-itsm"].get("normative", ()))
    own = schema.get("properties", {})
    first = [key for key in TOP if key in inner and key not in own]
    order = [*first, *own, *(key for key in inner if key not in own and key not in first)]
    return replace(made, inner={key: replace(inner[key], normative=key in normative) for key in order})


def _field(name: str, schema: Any, file: str, documents: Documents, via: tuple[str, ...]) -> Field:
    """Compile one schema; ``via`` are the definitions on the way, so that a tree that contains itself ends."""
    parts: list[Part] = []
    names: list[str] = []
    _gather(schema, file, documents, parts, names)
    if len(via) > DEEPEST or any(one in via for one in names):
        return Field(name, "any")
    via = (*via, *names, "")[-DEEPEST - 1 :] if len(via) <= DEEPEST else via
    required = {one for part, _ in parts for one in part.get("required", ())}
    inner: dict[str, Field] = {}
    for part, owner in parts:
        for key, child in part.get("properties", {}).items():
            made = _field(key, child, owner, documents, via)
            inner[key] = replace(_better(inner.get(key), made), required=key in required)
    own = schema if isinstance(schema, Mapping) else {}
    merged = {key: value for part, _ in reversed(parts) for key, value in part.items()}
    return Field(
        name=name,
        type=_type(merged, names, inner),
        help=str(own.get("description") or merged.get("description", "")),
        prose=any(one.endswith("/$defs/text") for one in names),
        values=tuple(str(one) for one in merged.get("enum", ())),
        inner=inner,
        items=_items(parts, documents, via),
        schema=merged,
    )


def _gather(schema: Any, file: str, documents: Documents, parts: list[Part], names: list[str]) -> None:
    """Collect all schemas that speak of the same value: its own words, what it refers to, its branches."""
    if not isinstance(schema, Mapping):
        return
    parts.append((schema, file))
    target = schema.get("$ref")
    if target is not None:
        inner, owner = resolve(target, file, documents)
        name = f"{owner}#{target.partition('#')[2]}"
        if name not in names:
            names.append(name)
            _gather(inner, owner, documents, parts, names)
    for word in ("allOf", "anyOf", "oneOf"):
        for child in schema.get(word, ()):
            _gather(child, file, documents, parts, names)
    for word in ("if", "then", "else"):
        _gather(schema.get(word), file, documents, parts, names)


def _better(old: Field | None, new: Field) -> Field:
    """Of two descriptions of one field keep the one that says more: branches repeat names to narrow them."""
    if old is None or old.type == "any":
        return new if old is None or new.help else replace(new, help=old.help)
    return old


def _type(merged: Mapping[str, Any], names: list[str], inner: Mapping[str, Field]) -> str:
    for word in (*(name.rpartition("/")[2] for name in names), merged.get("format")):
        if word in SPECIAL:
            return SPECIAL[word]
    told = merged.get("type")
    if told is None:
        return "object" if inner else "text" if "enum" in merged and _texts(merged["enum"]) else "any"
    if not isinstance(told, str):
        return "any"
    return "map" if told == "object" and not inner else TYPES.get(told, "any")


def _texts(values: list[Any]) -> bool:
    return all(isinstance(value, str) for value in values)


def _items(parts: list[Part], documents: Documents, via: tuple[str, ...]) -> Field | None:
    found = next(_held(parts), None)
    return _field("*", *found, documents, via) if found else None


def _held(parts: list[Part]) -> Iterator[tuple[Any, str]]:
    """Yield the schemas of what a list or a map holds."""
    for part, owner in parts:
        for word in ("items", "additionalProperties"):
            if isinstance(part.get(word), Mapping):
                yield part[word], owner
        yield from ((child, owner) for child in part.get("patternProperties", {}).values())


def _linked(field: Field, path: tuple[str, ...], known: Mapping[tuple[str, ...], Reference]) -> Field:
    """Add to each field the reference that stands at its path."""
    inner = {key: _linked(child, (*path, key), known) for key, child in field.inner.items()}
    items = _linked(field.items, (*path, "*"), known) if field.items else None
    return replace(field, inner=inner, items=items, reference=known.get(path) or known.get((*path, "**")))
