"""Schemas held against JSON Schema and against the vocabulary of kinds: every fault, with its place."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from itsmctl.document import Document, Path, place
from itsmctl.findings import Finding, Severity
from itsmctl.kinds.refs import all_patterns, all_refs, returns
from itsmctl.suggest import did_you_mean
from itsmctl.tree import share

__all__ = ["CODE", "SHARED", "VOCABULARY", "fault", "structure", "style", "words"]

CODE = "schema-unusable"
SHARED = "common.json"
VOCABULARY = "kind.json"
ALLOWED = "schemas/kind.json says what is allowed"
RECORD = {"$ref": "common.json#/$defs/record"}
Documents = Mapping[str, Mapping[str, Any]]


def fault(document: Document, path: Path, message: str, hint: str = "") -> Finding:
    """Make a finding of what is wrong at a place of a schema."""
    where = place(document, path)
    return Finding(CODE, Severity.ERROR, f"this schema is wrong: {message}", where, hint or ALLOWED)


def structure(name: str, document: Document, documents: Documents) -> list[Finding]:
    """Return what is wrong with a schema as a JSON Schema: its shape, its patterns, its ``$ref``."""
    import jsonschema_rs

    try:
        jsonschema_rs.meta.validate(document.value)
    except jsonschema_rs.ValidationError as error:
        return [fault(document, tuple(error.instance_path), _told(error))]
    return [*_patterns(document), *_refs(name, document, documents)]


def style(name: str, document: Document) -> Iterator[Finding]:
    """Yield a note for each thing that a good schema has and this one lacks."""
    schema = document.value
    lacking = []
    if not schema.get("description"):
        lacking.append("a description")
    if name != SHARED and RECORD not in schema.get("allOf", ()):
        lacking.append("the fields that all records share: allOf with $ref common.json#/$defs/record")
    if name != SHARED and schema.get("unevaluatedProperties") is not False:
        lacking.append("unevaluatedProperties: false, without which misspelt fields pass")
    for what in lacking:
        hint = "itsmctl validate goes on without it; editors and readers do not"
        yield Finding("schema-style", Severity.NOTE, f"this schema lacks {what}", place(document, ()), hint)


@lru_cache(maxsize=1)
def _judges() -> tuple[Any, Any, dict[str, Any]]:
    """Compile the tool's own vocabulary, which a repository cannot loosen: for kinds, for shared definitions."""
    import jsonschema_rs

    vocabulary = json.loads((share("schemas") / VOCABULARY).read_text("utf-8"))
    part = {"$schema": vocabulary["$schema"], "$ref": "#/$defs/schema", "$defs": vocabulary["$defs"]}
    return jsonschema_rs.validator_for(vocabulary), jsonschema_rs.validator_for(part), vocabulary


def words(name: str, document: Document) -> Iterator[tuple[Path, Finding]]:
    """Yield what is wrong with the words of a schema, each with the path to it."""
    whole, shared, vocabulary = _judges()
    for wrong in (shared if name == SHARED else whole).iter_errors(document.value):
        unknown = getattr(wrong.kind, "unexpected", None)
        path: Path = tuple(wrong.instance_path)
        if not unknown:
            yield path, fault(document, path, _told(wrong))
        for word in unknown or ():
            known = _known(vocabulary, tuple(wrong.schema_path))
            told = f"{'/'.join(map(str, path)) or 'top'}: there is no word {word}"
            yield path, fault(document, (*path, word), told, did_you_mean(word, known, ALLOWED))


def _told(error: Any) -> str:
    at = "/".join(str(step) for step in error.instance_path)
    return f"{at or 'top'}: {error.message[:300]}"


def _known(vocabulary: Mapping[str, Any], path: tuple[str | int, ...]) -> list[str]:
    """Return the words that the vocabulary allows where it refused one; ``path`` leads through its ``$ref``."""
    here: Any = vocabulary
    for step in path[:-1]:
        if isinstance(here, Mapping) and step == "$ref":
            here = vocabulary["$defs"].get(str(here.get("$ref", "")).rpartition("/")[2], {})
        elif isinstance(here, Mapping):
            here = here.get(step, {})
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
    return sorted(here.get("properties", {})) if isinstance(here, Mapping) else []


def _patterns(document: Document) -> Iterator[Finding]:
    """See that both judges can compile every pattern, so that neither fails on it later."""
    import jsonschema_rs

    for path, pattern in all_patterns(document.value, ()):
        try:
            re.compile(pattern)
            jsonschema_rs.validator_for({"type": "string", "pattern": pattern})
        except (re.error, ValueError) as error:
            hint = "write what both Python and ECMAScript understand, such as ^[a-z]+$"
            yield fault(document, path, f"the pattern {pattern[:60]} is no regular expression: {error}", hint)


def _refs(name: str, document: Document, documents: Documents) -> Iterator[Finding]:
    """See that every ``$ref`` leads somewhere, and none back to itself without a step into the record."""
    for path, target in all_refs(document.value, ()):
        try:
            circular = returns(target, name, documents)
        except LookupError:
            yield fault(document, path, f"$ref {target} leads nowhere in schemas/")
            continue
        if circular:
            yield fault(document, path, f"$ref {target} leads back to itself", "a definition cannot contain itself")
