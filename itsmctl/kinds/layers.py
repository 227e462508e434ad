"""The schemas that hold: the package's, and over them the repository's own, file by file.

A repository overrides a shipped kind with ``schemas/<kind>.json``, as a whole, and adds kinds of its own. Two files are
not kinds and differ. In ``common.json`` single definitions override: what the repository's file lacks comes from the
package's, so that an older copy does not break newer kinds of the package. ``kind.json``, which judges the others, is
always the package's: a repository's copy only serves editors.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from itsmctl.findings import Fatal, Location
from itsmctl.kinds.check import SHARED, VOCABULARY
from itsmctl.tree import PACKAGE, Tree, share

__all__ = ["Layer", "layers", "package"]

FOLDER = "schemas"
DEFS = "$defs"


@dataclass(frozen=True, slots=True)
class Layer:
    """One schema that holds: where it was written, its text, its value, and the package's of the same name below it.

    There is nothing below what the package has not, or has with the very same text.
    """

    path: str
    text: str
    value: Mapping[str, Any]
    below: "Layer | None" = None


def layers(tree: Tree) -> dict[str, Layer]:
    """Return the schemas that hold for a tree, by file name; raises Fatal for a file that is no JSON object."""
    shipped = package()
    files = {path.removeprefix(f"{tree.prefix}{FOLDER}/"): (path, entry.data) for path, entry in tree.below(FOLDER)}
    own = {name: _layer(*file) for name, file in files.items() if name.endswith(".json") and name != VOCABULARY}
    over = {name: _over(name, layer, shipped.get(name)) for name, layer in own.items()}
    return {name: over.get(name) or shipped[name] for name in sorted({*shipped, *over})}


def _over(name: str, own: Layer, below: Layer | None) -> Layer:
    """Lay one file over the package's; of shared definitions those that it lacks show through."""
    if below is None or own.text == below.text:
        return own
    mine = own.value.get(DEFS)
    filled = {DEFS: {**below.value[DEFS], **mine}} if name == SHARED and isinstance(mine, dict) else {}
    return replace(own, value={**own.value, **filled}, below=below)


@cache
def package() -> dict[str, Layer]:
    """Return the package's own schemas by file name; raises Fatal when they were not installed."""
    files = sorted(share(FOLDER).glob("*.json"))
    if not files:
        raise Fatal("the packaged schemas are missing", hint="install itsmctl again")
    return {path.name: _layer(f"{PACKAGE}{FOLDER}/{path.name}", path.read_bytes()) for path in files}


def _layer(path: str, data: bytes | None) -> Layer:
    text = _text(path, data)
    return Layer(path, text, _json(path, text))


def _text(path: str, data: bytes | None) -> str:
    try:
        return (data or b"").decode("utf-8")
    except UnicodeDecodeError:
        raise Fatal("this schema is not UTF-8", where=Location(path)) from None


def _json(path: str, text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise Fatal(f"this schema is not JSON: {error.msg}", where=Location(path, error.lineno, error.colno)) from None
    except RecursionError:
        raise Fatal("this schema is nested too deeply", where=Location(path)) from None
    if not isinstance(value, dict):
        raise Fatal("a schema is a JSON object", where=Location(path))
    return value
