"""YAML text into plain JSON values, strictly: what two readers could take for two things is a finding."""

import re
from dataclasses import dataclass

from itsmctl.document.build import HIDDEN, Json, build
from itsmctl.document.stop import Stop
from itsmctl.findings import Finding, Location, Severity

__all__ = ["Document", "parse"]

POINTER = b"version https://git-lfs.github.com/spec/"
ORDINARY = bytes(range(0x20, 0x7F)) + b"\n"


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file: its path, its text, and its value, which is None when it cannot be trusted."""

    path: str
    text: str
    value: Json


def parse(path: str, data: bytes) -> tuple[Document, list[Finding]]:
    """Turn a file's bytes into a document; the first fault of its YAML is a finding and leaves no value.

    Plain scalars are JSON's: ``2026-01-02``, ``no``, ``1:30`` and ``012`` stay text; ``null`` and nothing are null.
    """
    if data.startswith(POINTER):
        message = "a record must be a plain file, but this is a pointer of Git LFS"
        hint = "git lfs pull fetches the record; git lfs untrack 'records/**' keeps records out of it"
        return Document(path, "", None), [Finding("irregular-file", Severity.ERROR, message, Location(path), hint)]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        where = _locate(data[: error.start].decode("utf-8"), path)
        message = f"byte {data[error.start]:#04x} is not UTF-8"
        return Document(path, "", None), [
            Finding("not-utf-8", Severity.ERROR, message, where, "save the file as UTF-8")
        ]
    # Deleting the ordinary bytes is the cheapest way to see that nothing else is there.
    hidden = _hidden(text) if data.translate(None, ORDINARY) else None
    if hidden:
        message = f"the text holds the character U+{ord(hidden.group()):04X}, which cannot be seen"
        where = _locate(text[: hidden.start()], path)
        return Document(path, text, None), [Finding("hidden-character", Severity.ERROR, message, where, "delete it")]
    try:
        return Document(path, text, build(text)), []
    except Stop as stop:
        where = Location(path, stop.mark.line + 1, stop.mark.column + 1)
        return Document(path, text, None), [Finding(stop.code, Severity.ERROR, stop.message, where, stop.hint)]


def _hidden(text: str) -> re.Match[str] | None:
    """Find a character that cannot be seen; a carriage return is one unless a line feed follows."""
    return HIDDEN.search(text.replace("\r\n", " \n") if "\r" in text else text)


def _locate(before: str, path: str) -> Location:
    return Location(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
