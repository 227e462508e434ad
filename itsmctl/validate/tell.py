"""An error of the schema library into words: what is wrong, what to do, and where below the value at fault."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from itsmctl.document import Json, Path
from itsmctl.suggest import did_you_mean

__all__ = ["AT_KEY", "TELLERS", "plain"]

WIDTH = 80  # of a value quoted in a message
AT_KEY = ("unevaluatedProperties", "additionalProperties", "propertyNames", "dependentRequired")
Told = tuple[str, str, Path]


def plain(error: Any) -> Iterator[Told]:
    """Pass on the library's own words."""
    yield error.message[:300], "", ()


def _unknown_key(error: Any) -> Iterator[Told]:
    """Name the keys that no schema knows; the library also lists known ones next to another error."""
    known = sorted(error.known)
    for key in sorted(set(error.instance) - error.known):
        yield f"there is no field {key}", did_you_mean(key, known), (key,)


def _missing(error: Any) -> Iterator[Told]:
    absent = [name for name in error.validator_value if name not in error.instance]
    for name in absent:
        yield f"{name} is missing", "add it", ()


def _choice(error: Any) -> Iterator[Told]:
    allowed = [str(value) for value in error.validator_value]
    hint = did_you_mean(str(error.instance), allowed, "one of " + ", ".join(allowed))
    yield f"{_short(error.instance)} is not one of the allowed values", hint, ()


TYPES = {
    "string": "text",
    "object": "a mapping",
    "array": "a list",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "empty",
}


def _type(error: Any) -> Iterator[Told]:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    what = " or ".join(TYPES[name] for name in wanted)
    hint = ""
    if "string" in wanted and isinstance(error.instance, (int, float)):
        hint = "put it in quotes"
    elif "array" in wanted and isinstance(error.instance, str):
        hint = f"write it as a list: [{_short(error.instance)}]"
    yield f"{_short(error.instance)} is not {what}", hint, ()


def _format(error: Any) -> Iterator[Told]:
    hint = {"date-time": "2026-01-02T03:04:05Z", "date": "2026-01-02"}.get(error.validator_value, "")
    yield (
        f"{_short(error.instance)} is not a {error.validator_value}",
        f"write it like {hint}" if hint else "",
        (),
    )


def _pattern(error: Any) -> Iterator[Told]:
    hint = error.schema.get("description", "") if isinstance(error.schema, Mapping) else ""
    yield f"{_short(error.instance)} is not written as it should be", hint, ()


def _doubled(error: Any) -> Iterator[Told]:
    seen: list[Json] = []
    for number, item in enumerate(error.instance):
        if item in seen:
            yield f"{_short(item)} stands twice", "name it once", (number,)
        seen.append(item)


def _empty(error: Any) -> Iterator[Told]:
    if error.validator_value == 1:
        yield "this is empty", "fill it in, or leave the field out", ()
    else:
        yield from plain(error)


def _bound(error: Any) -> Iterator[Told]:
    word = "less" if error.validator == "minimum" else "more"
    yield f"{_short(error.instance)} is {word} than {error.validator_value}", "", ()


def _together(error: Any) -> Iterator[Told]:
    for key, others in error.validator_value.items():
        for other in others if key in error.instance else ():
            if other not in error.instance:
                yield f"{key} means nothing without {other}", f"add {other}, or delete {key}", (key,)


def _short(value: Json) -> str:
    text = "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 3]}..."


TELLERS: dict[str, Callable[[Any], Iterator[Told]]] = {
    "unevaluatedProperties": _unknown_key,
    "additionalProperties": _unknown_key,
    "required": _missing,
    "enum": _choice,
    "type": _type,
    "format": _format,
    "pattern": _pattern,
    "uniqueItems": _doubled,
    "minLength": _empty,
    "minItems": _empty,
    "minProperties": _empty,
    "minimum": _bound,
    "maximum": _bound,
    "dependentRequired": _together,
}
