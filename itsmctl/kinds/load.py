"""A tree's ``schemas/`` into kinds; schemas that cannot be used end the run, with every fault at its place."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from itsmctl.document import Document
from itsmctl.findings import Fatal, Finding, Location, ordered
from itsmctl.kinds.check import SHARED, VOCABULARY, faults, style
from itsmctl.kinds.fields import Memo
from itsmctl.kinds.meaning import faults as contradictions
from itsmctl.kinds.model import Kind
from itsmctl.kinds.words import kind_of
from itsmctl.tree import Tree

__all__ = ["Kinds", "load"]


@dataclass(frozen=True, slots=True)
class Kinds:
    """All kinds by name, the schema documents by file name (for ``$ref``), and a digest of them all.

    ``texts`` are the files themselves, ``notes`` what could be better in them.
    """

    by_name: Mapping[str, Kind]
    documents: Mapping[str, Mapping[str, Any]]
    texts: Mapping[str, str]
    digest: str
    notes: tuple[Finding, ...] = ()
    folder: str = "schemas/"

    def get(self, name: str) -> Kind | None:
        """Return the kind of this name, if there is one."""
        return self.by_name.get(name)

    def having(self, role: str) -> tuple[str, ...]:
        """Return the names of the kinds in which some field has a role (``outages``), sorted."""
        return tuple(sorted(name for name, kind in self.by_name.items() if kind.role(role)))

    def source(self, kind: str) -> Document:
        """Return the schema of a kind as a document, for places in it."""
        name = f"{kind}.json"
        return Document(f"{self.folder}{name}", self.texts[name], self.documents[name])


def load(tree: Tree) -> Kinds:
    """Read every kind from the tree's schemas.

    Raises Fatal when there is none, when one is not JSON, not a JSON Schema, or uses the vocabulary wrongly; all faults
    of all schemas are told at once.
    """
    files = [(path, entry.data) for path, entry in tree.below("schemas") if path.endswith(".json")]
    if not files:
        raise Fatal("there is no schema in schemas/", hint="itsmctl init DIR starts a repository that has them")
    folder = f"{tree.prefix}schemas/"
    texts = {path.removeprefix(folder): _text(path, data) for path, data in files}
    documents = {name: _json(f"{folder}{name}", text) for name, text in texts.items()}
    try:
        kinds, notes = _kinds(folder, texts, documents)
    except RecursionError:
        raise Fatal("the schemas are nested too deeply", hint="itsmctl init DIR shows how they may look") from None
    digest = hashlib.sha256("\0".join(f"{name}\0{texts[name]}" for name in sorted(texts)).encode()).hexdigest()
    return Kinds(kinds, documents, texts, digest, tuple(notes), folder)


def _kinds(
    folder: str, texts: Mapping[str, str], documents: Mapping[str, Mapping[str, Any]]
) -> tuple[dict[str, Kind], list[Finding]]:
    """Return the kinds and notes on their schemas; raises Fatal with all that is wrong."""
    sources = {
        name: Document(f"{folder}{name}", texts[name], documents[name])
        for name in sorted(documents)
        if name != VOCABULARY
    }
    wrong = {name: faults(name, source, documents) for name, source in sources.items()}
    known: Memo = {}
    kinds = {
        name.removesuffix(".json"): kind_of(name.removesuffix(".json"), documents, known)
        for name in sources
        if name != SHARED and not wrong[name] and not wrong.get(SHARED)
    }
    found = [one for several in wrong.values() for one in several]
    names = [name.removesuffix(".json") for name in sources if name != SHARED]
    for kind in kinds.values():
        found += contradictions(kind, sources[f"{kind.name}.json"], kinds, names)
    if found:
        raise _fatal(found)
    promised = {to for kind in kinds.values() for to in _interrupted(kind)}
    kinds = {name: replace(kind, service=name in promised) for name, kind in kinds.items()}
    return kinds, [note for name, source in sources.items() for note in style(name, source)]


def _interrupted(kind: Kind) -> Iterator[str]:
    """Yield the kinds whose records a kind's outages name."""
    for reference in kind.references:
        if any(reference.field.startswith(f"{field}.") for field in kind.role("outages")):
            yield from reference.to


def _fatal(found: list[Finding]) -> Fatal:
    first, *more = ordered(found)
    return Fatal(first.message, first.hint, first.where, more=tuple(more))


def _text(path: str, data: bytes | None) -> str:
    try:
        return (data or b"").decode("utf-8")
    except UnicodeDecodeError:
        raise Fatal("this schema is not UTF-8", where=Location(path)) from None


def _json(where: str, text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise Fatal(f"this schema is not JSON: {error.msg}", where=Location(where, error.lineno, error.colno)) from None
    except RecursionError:
        raise Fatal("this schema is nested too deeply", where=Location(where)) from None
    if not isinstance(value, dict):
        raise Fatal("a schema is a JSON object", where=Location(where))
    return value
