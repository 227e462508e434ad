"""An error of the schema library into words: what is wrong, what to do, and where below the value at fault."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from itsmctl.document import Json, Path, inline
from itsmctl.findings import Change, Edit
from itsmctl.suggest import did_you_mean, surely_meant

__all__ = ["AT_KEY", "TELLERS", "Told", "plain"]

WIDTH = 80  # of a value quoted in a message
AT_KEY = ("unevaluatedProperties", "additionalProperties", "propertyNames", "dependentRequired")


class Told(NamedTuple):
    """One defect: message, hint, and where below the value at fault it is; the edit's path starts there too."""

    message: str
    hint: str = ""
    inner: Path = ()
    edit: Edit | None = None


def plain(error: Any) -> Iterator[Told]:
    """Pass on the library's own words."""
    yield Told(error.message[:300])


def _unknown_key(error: Any) -> Iterator[Told]:
    """Name the keys that no schema knows; the library also lists known ones next to another error."""
    known = sorted(error.known)
    for key in sorted(set(error.instance) - error.known):
        meant = surely_meant(key, known)
        edit = Edit((key,), meant, Change.RENAME) if meant and meant not in error.instance else None
        yield Told(f"there is no field {key}", did_you_mean(key, known), (key,), edit)


def _missing(error: Any) -> Iterator[Told]:
    absent = [name for name in error.validator_value if name not in error.instance]
    hint = f"write {_id(error.field)} alone, or say which with {absent[0]}" if absent and _id(error.field) else "add it"
    for name in absent:
        yield Told(f"{name} is missing", hint)


def _choice(error: Any) -> Iterator[Told]:
    allowed = [str(value) for value in error.validator_value]
    hint = did_you_mean(str(error.instance), allowed, "one of " + ", ".join(allowed))
    meant = surely_meant(error.instance, allowed) if isinstance(error.instance, str) else ""
    edit = Edit((), meant) if meant in error.validator_value else None
    yield Told(f"{_shown(error)} is not one of the allowed values", hint, edit=edit)


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
    names = {**TYPES, "string": _id(error.field) or "text"}
    what = (", or " if _id(error.field) else " or ").join(names[name] for name in wanted)
    value, shown = error.instance, _shown(error)
    if value is None:
        yield Told("nothing is filled in", f"{what} is wanted; or leave the field out")
    elif "string" in wanted and isinstance(value, (int, float)):
        of_number = "" if isinstance(value, bool) else " a number,"
        edit = Edit((), shown) if error.typed and not _id(error.field) and _matches(error, shown) else None
        yield Told(f"{shown} is{of_number} not {what}", f'put it in quotes: "{shown}"', edit=edit)
    elif "array" in wanted and isinstance(value, str):
        edit = Edit((), (value,)) if value and not re.search("[,;\\s]", value) else None
        yield Told(f"{shown} is not {what}", f"write it as a list: [{_short(value)}]", edit=edit)
    else:
        yield Told(f"{shown} is not {what}")


def _matches(error: Any, text: str) -> bool:
    """Say whether a text would fit the pattern beside the type that was not met."""
    schema = error.field.schema if error.field else {}
    return "enum" not in schema and re.search(schema.get("pattern", ""), text) is not None


def _format(error: Any) -> Iterator[Told]:
    example = {"date-time": "2026-01-02T03:04:05Z", "date": "2026-01-02"}.get(error.validator_value, "")
    yield Told(f"{_shown(error)} is not a {error.validator_value}", f"write it like {example}" if example else "")


def _pattern(error: Any) -> Iterator[Told]:
    text = error.instance
    stripped = text.rstrip("\n")
    if stripped != text and re.search(error.validator_value, stripped):
        yield Told("this ends in a line break", "use `>-` in place of `>` (`|-` of `|`)", edit=Edit((), stripped))
    elif isinstance(error.schema, Mapping) and "integer" in error.schema.get("type", ()) and text.isdecimal():
        number = int(text)
        yield Told(f'"{text}" is text, not a number', f"write it without quotes: {number}", edit=Edit((), number))
    else:
        hint = error.schema.get("description", "") if isinstance(error.schema, Mapping) else ""
        yield Told(f"{_shown(error)} is not written as it should be", hint)


def _doubled(error: Any) -> Iterator[Told]:
    seen: list[Json] = []
    for number, item in enumerate(error.instance):
        if item in seen:
            edit = Edit((number,), change=Change.REMOVE)
            yield Told(f"{_short(item)} stands twice", "name it once", (number,), edit)
        seen.append(item)


def _empty(error: Any) -> Iterator[Told]:
    if error.validator_value == 1:
        yield Told("this is empty", "fill it in, or leave the field out")
    else:
        yield from plain(error)


def _long(error: Any) -> Iterator[Told]:
    unit = "characters" if isinstance(error.instance, str) else "entries"
    message = f"this has {len(error.instance):,} {unit}, and {error.validator_value:,} at most are allowed"
    yield Told(message, "shorten it")


def _bound(error: Any) -> Iterator[Told]:
    word = "less" if error.validator == "minimum" else "more"
    yield Told(f"{_shown(error)} is {word} than {error.validator_value}")


def _together(error: Any) -> Iterator[Told]:
    for key, others in error.validator_value.items():
        for other in others if key in error.instance else ():
            if other not in error.instance:
                yield Told(f"{key} means nothing without {other}", f"add {other}, or delete {key}", (key,))


def _id(field: Any) -> str:
    """Return what a reference takes: ``the id of a role or team``; nothing for a field that is none."""
    if field is None or field.reference is None or field.reference.or_text:
        return ""
    *first, last = field.reference.to
    return f"the id of a {', '.join(first)} or {last}" if first else f"the id of a {last}"


def _shown(error: Any) -> str:
    """Write the value at fault as its author typed it, as far as that is one line."""
    return _cut(error.typed) if error.typed and error.typed[0] not in "\"'" else _short(error.instance)


def _short(value: Json) -> str:
    return _cut("null" if value is None else inline(value))


def _cut(text: str) -> str:
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
    "maxLength": _long,
    "maxItems": _long,
    "minimum": _bound,
    "maximum": _bound,
    "dependentRequired": _together,
}
