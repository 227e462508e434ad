"""The events of one YAML document into its value; what is refused stops there, with its place."""

import re
from collections.abc import Callable
from typing import Any

from itsmctl.document.stop import Mark, Stop, misread

__all__ = ["DEPTH", "HIDDEN", "NODES", "Json", "build"]

Json = Any  # what JSON can hold; a recursive type would cost more than it tells

DEPTH = 32
NODES = 50_000
DIGITS = 16  # of a whole number that every reader of JSON keeps exact
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?", re.ASCII)
SPECIAL = re.compile(r"~|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", re.ASCII)
# Control characters but tab and line feed, C1 controls, line and paragraph separators, the characters that turn the
# direction of text, the byte order mark, and the zero-width ones that hide in words.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]"
)
PLAIN = {"true": True, "false": False, "null": None, "": None}


def build(text: str) -> Json:
    """Build the value of the only document in the text from libyaml's events, as they pass."""
    import yaml

    parser = yaml.CSafeLoader(text)
    try:
        return _Builder(parser.get_event, yaml).document()
    except yaml.MarkedYAMLError as error:
        raise misread(text, error.problem, error.problem_mark, error.context_mark) from None
    except yaml.reader.ReaderError as error:
        raise misread(text, error.reason, Mark(0, 0), None) from None
    finally:
        parser.dispose()


class _Builder:
    """Builds one value; refuses aliases, anchors, tags, depth and size before anything is made of them."""

    __slots__ = ("left", "mapping", "mapping_end", "next", "scalar", "sequence", "sequence_end", "yaml")

    def __init__(self, get_event: Callable[[], Any], yaml: Any) -> None:
        self.next = get_event
        self.yaml = yaml
        self.left = NODES
        self.scalar, self.mapping, self.sequence = (
            yaml.ScalarEvent,
            yaml.MappingStartEvent,
            yaml.SequenceStartEvent,
        )
        self.mapping_end, self.sequence_end = yaml.MappingEndEvent, yaml.SequenceEndEvent

    def document(self) -> Json:
        """Read the stream to its end and return the value of its only document."""
        value: Json = None
        seen = False
        while type(event := self.next()) is not self.yaml.StreamEndEvent:
            if type(event) is not self.yaml.DocumentStartEvent:
                continue
            if event.version or event.tags:
                message = "a directive, a line that starts with %, is not allowed"
                raise Stop("yaml-feature", message, "delete that line", event.start_mark)
            if seen:
                hint = "one record a file: delete this ---, or move what follows into a file of its own"
                raise Stop("yaml-feature", "a second document starts here", hint, event.start_mark)
            seen = True
            value = self.value(self.next(), DEPTH)
        return value

    def value(self, event: Any, depth: int) -> Json:
        """Build what starts with this event; ``depth`` collections may still be opened."""
        kind = type(event)
        if kind is self.yaml.AliasEvent:
            hint = "write the value itself; quote a text that starts with *"
            raise Stop("yaml-feature", f"the alias *{event.anchor} is not allowed", hint, event.start_mark)
        self.left -= 1
        if event.anchor is not None or event.tag is not None or self.left < 0:
            raise self.refusal(event)
        if kind is self.scalar:
            return _scalar(event)
        if depth == 0:
            message = f"the file has more than {DEPTH} collections in each other"
            raise Stop("too-complex", message, "split the record", event.start_mark)
        return self.items(depth - 1) if kind is self.sequence else self.fields(depth - 1)

    def items(self, depth: int) -> list[Json]:
        """Build a list, up to its end."""
        items = []
        ending = self.sequence_end
        while type(event := self.next()) is not ending:
            items.append(self.value(event, depth))
        return items

    def fields(self, depth: int) -> dict[str, Json]:
        """Build a mapping, up to its end; keys are text, and no key stands twice."""
        fields: dict[str, Json] = {}
        ending = self.mapping_end
        while type(event := self.next()) is not ending:
            key = self.key(event)
            if key in fields:
                raise Stop(
                    "duplicate-key",
                    f"{key} stands here a second time",
                    "keep one of the two",
                    event.start_mark,
                )
            fields[key] = self.value(self.next(), depth)
        return fields

    def key(self, event: Any) -> str:
        """Return the text of a key."""
        if type(event) is not self.scalar:
            what = "an alias" if type(event) is self.yaml.AliasEvent else "a collection"
            raise Stop(
                "yaml-feature", f"a key must be a word, not {what}", "write a word before the colon", event.start_mark
            )
        self.left -= 1
        if event.anchor is not None or event.tag is not None or self.left < 0:
            raise self.refusal(event)
        if event.value == "<<" and not event.style:
            raise Stop(
                "yaml-feature",
                "the merge key << is not allowed",
                "write the fields themselves",
                event.start_mark,
            )
        return str(event.value)

    def refusal(self, event: Any) -> Stop:
        """Say why an event is refused."""
        if self.left < 0:
            return Stop(
                "too-complex",
                f"the file has more than {NODES:,} values",
                "split the record",
                event.start_mark,
            )
        sign, what = ("&", f"anchor &{event.anchor}") if event.anchor is not None else ("!", f"tag {event.tag}")
        hint = f"write the value itself; quote a text that starts with {sign}"
        return Stop("yaml-feature", f"the {what} is not allowed", hint, event.start_mark)


def _scalar(event: Any) -> Json:
    text = event.value
    if event.style:
        if event.style == '"' and HIDDEN.search(text):
            message = "an escape makes a character that cannot be seen"
            raise Stop("hidden-character", message, "delete it", event.start_mark)
        return text
    if text in PLAIN:
        return PLAIN[text]
    if text[0] in "-+.~0123456789":
        return _number(event)
    return text


def _number(event: Any) -> Json:
    """Return the number of a plain scalar that may be one, or its text when it is none."""
    text = event.value
    if SPECIAL.fullmatch(text):
        message = f"{text} means different things to different readers"
        raise Stop("yaml-value", message, "write null or a finite number, or quote the text", event.start_mark)
    match = NUMBER.fullmatch(text)
    if not match:
        return text
    number = float(text) if match[1] or match[2] else int(text) if len(text) <= DIGITS else float("inf")
    if number in (float("inf"), float("-inf")):
        raise Stop("yaml-value", "this number is too large to be exact", "quote it if it is an id", event.start_mark)
    return number
