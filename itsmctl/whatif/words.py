"""Words of a command line into edits: the grammar of ``itsmctl whatif``."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from itsmctl.catalog import Catalog
from itsmctl.document import Json, Path, parse
from itsmctl.findings import Fatal
from itsmctl.whatif.edits import Add, Depend, Drop, Edit, Remove, Require, Set

__all__ = ["FORMS", "read_edit"]

DIGITS = 9  # of a number that is typed: nobody has more entries or members
FORMS: Mapping[str, str] = MappingProxyType(
    {
        "set": "ID.FIELD=YAML",
        "add-dependency": "ID=ENTRY",
        "drop-dependency": "ID=REF",
        "need": "ID:NUMBER=K",
        "add": "KIND/ID=YAML",
        "remove": "ID",
    }
)


def read_edit(option: str, word: str, catalog: Catalog) -> Edit:
    """Return the edit that an option of `FORMS` and its word mean.

    ``ID`` may be ``kind/id``. Raises Fatal for what does not look like the option's form, an unknown record, and a
    value that is no YAML.
    """
    if option == "remove":
        return Remove(catalog.named(word).key)
    left, equals, right = word.partition("=")
    if not equals or not left:
        raise _wrong(option, word)
    if option == "set":
        key, path = _field(left, word, catalog)
        return Set(key, path, _value(right, word))
    if option == "add":
        return Add(_new(left, word, catalog), _value(right, word))
    if option == "need":
        return _require(left, right, word, catalog)
    key = catalog.named(left).key
    return Drop(key, right) if option == "drop-dependency" else Depend(key, _value(right, word))


def _wrong(option: str, word: str) -> Fatal:
    return Fatal(f"--{option} {word} is not of the form {FORMS[option]}", hint="itsmctl whatif --help", code=2)


def _field(left: str, word: str, catalog: Catalog) -> tuple[str, Path]:
    """Split ``ID.FIELD``; ids may hold dots, so the longest beginning that is a record wins."""
    splits = list(_splits(left))
    for name, rest in splits:
        if name in catalog.records or name in catalog.owners:
            steps = rest.split(".")
            if not all(steps):
                raise _wrong("set", word)
            return catalog.named(name).key, tuple(int(step) if step.isdecimal() else step for step in steps)
    if not splits:
        raise _wrong("set", word)
    catalog.named(splits[-1][0])  # raises, with the nearest id
    raise _wrong("set", word)


def _splits(left: str) -> Iterator[tuple[str, str]]:
    place = left.rfind(".")
    while place > 0:
        yield left[:place], left[place + 1 :]
        place = left.rfind(".", 0, place)


def _new(left: str, word: str, catalog: Catalog) -> str:
    kind, slash, name = left.partition("/")
    if not (kind and slash and name) or "/" in name:
        raise _wrong("add", word)
    if left in catalog.records:
        raise Fatal(f"there is a record {left} already", hint="--set changes it, --remove takes it away", code=2)
    return f"{kind}/{name}"


def _require(left: str, right: str, word: str, catalog: Catalog) -> Require:
    name, colon, number = left.rpartition(":")
    percent = right.removesuffix("%")
    if not colon or not _is_number(number) or not _is_number(percent):
        raise _wrong("need", word)
    return Require(catalog.named(name).key, int(number), int(right) if percent == right else right)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= DIGITS


def _value(text: str, word: str) -> Json:
    """Read one YAML value as strictly as a file; nothing is None."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise Fatal(f"{word!r} is not UTF-8", code=2) from None
    document, findings = parse("", data)
    if findings:
        raise Fatal(f"{word}: {findings[0].message}", hint=findings[0].hint or "the value is YAML", code=2)
    return document.value
