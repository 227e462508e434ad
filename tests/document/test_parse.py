"""YAML as strict as JSON, and places in it."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from itsmctl.document import DEPTH, NODES, Document, key_place, parse, place, whole
from itsmctl.findings import Location

PATH = "records/ci/a.yaml"
# What may stand in a record: nothing that cannot be seen, and numbers that are exact.
LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"])
TEXTS = st.text(LETTERS, max_size=20)
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


def value(text: str) -> Any:
    """Parse a text without fault."""
    document, found = parse(PATH, text.encode())
    assert found == []
    return document.value


def fault(text: str | bytes) -> tuple[str, int, int]:
    """Return code, line and column of the one fault."""
    document, found = parse(PATH, text.encode() if isinstance(text, str) else text)
    assert document.value is None
    (finding,) = found
    return finding.code, finding.where.line, finding.where.column


@given(VALUES)
@example({"a": -0.0, "b": [1e-7, 2**53 - 1]})
def test_what_json_writes_is_read_back(content: Any) -> None:
    """JSON is YAML, and nothing of it changes on the way."""
    assert value(json.dumps(content, ensure_ascii=False)) == content


@given(VALUES)
def test_what_a_yaml_writer_writes_is_read_back_or_refused(content: Any) -> None:
    """A plain scalar never turns into another value without a word."""
    import yaml

    document, found = parse(PATH, yaml.safe_dump(content, allow_unicode=True).encode())

    assert found or document.value == content


@given(st.binary(max_size=200))
@example(b"\xff\xfe")
@example(b"a: &a [*a]")
@example(b"[" * 5000)
@example(b"? ")
@example(b"\r")
@example(b"%YAML 9.9\n---\n")
def test_no_bytes_make_it_raise(data: bytes) -> None:
    """Whatever a file holds, the answer is a value or a finding."""
    document, found = parse(PATH, data)

    assert document.path == PATH
    assert found == [] or document.value is None
    assert all(finding.where.line >= 1 and finding.where.column >= 1 for finding in found)


@given(st.text(alphabet=" \n\t-?:,[]{}#&*!|>'\"%@`~<=.0123456789abcnulltrueyes", max_size=60))
def test_no_punctuation_makes_it_raise(text: str) -> None:
    """The signs of YAML in any order are a value or a finding."""
    parse(PATH, text.encode())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-01-02", "2026-01-02"),
        ("no", "no"),
        ("1:30", "1:30"),
        ("012", "012"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("+1", "+1"),
        ("-a", "-a"),
        ("Yes", "Yes"),
        ("True", "True"),
        ("null", None),
        ("", None),
        ("true", True),
        ("-12", -12),
        ("1.5e3", 1500.0),
        ("1.", "1."),
        ("'~'", "~"),
        ('"\\u00e9"', "é"),
        ("~a", "~a"),
    ],
)
def test_plain_scalars_are_those_of_json(text: str, expected: Any) -> None:
    """What JSON would not take for a number, a truth or null is text."""
    assert value(f"a: {text}\n") == {"a": expected}


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        (b"a: b\nc: \xfc", "not-utf-8", 2, 4),
        ("a: \u202eb", "hidden-character", 1, 4),
        ("\ufeffa: b", "hidden-character", 1, 1),
        ("a: b\x00", "hidden-character", 1, 5),
        ("a: b\rc: d", "hidden-character", 1, 5),
        ('a: "\\u200b"', "hidden-character", 1, 4),
        ("a: b\n a: c: d", "yaml-syntax", 2, 3),
        ("a: [b\n", "yaml-syntax", 1, 4),
        ("a: &x b", "yaml-feature", 1, 4),
        ("a: *x", "yaml-feature", 1, 4),
        ("<<: {a: b}", "yaml-feature", 1, 1),
        ("a: !!int 5", "yaml-feature", 1, 4),
        ("a: b\n---\nc: d", "yaml-feature", 2, 1),
        ("[a, b]: c", "yaml-feature", 1, 1),
        ("*a : b", "yaml-feature", 1, 1),
        ("&k a: b", "yaml-feature", 1, 1),
        ("!t a: b", "yaml-feature", 1, 1),
        ("a: b\na: c", "duplicate-key", 2, 1),
        ('a: b\n"a": c', "duplicate-key", 2, 1),
        ("a: ~", "yaml-value", 1, 4),
        ("a: [.nan]", "yaml-value", 1, 5),
        ("a: -.inf", "yaml-value", 1, 4),
        ("a: 1e400", "yaml-value", 1, 4),
        ("a: 12345678901234567890", "yaml-value", 1, 4),
    ],
)
def test_what_two_readers_could_read_differently_is_a_fault(
    text: str | bytes, code: str, line: int, column: int
) -> None:
    """Each has its code, and the place where it stands."""
    assert fault(text) == (code, line, column)


def test_a_line_may_end_as_on_windows() -> None:
    """CR before LF is a line break, not a hidden character; places do not move."""
    assert value("a: b\r\nc: d\r\n") == {"a": "b", "c": "d"}
    assert fault("a: b\r\nc: *d\r\n") == ("yaml-feature", 2, 4)


def test_depth_and_size_end_at_their_limits() -> None:
    """32 collections in each other pass and 33 do not; the root is the first. 50,000 values pass, one more does not."""
    assert value("[" * DEPTH + "]" * DEPTH)
    assert fault("[" * (DEPTH + 1) + "]" * (DEPTH + 1)) == ("too-complex", 1, DEPTH + 1)
    assert len(value("- a\n" * (NODES - 1))) == NODES - 1
    assert fault("- a\n" * NODES)[:2] == ("too-complex", NODES)


def test_a_thousand_open_brackets_exhaust_nothing() -> None:
    """The depth is judged while reading, so recursion cannot be provoked."""
    assert fault("[" * 100_000)[0] == "too-complex"


def test_the_merge_sign_in_quotes_is_a_key() -> None:
    """Only the plain sign would merge."""
    assert value("'<<': a") == {"<<": "a"}


TEXT = """\
title: Database node
depends_on:
  - node03
  - {any_of: [dns1, dns2], need: 1}
