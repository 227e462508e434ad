"""A document and its kind into findings: the schema's verdict, told at the right place and with a suggestion."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from itsmctl.document import Document, Json, Path, key_place, place
from itsmctl.findings import Finding, Location, Severity
from itsmctl.kinds import Kind, Kinds, known_properties
from itsmctl.suggest import did_you_mean

__all__ = ["checker", "explain"]

WIDTH = 80  # of a value quoted in a message
CHOICES = ("oneOf", "anyOf")


def checker(kinds: Kinds) -> Callable[[Kind, Json], bool]:
    """Return the fast judge: does this value fit its kind's schema? Compiled once a kind, when first needed."""
    import jsonschema_rs

    registry = jsonschema_rs.Registry([(_uri(name), dict(document)) for name, document in kinds.documents.items()])
    compiled: dict[str, Any] = {}

    def fits(kind: Kind, value: Json) -> bool:
        if kind.name not in compiled:
            compiled[kind.name] = jsonschema_rs.validator_for(
                dict(kind.schema),
                validate_formats=True,
                registry=registry,
                base_uri=_uri(f"{kind.name}.json"),
                offline=True,
            )
        return bool(compiled[kind.name].is_valid(value))

    return fits


def _uri(name: str) -> str:
    return f"https://schemas.example/{name}"  # a scheme that relative references work with; nothing is fetched


def explain(kinds: Kinds, kind: Kind, document: Document) -> list[Finding]:
    """Say why a document does not fit its kind's schema: one finding for each defect, each at its own place."""
    if document.value is None:
        where = Location(document.path)
        return [Finding("schema", Severity.ERROR, "the record is empty", where, f"itsmctl new {kind.name} writes one")]
    errors = _validator(kinds, kind).iter_errors(document.value)
    found = [finding for error in errors for finding in _told(error, document, kinds, kind)]
    return found or [Finding("schema", Severity.ERROR, "the record does not fit its schema", Location(document.path))]


def _validator(kinds: Kinds, kind: Kind) -> Any:
    """Build the slow judge, whose errors tell what they are; only for what the fast one refused."""
    import jsonschema
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    resources = [(_uri(name), DRAFT202012.create_resource(dict(d))) for name, d in kinds.documents.items()]
    registry: Any = Registry().with_resources(resources)
    schema = {**kind.schema, "$id": _uri(f"{kind.name}.json")}
    formats = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(schema, registry=registry, format_checker=formats)


def _told(error: Any, document: Document, kinds: Kinds, kind: Kind) -> Iterator[Finding]:
    """Turn one error of the library into findings in the words of the record's author."""
    telling = _deepest(error)
    telling.known = known_properties(telling.schema, f"{kind.name}.json", kinds.documents)
    path: Path = tuple(telling.absolute_path)
    teller = TELLERS.get(telling.validator, _plain)
    for message, hint, inner in teller(telling):
        key_at_fault = telling.validator in ("unevaluatedProperties", "additionalProperties", "propertyNames")
        spot = key_place if key_at_fault and inner else place
        yield Finding("schema", Severity.ERROR, f"{_name(path)}{message}", spot(document, (*path, *inner)), hint)


def _name(path: Path) -> str:
    """Write the path as people do: ``depends_on[2].ref: ``."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
    return f"{text}: " if text else ""


def _deepest(error: Any) -> Any:
    """Choose, of all that a ``oneOf`` or ``anyOf`` complains, what its author most likely meant.

    The branch whose error lies deepest in the record got furthest; among equals a branch that takes this type of
    value at all is preferred to one that does not.
    """
    while error.validator in CHOICES and error.context:
        error = max(error.context, key=_closeness)
    return error


def _closeness(error: Any) -> tuple[int, int, int]:
    wrong_type = error.validator == "type" and not error.relative_path
    unknown = error.validator in ("unevaluatedProperties", "additionalProperties", "required")
    return (len(error.relative_path), -int(wrong_type), -int(unknown))


Told = tuple[str, str, Path]


def _plain(error: Any) -> Iterator[Told]:
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
}
