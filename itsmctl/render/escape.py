"""Text from records into text that is safe where it goes: Markdown, workflow commands, CSV, a terminal."""

import json
import re
from typing import Any

__all__ = ["as_text", "cell", "code", "csv_cell", "github_data", "github_property", "markdown", "printable"]

SPECIAL = re.compile(r"([\\`*_\[\]#|~>])")
FIRST = re.compile(r"(?:[-+=]|[0-9]+[.)])")  # a list or a heading, where a line begins
BREAKS = re.compile(r"[\r\n\t\x0b\x0c\x85\u2028\u2029]+")


def printable(text: str) -> str:
    """Make a text one line that cannot steer a terminal: what is not printable is written as its escape."""
    line = BREAKS.sub(" ", text)
    return "".join(c if c.isprintable() else c.encode("unicode_escape", "replace").decode() for c in line)


def markdown(text: str) -> str:
    """Escape a text for a paragraph or a table cell of Markdown, in which HTML is allowed too."""
    line = printable(text).strip()
    lead = FIRST.match(line)
    escaped = SPECIAL.sub(r"\\\1", line.replace("&", "&amp;").replace("<", "&lt;"))
    if lead:
        escaped = f"{escaped[: lead.end() - 1]}\\{escaped[lead.end() - 1 :]}"
    # A word joiner after the sign: nobody is notified because a record names an address.
    return escaped.replace("@", "@&#8288;")


def code(text: str) -> str:
    """Write a text as inline code of Markdown that also stands in a table cell."""
    bare = printable(text)
    fence = "`" * (max((len(run) for run in re.findall("`+", bare)), default=0) + 1)
    pad = " " if "`" in bare else ""
    return f"{fence}{pad}{bare}{pad}{fence}".replace("|", r"\|")


def cell(text: str) -> str:
    """Escape a text for a cell of a Markdown table."""
    return markdown(text) or " "


def as_text(value: Any, *, by_name: bool = False) -> str:
    """Write a value as JSON for people and programs; half a character, which UTF-8 has not, as its escape.

    ``by_name`` sorts the keys.
    """
    told = json.dumps(value, indent=2, ensure_ascii=False, sort_keys=by_name)
    return told.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def github_data(text: str) -> str:
    """Escape the message of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def github_property(text: str) -> str:
    """Escape the value of a property of a workflow command."""
    return github_data(text).replace(":", "%3A").replace(",", "%2C")


def csv_cell(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula: such a text gets an apostrophe before it."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
