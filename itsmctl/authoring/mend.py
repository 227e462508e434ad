"""A file and edits into the file that they make: only the characters that are meant change, or nothing is made."""

import json
import re
from collections.abc import Iterable
from copy import deepcopy
from itertools import accumulate, pairwise
from typing import Any

from itsmctl.document import Json, inline, parse
from itsmctl.findings import Change, Edit

__all__ = ["Unmendable", "mended"]

Cut = tuple[int, int, str]  # from and to a character, and what stands there instead
HEADER = re.compile(r"[|>][0-9+-]*")
DASH = re.compile(r"[ ]*-[ ]+")


class Unmendable(Exception):
    """The edits cannot be made without changing something else; the text says what."""


def mended(text: str, edits: Iterable[Edit]) -> str:
    """Return a YAML file's text with the edits made and all else as it was; raises Unmendable when that cannot be.

    Paths are those before the edits. Whatever the layout, the result is read again and must say what is meant.
    """
    import yaml

    ordered = sorted(set(edits), key=lambda edit: (len(edit.path), edit.path), reverse=True)
    source = _Source(text, yaml.compose(text, Loader=yaml.CSafeLoader))
    cuts = sorted(source.cut(edit) for edit in ordered)
    if any(one[1] > other[0] for one, other in pairwise(cuts)):
        raise Unmendable("two of its edits meet in one place")
    wanted = deepcopy(parse("", text.encode())[0].value)
    # From within and from the end, so that the path of each is still true when its turn comes.
    for edit in sorted(ordered, key=lambda edit: list(Change).index(edit.change)):
        _make(wanted, edit)
    made = text
    for start, end, new in reversed(cuts):
        made = f"{made[:start]}{new}{made[end:]}"
    document, faults = parse("", made.encode())
    if faults or document.value != wanted:
        raise Unmendable("the result would not say what is meant")
    return made


def _make(here: Any, edit: Edit) -> None:
    """Make one edit in plain values."""
    *way, last = edit.path
    for step in way:
        here = here[step]
    if edit.change is Change.SET:
        here[last] = list(edit.value) if isinstance(edit.value, tuple) else edit.value
        return
    value = here.pop(last)
    if edit.change is Change.RENAME:
        if edit.value in here:
            raise Unmendable(f"{edit.value} stands there already")
        here[edit.value] = value


class _Source:
    """A text and its nodes, which know where they lie in it."""

    def __init__(self, text: str, root: Any) -> None:
        self.text, self.root = text, root
        self.lines = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))

    def cut(self, edit: Edit) -> Cut:
        """Return what an edit changes in the text."""
        *way, last = edit.path
        parent = self.root
        for step in way:
            parent = _child(parent, step)[1]
        key, node = _child(parent, last)
        if edit.change is Change.REMOVE:
            return self.removal(parent, node)
        if edit.change is Change.RENAME:
            return self.start(key), self.end(key), inline(edit.value)
        if not isinstance(node.value, str):
            raise Unmendable("a value of several lines is at fault")
        if node.style in ("|", ">"):
            return self.stripped(node, edit.value)
        return self.start(node), self.end(node), _written(edit.value, node.style)

    def at(self, mark: Any) -> int:
        """Return the number of the character that a mark stands at."""
        line, column = int(mark.line), int(mark.column)
        return self.lines[line] + column

    def start(self, node: Any) -> int:
        """Return where a node starts, in characters of the text."""
        return self.at(node.start_mark)

    def end(self, node: Any) -> int:
        """Return where a node ends, in characters of the text."""
        return self.at(node.end_mark)

    def stripped(self, node: Any, value: Json) -> Cut:
        """Let a folded or literal text end without a line break: its header says so."""
        if value != node.value.rstrip("\n"):
            raise Unmendable("a text of several lines is at fault")
        start = self.start(node)
        header = HEADER.match(self.text, start)
        if header is None:
            raise Unmendable("a text of several lines is at fault")
        return start, header.end(), f"{header[0].rstrip('+-')}-"

    def removal(self, parent: Any, node: Any) -> Cut:
        """Take an item out of a list: with the comma before it, or with its whole line."""
        number = parent.value.index(node)
        if parent.flow_style:
            return self.end(parent.value[number - 1]) if number else self.start(node), self.end(node), ""
        start = self.lines[node.start_mark.line]
        dash = DASH.fullmatch(self.text[start : self.start(node)])
        if not dash or not isinstance(node.value, str) or node.style in ("|", ">"):
            raise Unmendable("an item of several lines is at fault")
        end = min(self.lines[node.end_mark.line + 1], len(self.text))
        if "#" in self.text[self.end(node) : end]:
            raise Unmendable("a comment would be lost")
        return start, end, ""


def _child(parent: Any, step: str | int) -> tuple[Any, Any]:
    """Return the key and the value at a step, or the item twice."""
    if isinstance(step, int):
        return parent.value[step], parent.value[step]
    return next((key, value) for key, value in parent.value if key.value == step)


def _written(value: Json, style: str | None) -> str:
    """Write a value in the quotes of the one before."""
    if isinstance(value, str) and style == "'" and "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, str) and style == '"':
        return json.dumps(value, ensure_ascii=False)
    return inline(list(value) if isinstance(value, tuple) else value)
