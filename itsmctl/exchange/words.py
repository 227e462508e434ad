"""Text of cells into what fits a line: of a record's field, of a message, of a text made of several cells."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from itsmctl.kinds import Kind

__all__ = ["filled", "folded", "one_line_fields", "plain", "shown", "slots"]

WIDTH = 80  # characters of a cell that a message repeats
ENOUGH = 400  # characters of a whole message
SLOT = re.compile(r"\{([^{}]*)\}")
SPACE = re.compile(r"\s+")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def shown(cell: str) -> str:
    """Quote a cell for a message: its first 80 characters, on one line."""
    return repr(cell) if len(cell) <= WIDTH else f"{cell[:WIDTH]!r}..."


def plain(message: str) -> str:
    """Write a message as one line of at most 400 characters; a line break in it shows as its escape."""
    text = CONTROL.sub(lambda found: repr(found[0])[1:-1], message)
    return text if len(text) <= ENOUGH else f"{text[:ENOUGH]}..."


def folded(text: str) -> str:
    """Fold each stretch of white space, line breaks too, to one space, and strip the ends."""
    return SPACE.sub(" ", text).strip()


def slots(text: str) -> list[str]:
    """Return the columns that a text of a mapping names in braces."""
    return SLOT.findall(text)


def filled(text: str, cell: Callable[[str], str]) -> str:
    """Put cells, each on one line, into the braces of a text."""
    return SLOT.sub(lambda slot: folded(cell(slot[1])), text)


def one_line_fields(kind: Kind) -> frozenset[str]:
    """Return the fields of a kind whose pattern takes a text of two words but none of two lines."""
    return frozenset(name for name, field in kind.fields.items() if _one_line(field.schema))


def _one_line(schema: Mapping[str, Any]) -> bool:
    pattern = schema.get("pattern")
    return isinstance(pattern, str) and bool(re.search(pattern, "a b")) and not re.search(pattern, "a\nb")
