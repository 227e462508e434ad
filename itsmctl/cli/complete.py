"""A half-typed command line into the words that may come next: from a table of the verbs and from names of files.

A shell waits for it at every key: nothing is imported but `os`, and JSON where a field is asked for.
"""

import os

from itsmctl.cli.known import value_of
from itsmctl.cli.place import Place

__all__ = ["TABLE", "complete"]

TABLE = os.path.join(os.path.dirname(__file__), "verbs.txt")
BREAKS = "=:"  # where bash begins a new word


def complete(words: list[str]) -> list[str]:
    """Return what may stand in place of the last word; the first names the shell.

    Never raises: whoever presses a key wants no traceback, and a wrong schema is told by `validate`.
    """
    shell, typed = words[0] if words else "", words[1:] or [""]
    if shell == "bash":
        typed = _joined(typed)
    try:
        found = sorted({word for word in _candidates(typed[:-1], typed[-1]) if word.startswith(typed[-1])})
    except Exception:  # noqa: BLE001 - as the docstring says
        return []
    cut = max(typed[-1].rfind(sign) for sign in BREAKS) + 1 if shell == "bash" else 0
    return [word[cut:] for word in found]


def _joined(words: list[str]) -> list[str]:
    """Put together what bash took apart at its breaks: ``class``, ``=``, ``host``."""
    whole: list[str] = []
    glued = False
    for word in words:
        sign = word in BREAKS and word != ""
        if whole and (glued or sign):
            whole[-1] += word
        else:
            whole.append(word)
        glued = sign
    return whole


def _candidates(before: list[str], current: str) -> list[str]:
    verbs = _verbs()
    if not before:
        return ["--help", "--version"] if current.startswith("-") else list(verbs)
    places = [word for word in verbs.get(before[0], []) if not word.startswith("--")]
    options = dict(word.partition("=")[::2] for word in verbs.get(before[0], []) if word.startswith("--"))
    given, values, waits = _read(before[1:], options)
    place = Place(given.get("--root", "."), values)
    name, equals, part = current.partition("=")
    if waits:
        return value_of(options[waits], current, place)
    if equals and name in options:
        return [f"{name}={word}" for word in value_of(options[name], part, place)]
    if current.startswith("-"):
        return ["--help", *options]
    number = min(len(values), len(places) - 1) if places and places[-1].endswith("*") else len(values)
    return value_of(places[number].rstrip("*"), current, place) if number < len(places) else []


def _read(words: list[str], options: dict[str, str]) -> tuple[dict[str, str], list[str], str]:
    """Return the options given, the other words, and the option that waits for its value."""
    given: dict[str, str] = {}
    values: list[str] = []
    waits = ""
    for word in words:
        name, equals, value = word.partition("=")
        if waits:
            given[waits], waits = word, ""
        elif name in options and equals:
            given[name] = value
        elif options.get(word):
            waits = word
        elif not word.startswith("-"):
            values.append(word)
    return given, values, waits


def _verbs() -> dict[str, list[str]]:
    """Return by verb what may follow it: what a value is, and options with what theirs is."""
    with open(TABLE, encoding="utf-8") as table:
        rows = [line.split() for line in table]
    return {row[0]: row[1:] for row in rows}
