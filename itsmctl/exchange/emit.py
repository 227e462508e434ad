"""A value of JSON into YAML that the strict reader, and any other, takes for the same value."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

__all__ = ["emit"]

PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./()+-]*(?: [A-Za-z0-9_./()+-]+)*", re.ASCII)
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", re.ASCII)
# Words that one reader or another takes for something else than text.
TAKEN = frozenset(["true", "false", "null", "yes", "no", "on", "off", "y", "n"])


def emit(record: Mapping[str, Any]) -> bytes:
    """Write a record: its fields in the order given, collections in block style, the same bytes every time."""
    return "".join(f"{line}\n" for line in _mapping(record, "")).encode()


def _mapping(values: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in values.items():
        yield from _entry(f"{indent}{_text(key)}:", value, f"{indent}  ")


def _entry(head: str, value: Any, indent: str) -> Iterator[str]:
    """Yield the lines of one value after its key or dash; what is inside a collection stands further in."""
    if isinstance(value, Mapping) and value:
        yield head
        yield from _mapping(value, indent)
    elif isinstance(value, Sequence) and not isinstance(value, str) and value:
        yield head
        for item in value:
            yield from _entry(f"{indent}-", item, f"{indent}  ")
    else:
        yield f"{head} {_scalar(value)}"


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return _text(value)
    # JSON's own words for numbers, booleans, null, {} and [] are YAML's too.
    return json.dumps(value)


def _text(text: str) -> str:
    if TIME.fullmatch(text) or (PLAIN.fullmatch(text) and text.lower() not in TAKEN):
        return text
    return json.dumps(text, ensure_ascii=False)
