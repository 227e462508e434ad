"""A path inside a document into line and column; reckoned only for files that have a finding."""

import re
from functools import lru_cache
from typing import Any

from itsmctl.document.parse import Document
from itsmctl.findings import Location

__all__ = ["Path", "key_place", "place", "typed", "whole"]

Path = tuple[str | int, ...]
Place = tuple[int, int]
JSON_ONLY = re.compile(r"\t|\\u[dD][89a-fA-F][0-9a-fA-F]{2}", re.ASCII)


def whole(document: Document) -> Location:
    """Return the place of the document itself: its first line."""
    return Location(document.path)


def place(document: Document, path: Path) -> Location:
    """Return where a value starts; for what is not there, where its nearest ancestor starts."""
    return _nearest(document, path, _places(document.text)[0])


def key_place(document: Document, path: Path) -> Location:
    """Return where the key of a value stands; for list items the same as `place`."""
    values, keys, _ = _places(document.text)
    return Location(document.path, *keys[path]) if path in keys else _nearest(document, path, values)


def typed(document: Document, path: Path) -> str:
    """Return a number, word or quoted text as its author typed it; nothing for what is no such value."""
    return _places(document.text)[2].get(path, "")


def _nearest(document: Document, path: Path, places: dict[Path, Place]) -> Location:
    while path and path not in places:
        path = path[:-1]
    return Location(document.path, *places.get(path, (1, 1)))


@lru_cache(maxsize=8)  # the findings of one file come one after the other
def _places(text: str) -> tuple[dict[Path, Place], dict[Path, Place], dict[Path, str]]:
    """Compose the nodes with marks and return the places of all values and of all keys, and the words as typed."""
    import yaml

    values: dict[Path, Place] = {}
    keys: dict[Path, Place] = {}
    words: dict[Path, str] = {}
    root = _composed(text)
    pending: list[tuple[Path, Any]] = [((), root)] if root is not None else []
    while pending:
        path, node = pending.pop()
        values[path] = _mark(node)
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                inner = (*path, str(key.value))
                keys[inner] = _mark(key)
                pending.append((inner, value))
        elif isinstance(node, yaml.SequenceNode):
            pending.extend(((*path, number), item) for number, item in enumerate(node.value))
        elif node.style not in ("|", ">"):
            words[path] = f"{node.style or ''}{node.value}{node.style or ''}"
    return values, keys, words


def _composed(text: str) -> Any:
    """Return the text's nodes, or None when it is neither YAML nor JSON."""
    import yaml

    # JSON may be indented by tabs and hold halves of characters, which YAML refuses; blanks are as long.
    for readable in (text, JSON_ONLY.sub(lambda match: " " * len(match.group()), text)):
        try:
            return yaml.compose(readable, Loader=yaml.CSafeLoader)
        except yaml.YAMLError:
            continue
    return None


def _mark(node: Any) -> Place:
    return node.start_mark.line + 1, node.start_mark.column + 1
