"""The schemas that hold for a tree into kinds; what cannot be used ends the run, with every fault at its place."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from itsmctl.document import Document
from itsmctl.findings import Fatal, Finding, ordered
from itsmctl.kinds.check import SHARED, VOCABULARY, structure, style, words
from itsmctl.kinds.fields import Memo, form
from itsmctl.kinds.inherit import inherited
from itsmctl.kinds.layers import Layer, layers
from itsmctl.kinds.meaning import names, sense
from itsmctl.kinds.model import Field, Kind
from itsmctl.kinds.words import kind_of
from itsmctl.tree import Tree

__all__ = ["Kinds", "load"]


WORDS = ("x-itsm",)


@dataclass(frozen=True, slots=True)
class Kinds:
    """All kinds by name, the schemas' values by file name (for ``$ref``), and a digest of them all.

    ``sources`` are the files that they were read from, ``notes`` what could be better in them.
    """

    by_name: Mapping[str, Kind]
    documents: Mapping[str, Mapping[str, Any]]
    sources: Mapping[str, Document]
    digest: str
    notes: tuple[Finding, ...] = ()

    def get(self, name: str) -> Kind | None:
        """Return the kind of this name, if there is one."""
        return self.by_name.get(name)

    def having(self, role: str) -> tuple[str, ...]:
        """Return the names of the kinds in which some field has a role (``outages``), sorted."""
        return tuple(sorted(name for name, kind in self.by_name.items() if kind.role(role)))

    def source(self, kind: str) -> Document:
        """Return the schema of a kind as a document, for places in it."""
        return self.sources[f"{kind}.json"]


def load(tree: Tree) -> Kinds:
    """Read every kind from the schemas that hold for the tree: the package's, overridden by its own.

    Raises Fatal when one is not JSON, not a JSON Schema, or uses the vocabulary wrongly; all faults of all schemas are
    told at once.
    """
    found = layers(tree)
    try:
        return _kinds(found)
    except RecursionError:
        raise Fatal("the schemas are nested too deeply", hint="itsmctl schema KIND shows how they may look") from None


def _digest(found: Mapping[str, Layer]) -> str:
    """Digest all that holds: the same texts judge the same, wherever they come from."""
    texts = (part for name, layer in found.items() for part in (name, layer.text, *_below(layer)))
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def _below(layer: Layer) -> tuple[str, ...]:
    return (layer.below.text,) if layer.below else ()


def _kinds(found: Mapping[str, Layer]) -> Kinds:
    """Return the kinds, with notes on their schemas; raises Fatal with all that is wrong."""
    sources = {name: Document(layer.path, layer.text, layer.value) for name, layer in found.items()}
    judged = {name: source for name, source in sources.items() if name != VOCABULARY}
    documents = {name: layer.value for name, layer in found.items()}
    told = _Faults(judged, documents)
    for name, layer in found.items():
        if layer.below and name in told.sound:
            documents[name] = inherited(layer.value, layer.below.value)
    kinds = {name: kind_of(name, documents, told.forms[name]) for name in map(_kind_name, told.sound)}
    every = [_kind_name(name) for name in judged if name != SHARED]
    for name, kind in kinds.items():
        told.found += sense(kind, judged[f"{name}.json"], kinds, every)
    if told.found:
        raise _fatal(told.found)
    promised = {to for kind in kinds.values() for to in _interrupted(kind)}
    kinds = {name: replace(kind, service=name in promised) for name, kind in kinds.items()}
    notes = tuple(note for name, source in judged.items() for note in style(name, source))
    return Kinds(kinds, documents, sources, _digest(found), notes)


def _kind_name(file: str) -> str:
    return file.removesuffix(".json")


class _Faults:
    """All that is wrong with single schemas, and the files of kinds, ``sound``, with which nothing is.

    Words are looked at even where others are wrong, as far as they can be understood.
    """

    def __init__(self, judged: Mapping[str, Document], documents: Mapping[str, Mapping[str, Any]]) -> None:
        self.found: list[Finding] = []
        self.sound: list[str] = []
        self.forms: dict[str, Field] = {}
        known: Memo = {}
        broken = {name: structure(name, source, documents) for name, source in judged.items()}
        for name, source in judged.items():
            worded = list(words(name, source))
            found = [*broken[name], *(one for _, one in worded)]
            readable = not broken[name] and not broken.get(SHARED) and all(path[:1] == WORDS for path, _ in worded)
            if name != SHARED and readable:
                fields = self.forms[_kind_name(name)] = form(_kind_name(name), documents, known)
                found += names(fields, source)
            if name != SHARED and not found and not broken.get(SHARED):
                self.sound.append(name)
            self.found += found


def _interrupted(kind: Kind) -> Iterator[str]:
    """Yield the kinds whose records a kind's outages name."""
    for reference in kind.references:
        if any(reference.field.startswith(f"{field}.") for field in kind.role("outages")):
            yield from reference.to


def _fatal(found: list[Finding]) -> Fatal:
    first, *more = ordered(found)
    return Fatal(first.message, first.hint, first.where, more=tuple(more))
