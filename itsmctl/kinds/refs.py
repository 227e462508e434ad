"""A schema into the paths of its references: compiled once a kind, not searched for in each record."""

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["Documents", "all_patterns", "all_refs", "known_properties", "resolve", "returns"]

Documents = Mapping[str, Mapping[str, Any]]
Step = tuple[str, ...]


def _children(schema: Mapping[str, Any]) -> Iterator[tuple[Any, Step]]:
    for key, child in schema.get("properties", {}).items():
        yield child, (key,)
    for word in ("items", "additionalProperties", "unevaluatedProperties", "contains"):
        yield schema.get(word), ("*",)
    for word in ("patternProperties",):
        for child in schema.get(word, {}).values():
            yield child, ("*",)
    yield schema.get("propertyNames"), ("**",)
    for word in ("allOf", "anyOf", "oneOf", "prefixItems"):
        step: Step = ("*",) if word == "prefixItems" else ()
        for child in schema.get(word, ()):
            yield child, step
    for word in ("if", "then", "else", "not"):
        yield schema.get(word), ()


def known_properties(schema: Any, file: str, documents: Documents) -> set[str]:
    """Return the property names that a schema knows, with those that ``$ref`` and its branches bring in."""
    if not isinstance(schema, dict):
        return set()
    names = set(schema.get("properties", {}))
    if "$ref" in schema:
        try:
            names |= known_properties(*resolve(schema["$ref"], file, documents), documents)
        except LookupError:
            # A schema of common.json refers within its own file.
            names |= known_properties(*resolve(schema["$ref"], "common.json", documents), documents)
    for child, step in _children(schema):
        if not step:
            names |= known_properties(child, file, documents)
    return names


def all_refs(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every ``$ref`` at any depth of a schema, with its path."""
    if isinstance(value, dict) and isinstance(value.get("$ref"), str):
        yield (*path, "$ref"), value["$ref"]
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in pairs:
        yield from all_refs(inner, (*path, step))


def all_patterns(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield every regular expression at any depth of a schema, with its path."""
    if isinstance(value, dict):
        if isinstance(value.get("pattern"), str):
            yield (*path, "pattern"), value["pattern"]
        if isinstance(value.get("patternProperties"), dict):
            yield from (((*path, "patternProperties", word), word) for word in value["patternProperties"])
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in pairs:
        yield from all_patterns(inner, (*path, step))


def returns(target: str, file: str, documents: Documents) -> bool:
    """Say whether a ``$ref`` leads back to itself at the same place of the record; LookupError when nowhere."""
    done: set[tuple[str, str]] = set()

    def enters(reference: str, owner: str, via: tuple[tuple[str, str], ...]) -> bool:
        inner, owner = resolve(reference, owner, documents)
        name = owner, reference.partition("#")[2]
        if name in via or name in done:
            return name in via
        circular = any(enters(following, owner, (*via, name)) for following in _same_place(inner))
        done.add(name)
        return circular

    return enters(target, file, ())


def _same_place(schema: Any) -> Iterator[str]:
    """Yield the references of a schema that speak of the same value as it does."""
    if not isinstance(schema, dict):
        return
    if "$ref" in schema:
        yield schema["$ref"]
    for child, step in _children(schema):
        if not step:
            yield from _same_place(child)


def resolve(target: str, file: str, documents: Documents) -> tuple[Any, str]:
    """Follow a ``$ref`` within its file or into another file of the folder."""
    name, _, pointer = target.partition("#")
    owner = name or file
    if owner not in documents:
        raise LookupError(target)
    value: Any = documents[owner]
    for word in pointer.split("/")[1:]:
        step = word.replace("~1", "/").replace("~0", "~")
        if not isinstance(value, dict) or step not in value:
            raise LookupError(target)
        value = value[step]
    return value, owner
