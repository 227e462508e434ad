"""A line and a column of a text into the place of the file that the text was read from."""

from itsmctl.document.parse import Document
from itsmctl.document.place import Path, place
from itsmctl.findings import Location

__all__ = ["in_text"]

BLOCKS = ("|", ">")
ESCAPES = 6  # characters of \\u0041 in JSON


def in_text(document: Document, path: Path, line: int, column: int) -> Location:
    """Return where a character of a text stands; ``line`` and ``column`` count from 1 within the text.

    Texts in quotes and plain ones are followed on their first line, blocks (``|``) line by line; of a text that is
    folded over lines in another way the start is told.
    """
    start = place(document, path)
    lines = document.text.splitlines()
    opening = lines[start.line - 1][start.column - 1 :] if start.line <= len(lines) else ""
    if opening[:1] in BLOCKS:
        return _in_block(lines, start, line, column)
    if line > 1:
        return start
    offset = _in_quotes(opening, column) if opening[:1] in ('"', "'") else column - 1
    inside = offset < len(opening)
    return Location(start.path, start.line, start.column + offset) if inside else start


def _in_block(lines: list[str], start: Location, line: int, column: int) -> Location:
    here = start.line + line
    if here > len(lines):
        return start
    first = lines[start.line]
    indent = len(first) - len(first.lstrip(" "))
    return Location(start.path, here, indent + column)


def _in_quotes(opening: str, column: int) -> int:
    """Return how many characters of the file come before a character of the text, the quote included."""
    offset = 1
    for _ in range(column - 1):
        if opening[offset : offset + 2] == "\\u":
            offset += ESCAPES
        elif opening[offset : offset + 1] == "\\" or opening[offset : offset + 2] == "''":
            offset += 2
        else:
            offset += 1
    return offset
