"""What a reader of YAML could not read into what its author most likely typed, and what to do about it."""

import re
from typing import Any, NamedTuple

__all__ = ["Mark", "Stop", "misread"]


class Mark(NamedTuple):
    """A place in a text: line and column from 0, as libyaml counts."""

    line: int
    column: int


class Stop(Exception):
    """The rest of this file cannot be read."""

    def __init__(self, code: str, message: str, hint: str, mark: Any) -> None:
        super().__init__(message)
        self.code, self.message, self.hint, self.mark = code, message, hint, mark


CONFLICT = re.compile(r"^(?:<{7}|>{7})(?: .*)?$", re.MULTILINE)
INDENTED = "see that lines that belong together are indented alike"
QUOTES = 'put the text in quotes, or after ">-" on a line of its own'

# Part of libyaml's words -> what is told, what to do, and whether the place is where the construct began.
# {sign} is the character at fault, {pair} it and the next, {text} the rest of its line.
KNOWN: tuple[tuple[str, str, str, bool], ...] = (
    ("tab character", "a tab indents this line", "indent with spaces: YAML takes no tabs", False),
    ("start any token", "a text cannot start with {sign}", "put it in quotes: '{text}'", False),
    ("directive", "a line cannot start with %", "put a text that starts with % in quotes", False),
    ("escape character", "{pair} is no escape in double quotes", "use single quotes, where a backslash is one", False),
    ("unexpected end of stream", "a quotation mark opens here and is never closed", "close it", True),
    ("',' or ']'", "the bracket [ that opens here is not closed", "close it with ], commas between the items", True),
    ("',' or '}'", "the bracket {{ that opens here is not closed", "close it with }}, commas between the fields", True),
    (
        "expected ':'",
        "this line is no field with a value",
        'write "field: value"; indent a text of several lines',
        True,
    ),
    ("mapping values", 'a second ": " stands in this line, or its indentation is off', f"{QUOTES}; {INDENTED}", False),
    ("block sequence", "a list cannot start in the line of its field", 'put each "- " on a line below', False),
    (
        "comment or line break",
        "a text starts on the line after > or |",
        "quote one that starts with them",
        False,
    ),
    ("", "this is not YAML: {problem}", f"see that quotation marks and brackets are closed; {INDENTED}", False),
)


def misread(text: str, problem: str | None, mark: Any, began: Any) -> Stop:
    """Say what is wrong where libyaml stopped: at ``mark``, in something that began at ``began`` (either may lack)."""
    mark = mark or began
    conflict = CONFLICT.search(text)
    if conflict:
        mark = Mark(text.count("\n", 0, conflict.start()), 0)
        hint = "keep one side, and delete the lines of <<<<<<<, ======= and >>>>>>>"
        return Stop("yaml-syntax", "a merge conflict was not resolved here", hint, mark)
    rest = "".join(text.split("\n")[mark.line : mark.line + 1])[mark.column :]
    problem = "tab character" if rest.startswith("\t") else problem or "nobody knows why"
    _, message, hint, at_start = next(known for known in KNOWN if known[0] in problem)
    words = {"sign": rest[:1], "pair": rest[:2], "text": rest.strip().replace("'", "''"), "problem": problem}
    return Stop("yaml-syntax", message.format(**words), hint.format(**words), began if at_start and began else mark)
