"""Rules about text that says nothing: what a template left behind."""
# ruff: noqa: D401 - the docstring of a rule states the fault

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from itsmctl.document import Document, Path, place
from itsmctl.findings import Location, Severity
from itsmctl.rules.rule import Seen, rule
from itsmctl.snapshot import Snapshot

__all__ = ["placeholder", "placeholder_text"]

# The whole value stands for something else.
ALONE = re.compile(
    r"\[[^\]\[]*\]|<[^<>]*>|\{\{.*\}\}|[Xx]{2,}|X|[?._*-]+|…+"
    r"|(?i:tbd|tbc|tba|todo|fixme|changeme|placeholder|insert here)\W*",
    re.DOTALL,
)
# Words that nobody writes but to come back to. `[ERROR]` in a log line is none of them.
WITHIN = re.compile(
    r"\b(?:TBD|TODO|FIXME)\b"
    r"|(?i:\blorem ipsum\b)"
    r"|\[(?:[A-Z][\w-]{0,30}[ ]){1,6}(?:ID|Name|Number|Date|Version|URL|Link|Address|Owner|Value)\](?![(\[:])"
    r"|\[(?i:insert|your|enter|add|replace)\b[^\]\n]{0,60}\](?![(\[:])"
    r"|(?<![\w.])(?:[0-9]{1,3}\.){3}[Xx]{1,3}(?![\w.])"
    r"|(?<![\w.])(?:[0-9]{1,3}\.){2}[Xx]{1,3}\.[Xx0-9]{1,3}(?![\w.])"
)
# Letters by category that leave no ink.
INKLESS = frozenset("\u2800\u3164\u115f\u1160\uffa0")


@rule(Severity.ERROR, hint="write what it really is, or leave the field out")
def placeholder_text(snapshot: Snapshot) -> Iterator[Seen]:
    """A text is a placeholder: in brackets, TBD, TODO, X, ???, or nothing that can be seen."""
    for record in snapshot.catalog.records.values():
        if not _suspect(record.data):
            continue
        for path, text in _texts(record.data, ()):
            found = placeholder(text)
            if found is not None:
                what = f"the placeholder {found}" if found else "nothing that can be seen"
                yield f"{_field(path)} holds {what}", _line_of(found, record.document, path)


@lru_cache(maxsize=10_000)  # most texts of a repository are the same few words: states, classes, owners
def placeholder(text: str) -> str | None:
    """Return the placeholder in a text, empty if the text is blank, or None when it is real."""
    bare = text.strip()
    if ALONE.fullmatch(bare):
        return bare[:60]
    found = WITHIN.search(text)
    if found:
        return found.group()
    return None if text.isascii() and bare else _blank(text)


def _line_of(found: str, document: Document, path: Path) -> Location:
    """Return where the placeholder itself stands: in a block of prose that is below the block's start."""
    start = place(document, path)
    for number, line in enumerate(document.text.splitlines()[start.line - 1 :]):
        column = line.find(found, start.column - 1 if number == 0 else 0) if found else -1
        if column >= 0:
            return Location(start.path, start.line + number, column + 1)
    return start


def _blank(text: str) -> str | None:
    seen = (
        c for c in text if c not in INKLESS and unicodedata.category(c)[0] not in "ZC" and not unicodedata.combining(c)
    )
    return None if next(seen, None) else ""


def _suspect(data: Any) -> bool:
    """Say whether any text of a record is a placeholder; without paths, which only a finding needs."""
    pending = [data]
    while pending:
        value = pending.pop()
        if type(value) is str:
            if placeholder(value) is not None:
                return True
        elif type(value) is dict:
            pending += value.values()
        elif type(value) is list:
            pending += value
    return False


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield every text of a value with its path; the depth is bounded by what a document may hold."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, (*path, number))


def _field(path: Path) -> str:
    return ".".join(str(step) for step in path)
