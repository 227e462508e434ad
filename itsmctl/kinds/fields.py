"""A schema into its tree of fields: name, type, help, references; compiled once a kind, read by everybody."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from itsmctl.kinds.model import Field, Reference
from itsmctl.kinds.refs import Documents, resolve

__all__ = ["Memo", "form", "references"]

SHARED = "common.json"

TOP = ("title", "description")  # shared fields that people read first
TYPES = {"string": "text", "array": "list", "object": "object", "integer": "integer", "number": "number",
         "boolean": "boolean"}  # fmt: skip
# Definitions of common.json, and formats of JSON Schema, that say more than the type.
SPECIAL = {"time": "time", "date": "date", "duration": "duration", "date-time": "time"}
DEEPEST = 12  # what is nested deeper counts as any value

HOLDING = ("items", "additionalProperties", "unevaluatedProperties", "contains")

Memo = dict[tuple[str, int], Field]
Part = tuple[Mapping[str, Any], str]  # a schema and the file that its references are relative to


def form(name: str, documents: Documents, known: Memo) -> Field:
    """Return the fields of one schema as those of an object without a name.

    ``known`` remembers the fields of common.json, which every kind has: give the same to all kinds of one folder.
    """
    schema = documents[f"{name}.json"]
    made = _Compiler(documents, known).field("", schema, f"{name}.json", ())
    told = schema["x-itsm"].get("normative")
    normative = frozenset(told if isinstance(told, list) else ())
    own = schema.get("properties", {})
    first = [key for key in TOP if key in made.inner and key not in own]
    order = [*first, *own, *(key for key in made.inner if key not in own and key not in first)]
    inner = {key: replace(made.inner[key], normative=True) if key in normative else made.inner[key] for key in order}
    return replace(made, inner=inner)


def references(form: Field) -> tuple[Reference, ...]:
    """Return all references within the fields of a kind, sorted by path."""
    return tuple(sorted(_within(form, ()), key=lambda one: one.path))


def _within(field: Field, path: tuple[str, ...]) -> Iterator[Reference]:
    for reference in field.references:
        here = (*path, *reference.path)
        yield replace(reference, path=here, field=".".join(step for step in here if step not in ("*", "**")))
    for key, inner in field.inner.items():
        yield from _within(inner, (*path, key))
    if field.items is not None:
        yield from _within(field.items, (*path, "*"))


@dataclass(frozen=True, slots=True)
class _Compiler:
    """The schemas of one folder, and what was already compiled of those that kinds share."""

    documents: Documents
    known: Memo

    def field(self, name: str, schema: Any, file: str, via: tuple[str, ...]) -> Field:
        """Compile one schema; ``via`` are the definitions on the way, so that a tree that contains itself ends."""
        shared = (name, id(schema)) if file == SHARED else None
        if shared not in self.known:
            made = self._made(name, schema, file, via)
            if shared is None:
                return made
            self.known[shared] = made
        return self.known[shared]

    def _made(self, name: str, schema: Any, file: str, via: tuple[str, ...]) -> Field:
        parts: list[Part] = []
        names: list[str] = []
        self._gather(schema, file, parts, names)
        if not via:
            via = (file,)
        if len(via) > DEEPEST or not set(names).isdisjoint(via):
            return Field(name, "any")
        via = (*via, *(names or ("",)))
        merged = {key: value for part, _ in reversed(parts) for key, value in part.items()}
        inner = self._inner(parts, via, self._demanded(schema, file))
        own = schema if isinstance(schema, dict) else {}
        return Field(
            name=name,
            type=_type(merged, names, inner),
            help=str(own.get("description") or merged.get("description", "")),
            prose=any(one.endswith("/$defs/text") for one in names),
            values=tuple(str(one) for one in merged.get("enum", ())),
            inner=inner,
            items=next((self.field("*", child, owner, via) for child, owner in _held(parts)), None),
            references=tuple(_references(parts)),
            schema=merged,
        )

    def _gather(self, schema: Any, file: str, parts: list[Part], names: list[str]) -> None:
        """Collect all schemas that speak of the same value: its own words, what it refers to, its branches."""
        if not isinstance(schema, dict):
            return
        parts.append((schema, file))
        target = schema.get("$ref")
        if target is not None:
            inner, owner = resolve(target, file, self.documents)
            name = f"{owner}#{target.partition('#')[2]}"
            if name not in names:
                names.append(name)
                self._gather(inner, owner, parts, names)
        for word in ("allOf", "anyOf", "oneOf"):
            for child in schema.get(word, ()):
                self._gather(child, file, parts, names)
        for word in ("if", "then", "else"):
            if word in schema:
                self._gather(schema[word], file, parts, names)

    def _demanded(self, schema: Any, file: str, via: tuple[str, ...] = ()) -> frozenset[str]:
        """Return the fields that are required whatever the others hold: what a branch demands is not among them."""
        if not isinstance(schema, dict):
            return frozenset()
        found = frozenset(schema.get("required", ()))
        target = schema.get("$ref")
        if target is not None and target not in via:
            found |= self._demanded(*resolve(target, file, self.documents), (*via, target))
        return found.union(*(self._demanded(child, file, via) for child in schema.get("allOf", ())))

    def _inner(self, parts: list[Part], via: tuple[str, ...], required: frozenset[str]) -> dict[str, Field]:
        inner: dict[str, Field] = {}
        for part, owner in parts:
            for key, child in part.get("properties", {}).items():
                made = _better(inner.get(key), self.field(key, child, owner, via))
                inner[key] = replace(made, required=True) if key in required else made
        return inner


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


def _held(parts: list[Part]) -> Iterator[Part]:
    """Yield the schemas of what a list or a map holds."""
    for part, owner in parts:
        for word in HOLDING:
            if isinstance(part.get(word), dict):
                yield part[word], owner
        yield from ((child, owner) for child in part.get("patternProperties", {}).values())
        yield from ((child, owner) for child in part.get("prefixItems", ()))


def _references(parts: list[Part]) -> Iterator[Reference]:
    """Yield the references that a value is, and those that the keys of a map are."""
    for part, _ in parts:
        if "x-ref" in part:
            yield _reference((), part["x-ref"])
        keys = part.get("propertyNames")
        if isinstance(keys, dict) and "x-ref" in keys:
            yield _reference(("**",), keys["x-ref"])


def _reference(path: tuple[str, ...], word: Mapping[str, Any]) -> Reference:
    where = {
        field: (value,) if isinstance(value, str) else tuple(value) for field, value in word.get("where", {}).items()
    }
    return Reference(
        path=path,
        to=tuple(word["to"]),
        relation=word["relation"],
        inverse=word["inverse"],
        where=where,
        or_text=word.get("or") == "text",
        field="",
    )
