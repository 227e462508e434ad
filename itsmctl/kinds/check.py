"""A schema held against JSON Schema, against the vocabulary of kinds, and against itself."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from itsmctl.document import Document, Path, place
from itsmctl.findings import Fatal
from itsmctl.kinds.refs import all_patterns, all_refs, known_properties, resolved, returns
from itsmctl.suggest import did_you_mean
from itsmctl.tree import share

__all__ = ["SHARED", "VOCABULARY", "check_all"]

SHARED = "common.json"
VOCABULARY = "kind.json"
LIFECYCLE: Path = ("x-itsm", "lifecycle")
Documents = Mapping[str, Mapping[str, Any]]


def check_all(texts: Mapping[str, str], documents: Documents) -> None:
    """Check the schemas of all kinds and the shared definitions; Fatal with file and line for the first fault."""
    import jsonschema_rs

    # The tool's own, which a repository cannot loosen.
    vocabulary = json.loads((share("schemas") / VOCABULARY).read_text("utf-8"))
    part = {"$schema": vocabulary["$schema"], "$ref": "#/$defs/schema", "$defs": vocabulary["$defs"]}
    whole, shared = jsonschema_rs.validator_for(vocabulary), jsonschema_rs.validator_for(part)
    for name in sorted(documents):
        if name == VOCABULARY:
            continue
        document = Document(f"schemas/{name}", texts[name], documents[name])
        try:
            jsonschema_rs.meta.validate(document.value)
            (shared if name == SHARED else whole).validate(document.value)
        except jsonschema_rs.ValidationError as error:
            at = "/".join(str(step) for step in error.instance_path)
            raise _wrong(document, tuple(error.instance_path), f"{at or 'top'}: {error.message[:300]}") from None
    for name in sorted(documents):
        if name != VOCABULARY:
            document = Document(f"schemas/{name}", texts[name], documents[name])
            _check_patterns(document)
            _check_refs(name, document, documents)
    for name in sorted(documents):
        if name not in (SHARED, VOCABULARY):
            _check_lifecycle(name, Document(f"schemas/{name}", texts[name], documents[name]), documents)


def _wrong(document: Document, path: Path, message: str, hint: str = "") -> Fatal:
    where = place(document, path)
    return Fatal(f"this schema is wrong: {message}", hint=hint or "schemas/kind.json says what is allowed", where=where)


def _check_patterns(document: Document) -> None:
    """See that both judges can compile every pattern, so that neither fails on it later."""
    import jsonschema_rs

    for path, pattern in all_patterns(document.value, ()):
        try:
            re.compile(pattern)
            jsonschema_rs.validator_for({"type": "string", "pattern": pattern})
        except (re.error, ValueError) as error:
            hint = "write what both Python and ECMAScript understand, such as ^[a-z]+$"
            raise _wrong(
                document, path, f"the pattern {pattern[:60]} is no regular expression: {error}", hint
            ) from None


def _check_refs(name: str, document: Document, documents: Documents) -> None:
    """See that every ``$ref`` leads somewhere, and none back to itself without a step into the record."""
    for path, target in all_refs(document.value, ()):
        try:
            circular = returns(target, name, documents)
        except LookupError:
            raise _wrong(document, path, f"$ref {target} leads nowhere in schemas/") from None
        if circular:
            raise _wrong(document, path, f"$ref {target} leads back to itself", "a definition cannot contain itself")


def _check_lifecycle(name: str, document: Document, documents: Documents) -> None:
    """Hold the words of a lifecycle against the record's own fields and states."""
    schema = document.value
    words = schema["x-itsm"].get("lifecycle")
    fields = known_properties(schema, name, documents)
    _among(schema["x-itsm"].get("normative", ()), fields, "field", document, ("x-itsm", "normative"))
    if words is None:
        return
    _among([words["field"]], fields, "field", document, (*LIFECYCLE, "field"))
    states = set(resolved(schema["properties"].get(words["field"]), name, documents).get("enum", ()))
    for path, used in _states(words):
        _among(used, states, "state", document, (*LIFECYCLE, *path))
    for path, used in _fields(words):
        _among(used, fields, "field", document, (*LIFECYCLE, *path))


def _states(words: Mapping[str, Any]) -> Iterator[tuple[Path, list[str]]]:
    for word in ("start", "end", "frozen"):
        yield (word,), list(words.get(word, ()))
    for word in ("times", "needs"):
        yield (word,), list(words.get(word, ()))
    for number, move in enumerate(words["moves"]):
        yield ("moves", number), [move["from"], move["to"]]


def _fields(words: Mapping[str, Any]) -> Iterator[tuple[Path, list[str]]]:
    yield ("times",), list(words.get("times", {}).values())
    for state, needed in words.get("needs", {}).items():
        yield ("needs", state), list(needed)


def _among(used: list[str], known: set[str], what: str, document: Document, path: Path) -> None:
    for word in used:
        if word not in known:
            hint = did_you_mean(word, sorted(known), f"the schema knows no {what} {word}")
            raise _wrong(document, path, f"{'.'.join(map(str, path))} names the {what} {word}, which is none", hint)
