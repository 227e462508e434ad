"""A repository's own schema beside the package's: in words first, then line by line."""

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from itsmctl.kinds import Layer
from itsmctl.render.escape import printable

__all__ = ["difference"]


def difference(own: Layer, shipped: Layer | None) -> str:
    """Return what differs: one line in words, then a unified diff of both in the same layout, from shipped to own."""
    if shipped is None:
        return f"{own.path}: a kind of this repository; the package has none of this name\n"
    before, after = _lines(shipped.value), _lines(own.value)
    if before == after:
        return f"{own.path}: says the same as the package's\n"
    told = "; ".join(_words(shipped.value, own.value)) or "wording, types or presentation differ"
    lines = difflib.unified_diff(before, after, shipped.path, own.path)
    return f"{own.path}: {printable(told)}\n{''.join(map(_safe, lines))}"


def _lines(value: Mapping[str, Any]) -> list[str]:
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").splitlines(keepends=True)


def _safe(line: str) -> str:
    return printable(line.rstrip("\n")) + "\n"


def _words(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """Yield what was added and removed of each sort of thing."""
    for what, parts in (("field", _fields), ("definition", _definitions), ("state", _states), ("move", _moves)):
        old, new = parts(before), parts(after)
        for verb, names in (("adds", new - old), ("lacks", old - new)):
            if names:
                yield f"{verb} {what}{'s' * (len(names) > 1)} {', '.join(sorted(names))}"


def _fields(schema: Mapping[str, Any]) -> set[str]:
    return set(_at(schema, "properties"))


def _definitions(schema: Mapping[str, Any]) -> set[str]:
    return set(_at(schema, "$defs"))


def _states(schema: Mapping[str, Any]) -> set[str]:
    field = _lifecycle(schema).get("field")
    values = _at(schema, "properties", str(field)).get("enum", ())
    return {str(value) for value in values} if isinstance(values, list) else set()


def _moves(schema: Mapping[str, Any]) -> set[str]:
    moves = _lifecycle(schema).get("moves", ())
    listed: Iterable[Any] = moves if isinstance(moves, list) else ()
    return {f"{move.get('from')} to {move.get('to')}" for move in listed if isinstance(move, Mapping)}


def _lifecycle(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    return _at(schema, "x-itsm", "lifecycle")


def _at(schema: Mapping[str, Any], *steps: str) -> Mapping[str, Any]:
    """Return the object that the steps lead to, or an empty one: a schema that is shown need not be a sound one."""
    here: Any = schema
    for step in steps:
        here = here.get(step) if isinstance(here, Mapping) else None
    return here if isinstance(here, Mapping) else {}