"labels": {rack: r1}
"""


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ((), 1, 1),
        (("title",), 1, 8),
        (("depends_on", 0), 3, 5),
        (("depends_on", 1, "any_of", 1), 4, 21),
        (("depends_on", 1, "effect"), 4, 5),
        (("labels", "rack"), 5, 18),
        (("nowhere", "at", "all"), 1, 1),
    ],
)
def test_a_value_is_found_where_it_stands(path: tuple[str | int, ...], line: int, column: int) -> None:
    """What is not there is sought at its nearest ancestor."""
    assert place(Document(PATH, TEXT, None), path) == Location(PATH, line, column)


def test_a_key_is_found_where_it_stands() -> None:
    """The key's own place, or that of the list item."""
    document = Document(PATH, TEXT, None)

    assert key_place(document, ("labels",)) == Location(PATH, 5, 1)
    assert key_place(document, ("depends_on", 0)) == Location(PATH, 3, 5)
    assert whole(document) == Location(PATH, 1, 1)


def test_a_text_that_is_no_yaml_has_one_place() -> None:
    """Its first line."""
    assert place(Document(PATH, "a: [", None), ("a",)) == Location(PATH, 1, 1)
    assert place(Document(PATH, "", None), ("a",)) == Location(PATH, 1, 1)


def test_json_has_places_too() -> None:
    """Schemas are JSON: indented by tabs, with characters written in two halves."""
    text = '{\n\t"icon": "\\ud83d\\udee0",\n\t"words": {"a": "b"}\n}\n'

    assert place(Document(PATH, text, None), ("words", "a")) == Location(PATH, 3, 17)


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.lists(st.integers(0, 99), min_size=1), max_size=5))
def test_at_the_place_of_a_value_stands_the_value(content: dict[str, list[int]]) -> None:
    """Following a place leads to the text of the value."""
    text = "".join(f"{key}:\n" + "".join(f"  - {n}\n" for n in items) for key, items in content.items())
    document, _ = parse(PATH, text.encode())

    for key, items in content.items():
        for number, item in enumerate(items):
            where = place(document, (key, number))
            assert text.splitlines()[where.line - 1][where.column - 1 :] == str(item)


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        ("a: b\n\tc: d", 2, "a tab indents this line", "indent with spaces"),
        ("a:\n  b\n\tc", 3, "a tab indents this line", "indent with spaces"),
        ("a: @ada", 1, "a text cannot start with @", "put it in quotes: '@ada'"),
        ("a: `make`", 1, "a text cannot start with `", "put it in quotes: '`make`'"),
        ("a: %done", 1, "a text cannot start with %", "put it in quotes: '%done'"),
        ("%YAML 1.2\n---\na: b", 1, "a directive, a line that starts with %, is not allowed", "delete that line"),
        ("a: b\n<<<<<<< HEAD\nc: d\n=======\nc: e\n>>>>>>> x", 2, "a merge conflict was not resolved here", "one side"),
        ("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1", 1, "pointer of Git LFS", "git lfs pull"),
        ("a: b\n---\nc: d", 2, "a second document starts here", "one record a file"),
        ("a: &b c", 1, "the anchor &b is not allowed", "quote a text that starts with &"),
        ("a: !b c", 1, "the tag !b is not allowed", "quote a text that starts with !"),
        ('a: "b', 1, "a quotation mark opens here", "close it"),
        ("a: [b, c\nd: e", 1, "the bracket [ that opens here is not closed", "close it with ]"),
        ("a: {b: c\nd: e", 1, "the bracket { that opens here is not closed", "close it with }"),
        ("a: b: c", 1, 'a second ": " stands in this line', "in quotes"),
        ("a: b\nc d\ne: f", 2, "this line is no field with a value", "field: value"),
        ("a: - b", 1, "a list cannot start in the line of its field", "on a line below"),
        ('a: "C:\\dir"', 1, "\\d is no escape", "single quotes"),
        ("a: >b\n  c", 1, "a text starts on the line after > or |", "quote one"),
        ("a: |\n  b\n c", 3, "this is not YAML", "indented alike"),
    ],
)
def test_what_newcomers_type_is_named(text: str, line: int, message: str, hint: str) -> None:
    """Each habit has words and a hint of its own, at the line where it was typed."""
    _, (found,) = parse("x.yaml", text.encode())

    assert message in found.message
    assert hint in found.hint
    assert found.where.line == line
