"""Kinds and their schemas into text: what there is, and what a record of a kind may hold."""

from collections.abc import Iterator, Mapping
from typing import Any

from itsmctl.kinds import Kind, Kinds

__all__ = ["kind_text", "kinds_text"]


def kinds_text(kinds: Kinds) -> str:
    """Write one line a kind."""
    width = max(map(len, kinds.by_name))
    pairs = sorted(kinds.by_name.items())
    return "".join(f"{name:<{width}}  {kind.icon} {kind.title}: {_about(kind)}\n" for name, kind in pairs)


def _about(kind: Kind) -> str:
    return str(kind.schema.get("description", ""))


def kind_text(kind: Kind, kinds: Kinds) -> str:
    """Write a kind's fields, the required ones marked, its ids, and the states with their moves."""
    path = f"records/{kind.name}/{kind.identity.format or '<id>'}.yaml"
    lines = [f"{kind.icon} {kind.title}: {_about(kind)}", "", path, ""]
    fields = dict(_fields(kind.schema, kinds.documents))
    required = {*kind.schema.get("required", ()), "title"}
    width = max(map(len, fields))
    order = sorted(fields, key=lambda one: (one not in required, one))
    lines += [f"{'*' if one in required else ' '} {one:<{width}}  {fields[one]}".rstrip() for one in order]
    lines += ["", "* required", *_states(kind)]
    return "\n".join(lines) + "\n"


def _fields(schema: Mapping[str, Any], documents: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield the fields of a schema and of the definitions that its ``allOf`` brings in, with what they say."""
    for part in schema.get("allOf", ()):
        name, _, pointer = str(part.get("$ref", "")).partition("#/$defs/")
        if name in documents and pointer:
            yield from _fields(documents[name]["$defs"][pointer], documents)
    for name, field in schema.get("properties", {}).items():
        yield name, str(field.get("description", "")) if isinstance(field, Mapping) else ""


def _states(kind: Kind) -> list[str]:
    lifecycle = kind.lifecycle
    if lifecycle is None:
        return []
    moves: dict[str, list[str]] = {}
    for move in lifecycle.moves:
        moves.setdefault(move.source, []).append(move.target)
    arrows = [f"  {source} → {', '.join(targets)}" for source, targets in moves.items()]
    begin, end = " or ".join(lifecycle.start), " or ".join(lifecycle.end)
    return ["", f"{lifecycle.field}: begins as {begin}, ends as {end}", *arrows]
