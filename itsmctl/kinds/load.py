"""A tree's ``schemas/`` into kinds; a schema that cannot be used ends the run, with file and line."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from itsmctl.document import Document, place
from itsmctl.findings import Fatal, Location
from itsmctl.kinds.check import SHARED, VOCABULARY, check_all
from itsmctl.kinds.model import Identity, Kind, Lifecycle, Move
from itsmctl.kinds.refs import references
from itsmctl.tree import Tree

__all__ = ["Kinds", "load"]


@dataclass(frozen=True, slots=True)
class Kinds:
    """All kinds by name, the schema documents by file name (for ``$ref``), and a digest of them all."""

    by_name: Mapping[str, Kind]
    documents: Mapping[str, Mapping[str, Any]]
    digest: str

    def get(self, name: str) -> Kind | None:
        """Return the kind of this name, if there is one."""
        return self.by_name.get(name)


def load(tree: Tree) -> Kinds:
    """Read every kind from the tree's schemas.

    Raises Fatal when there is none, when one is not JSON, not a JSON Schema, or uses the vocabulary wrongly.
    """
    files = [(path, entry.data) for path, entry in tree.below("schemas") if path.endswith(".json")]
    if not files:
        raise Fatal("there is no schema in schemas/", hint="itsmctl init DIR starts a repository that has them")
    texts = {path.removeprefix("schemas/"): _text(path, data) for path, data in files}
    documents = {name: _json(name, text) for name, text in texts.items()}
    names = sorted(name for name in documents if name not in (SHARED, VOCABULARY))
    try:
        check_all(texts, documents)
        kinds = {name.removesuffix(".json"): _kind(name, documents) for name in names}
    except RecursionError:
        raise Fatal("the schemas are nested too deeply", hint="itsmctl init DIR shows how they may look") from None
    _check_targets(kinds, texts)
    digest = hashlib.sha256("\0".join(f"{name}\0{texts[name]}" for name in sorted(texts)).encode()).hexdigest()
    return Kinds(kinds, documents, digest)


def _text(path: str, data: bytes | None) -> str:
    try:
        return (data or b"").decode("utf-8")
    except UnicodeDecodeError:
        raise Fatal("this schema is not UTF-8", where=Location(path)) from None


def _json(name: str, text: str) -> dict[str, Any]:
    where = f"schemas/{name}"
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise Fatal(f"this schema is not JSON: {error.msg}", where=Location(where, error.lineno, error.colno)) from None
    except RecursionError:
        raise Fatal("this schema is nested too deeply", where=Location(where)) from None
    if not isinstance(value, dict):
        raise Fatal("a schema is a JSON object", where=Location(where))
    return value


def _kind(name: str, documents: Mapping[str, Mapping[str, Any]]) -> Kind:
    schema = documents[name]
    words = schema["x-itsm"]
    return Kind(
        name=name.removesuffix(".json"),
        title=schema.get("title", name.removesuffix(".json")),
        plural=words["plural"],
        icon=words["icon"],
        section=words.get("section", "governance"),
        process=words["process"],
        control=words["control"],
        identity=Identity(words.get("id", "")),
        normative=tuple(words.get("normative", ())),
        lifecycle=_lifecycle(words.get("lifecycle")),
        references=references(name, documents),
        schema=schema,
    )


def _lifecycle(words: Mapping[str, Any] | None) -> Lifecycle | None:
    if words is None:
        return None
    moves = (Move(m["from"], m["to"], m["activity"], tuple(m.get("guards", ()))) for m in words["moves"])
    return Lifecycle(
        field=words["field"],
        start=tuple(words["start"]),
        means=_means(words),
        stops=tuple(words.get("stops", ())),
        times=dict(words.get("times", {})),
        frozen=tuple(words.get("frozen", ())),
        needs={state: tuple(fields) for state, fields in words.get("needs", {}).items()},
        moves=tuple(moves),
    )


def _means(words: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """Return the states of each meaning; ``end``, the older word for ``means.ended``, adds to it."""
    told = dict(words.get("means", {}))
    if words.get("end"):
        told["ended"] = [*told.get("ended", ()), *words["end"]]
    return {meaning: frozenset(states) for meaning, states in told.items()}


def _check_targets(kinds: Mapping[str, Kind], texts: Mapping[str, str]) -> None:
    for kind in kinds.values():
        for reference in kind.references:
            unknown = [name for name in reference.to if name not in kinds]
            if unknown:
                path, text = f"schemas/{kind.name}.json", texts[f"{kind.name}.json"]
                where = place(Document(path, text, kind.schema), ("properties", *reference.path))
                raise Fatal(
                    f"x-ref of {'.'.join(reference.path)} names the kind {unknown[0]}, which has no schema",
                    where=where,
                )
