"""YAML text into plain JSON values, strictly: what two readers could take for two things is a finding."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from itsmctl.findings import Finding, Location, Severity

__all__ = ["DEPTH", "NODES", "Document", "Json", "parse"]

Json = Any  # what JSON can hold; a recursive type would cost more than it tells

DEPTH = 32
NODES = 50_000
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)
SPECIAL = re.compile(r"~|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", re.ASCII)
# Control characters but tab and line feed, C1 controls, line and paragraph separators, the characters that turn the
# direction of text, the byte order mark, and the zero-width ones that hide in words.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
PLAIN = {"true": True, "false": False, "null": None, "": None}


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file: its path, its text, and its value, which is None when it cannot be trusted."""

    path: str
    text: str
    value: Json


class _Stop(Exception):  # noqa: N818 - a jump out of the event loop, never seen outside
    """The rest of this file cannot be read."""

    def __init__(self, code: str, message: str, hint: str, mark: Any) -> None:
        super().__init__(message)
        self.code, self.message, self.hint, self.mark = code, message, hint, mark


def parse(path: str, data: bytes) -> tuple[Document, list[Finding]]:
    """Turn a file's bytes into a document; the first fault of its YAML is a finding and leaves no value.

    Plain scalars are JSON's: ``2026-01-02``, ``no``, ``1:30`` and ``012`` stay text; ``null`` and nothing are null.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        where = _locate(data[: error.start].decode("utf-8"), path)
        return Document(path, "", None), [_finding("not-utf-8", f"byte {data[error.start]:#04x} is not UTF-8",
                                                   "save the file as UTF-8", where)]
    hidden = HIDDEN.search(text.replace("\r\n", "\n\n") if "\r" in text else text)
    if hidden:
        name = f"U+{ord(hidden.group()):04X}"
        where = _locate(text[: hidden.start()], path)
        return Document(path, text, None), [_finding("hidden-character", f"the text holds the character {name}, "
                                                     "which cannot be seen", "delete it", where)]
    try:
        return Document(path, text, _build(text)), []
    except _Stop as stop:
        where = Location(path, stop.mark.line + 1, stop.mark.column + 1)
        return Document(path, text, None), [_finding(stop.code, stop.message, stop.hint, where)]


def _finding(code: str, message: str, hint: str, where: Location) -> Finding:
    return Finding(code, Severity.ERROR, message, where, hint)


def _locate(before: str, path: str) -> Location:
    return Location(path, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _build(text: str) -> Json:
    """Build the value of the only document in the text from libyaml's events, as they pass."""
    import yaml

    parser = yaml.CSafeLoader(text)
    try:
        return _value(_checked(parser.get_event, yaml), yaml)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _Stop("yaml-syntax", f"this is not YAML: {error.problem}", "", mark) from None
    except yaml.reader.ReaderError as error:
        raise _Stop("yaml-syntax", f"this is not YAML: {error.reason}", "", yaml.Mark("", 0, 0, 0, None, None)) from None
    finally:
        parser.dispose()


def _checked(get_event: Any, yaml: Any) -> Iterator[Any]:
    """Yield the events of one document; refuse aliases, anchors, tags, depth and size before anything is built."""
    depth = nodes = documents = 0
    opening, closing = (yaml.MappingStartEvent, yaml.SequenceStartEvent), (yaml.MappingEndEvent, yaml.SequenceEndEvent)
    while (event := get_event()) is not None:
        kind = type(event)
        if kind in closing:
            depth -= 1
        elif kind is yaml.ScalarEvent or kind in opening:
            nodes += 1
            depth += kind in opening
            if nodes > NODES or depth > DEPTH:
                what = f"more than {NODES:,} values" if nodes > NODES else f"more than {DEPTH} collections in each other"
                raise _Stop("too-complex", f"the file has {what}", "split the record", event.start_mark)
            if event.anchor is not None or event.tag is not None:
                what = f"the anchor &{event.anchor}" if event.anchor is not None else f"the tag {event.tag}"
                raise _Stop("yaml-feature", f"{what} is not allowed", "write the value itself", event.start_mark)
        elif kind is yaml.AliasEvent:
            raise _Stop("yaml-feature", f"the alias *{event.anchor} is not allowed",
                        "write the value itself; quote a text that starts with *", event.start_mark)
        elif kind is yaml.DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise _Stop("yaml-feature", "a second document starts here", "one record a file", event.start_mark)
            continue
        else:
            continue
        yield event


def _value(events: Iterator[Any], yaml: Any) -> Json:
    """Build mappings and lists with a stack of their own: a hostile depth cannot exhaust Python's."""
    root: list[Json] = []
    stack: list[tuple[Any, Any]] = []
    container: Any = root
    key: Any = None
    mapping_end, sequence_end = yaml.MappingEndEvent, yaml.SequenceEndEvent
    for event in events:
        kind = type(event)
        if kind is mapping_end or kind is sequence_end:
            container, key = stack.pop()
            continue
        if type(container) is dict and key is None:
            key = _key(event, container, yaml)
            continue
        if kind is yaml.ScalarEvent:
            value, inner = _scalar(event), None
        else:
            value = inner = {} if kind is yaml.MappingStartEvent else []
        if type(container) is dict:
            container[key] = value
            key = None
        else:
            container.append(value)
        if inner is not None:
            stack.append((container, key))
            container, key = inner, None
    return root[0] if root else None


def _key(event: Any, container: dict[str, Json], yaml: Any) -> str:
    if type(event) is not yaml.ScalarEvent:
        raise _Stop("yaml-feature", "a key must be a word, not a collection", "", event.start_mark)
    key = str(event.value)
    if key == "<<" and not event.style:
        raise _Stop("yaml-feature", "the merge key << is not allowed", "write the fields themselves", event.start_mark)
    if key in container:
        raise _Stop("duplicate-key", f"{key} stands here a second time", "keep one of the two", event.start_mark)
    return key


def _scalar(event: Any) -> Json:
    text = event.value
    if event.style:
        if event.style == '"' and HIDDEN.search(text):
            raise _Stop("hidden-character", "an escape makes a character that cannot be seen", "delete it", event.start_mark)
        return text
    if text in PLAIN:
        return PLAIN[text]
    if text[0] in "-0123456789":
        return _number(event)
    if SPECIAL.fullmatch(text):
        raise _Stop("yaml-value", f"{text} means different things to different readers",
                    "write null, a number, or quote the text", event.start_mark)
    return text


def _number(event: Any) -> Json:
    text = event.value
    match = NUMBER.fullmatch(text)
    if not match:
        if SPECIAL.fullmatch(text):
            raise _Stop("yaml-value", f"{text} is no number that JSON has", "write a finite number", event.start_mark)
        return text
    number = float(text) if match[1] or match[2] else int(text) if len(text) < 19 else float("inf")
    if number in (float("inf"), float("-inf")):
        raise _Stop("yaml-value", "this number is too large to be exact", "quote it if it is an id", event.start_mark)
    return number
