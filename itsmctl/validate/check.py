"""A document and its kind into findings: the schema's verdict, told at the right place and with a suggestion."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from itsmctl.document import Document, Json, Path, key_place, place, typed
from itsmctl.findings import Finding, Location, Severity
from itsmctl.kinds import Field, Kind, Kinds, known_properties
from itsmctl.validate.tell import AT_KEY, TELLERS, plain

__all__ = ["checker", "explain"]

CHOICES = ("oneOf", "anyOf")
ANCHOR = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]|\$", re.DOTALL)  # an escape, a class of characters, or the anchor
END = r"\Z"


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

    resources = [(_uri(name), DRAFT202012.create_resource(_strict(dict(d)))) for name, d in kinds.documents.items()]
    registry: Any = Registry().with_resources(resources)
    schema = {**_strict(dict(kind.schema)), "$id": _uri(f"{kind.name}.json")}
    formats = jsonschema.Draft202012Validator.FORMAT_CHECKER
    return jsonschema.Draft202012Validator(schema, registry=registry, format_checker=formats)


def _strict(schema: Any) -> Any:
    """Return a schema whose patterns mean to Python what they mean to JSON Schema."""
    if isinstance(schema, list):
        return [_strict(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    strict = {key: _strict(value) for key, value in schema.items()}
    if isinstance(strict.get("pattern"), str):
        strict["pattern"] = _ended(strict["pattern"])
    if isinstance(strict.get("patternProperties"), dict):
        strict["patternProperties"] = {_ended(key): value for key, value in strict["patternProperties"].items()}
    return strict


def _ended(pattern: str) -> str:
    """Write each ``$`` as the very end: Python's also matches before a line break there; and only ASCII is a digit."""
    return "(?a:" + ANCHOR.sub(lambda match: END if match[0] == "$" else match[0], pattern) + ")"


def _told(error: Any, document: Document, kinds: Kinds, kind: Kind) -> Iterator[Finding]:
    """Turn one error of the library into findings in the words of the record's author."""
    telling = _deepest(error)
    telling.known = known_properties(telling.schema, f"{kind.name}.json", kinds.documents)
    path: Path = tuple(telling.absolute_path)
    telling.field = _field(kind, path)
    telling.typed = typed(document, path)
    for one in TELLERS.get(telling.validator, plain)(telling):
        spot = key_place if telling.validator in AT_KEY and one.inner else place
        where = spot(document, (*path, *one.inner))
        edit = one.edit and replace(one.edit, path=(*path, *one.edit.path))
        yield Finding("schema", Severity.ERROR, f"{_name(path)}{one.message}", where, one.hint, edit=edit)


def _field(kind: Kind, path: Path) -> Field | None:
    """Return what the kind says of the field at a path, or of the items of a list where the path ends in a number."""
    found = kind.form.at(".".join(str(step) for step in path if isinstance(step, str)))
    return found.items if found and found.items and path and isinstance(path[-1], int) else found


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
