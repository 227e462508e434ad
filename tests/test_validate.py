"""A record that does not fit its schema is told what is wrong, and where."""

import copy
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itsmctl.document import Document, parse
from itsmctl.kinds import Kind, Kinds, load
from itsmctl.repo import find
from itsmctl.snapshot import Snapshot, take
from itsmctl.tree import from_disk, share
from itsmctl.validate import checker, explain
from tests.world import tree


@cache
def kinds() -> Kinds:
    """Load the shipped kinds."""
    return load(tree({}))


@cache
def lab() -> Snapshot:
    """Take the shipped records."""
    return take(from_disk(find(share("schemas").parent)))


def told(kind: str, text: str) -> list[tuple[str, int, int, str]]:
    """Explain a text of a kind: message, line, column, hint."""
    document, faults = parse(f"records/{kind}/x.yaml", text.encode())
    assert faults == []
    found = explain(kinds(), kinds().by_name[kind], document)
    return [(f.message, f.where.line, f.where.column, f.hint) for f in found]


GOOD = "title: A\nclass: host\nstatus: operational\nowner: operations\n"


@pytest.mark.parametrize(
    ("extra", "message", "line", "column", "hint"),
    [
        ("owners: x", "there is no field owners", 5, 1, "did you mean owner?"),
        ("labels: 5", "labels: 5 is not a mapping", 5, 9, ""),
        ("capacity: {cpu: 4}", "capacity: there is no field cpu", 5, 12, "did you mean vcpu?"),
        ("capacity: {vcpu: many}", "capacity.vcpu: many is not a number", 5, 18, ""),
        ("version: 16", "version: 16 is a number, not text", 5, 10, 'put it in quotes: "16"'),
        ("tags: database", "tags: database is not a list", 5, 7, "write it as a list: [database]"),
        ("depends_on: [{ref: a, effect: gone}]", "depends_on[0].effect: gone is not one of the allowed values", 5, 31,
         "one of down, degraded"),
        ("depends_on: [{any_of: [a], ref: b}]", "depends_on[0]: there is no field ref", 5, 28, ""),
        ("backup: {every: P1D}", "backup: to is missing", 5, 9, "add it"),
        ("tags: [a, b, a]", "tags: a stands twice", 5, 14, "name it once"),
        ("notes: ''", "notes: this is empty", 5, 8, "fill it in, or leave the field out"),
        ("capacity: {}", "capacity: this is empty", 5, 11, "fill it in, or leave the field out"),
        ("vlan: 5000", "vlan: 5000 is more than 4094", 5, 7, ""),
        ("vlan: 0", "vlan: 0 is less than 1", 5, 7, ""),
        ("depends_on: [{ref: a, need: 1}]", "depends_on[0]: need means nothing without any_of", 5, 23,
         "add any_of, or delete need"),
        ('depends_on: [{any_of: [a], need: "2"}]', 'depends_on[0].need: "2" is text, not a number', 5, 34,
         "write it without quotes: 2"),
        ("depends_on: [{as: runs-on}]", "depends_on[0]: ref is missing", 5, 14,
         "write the id of a ci or service alone, or say which with ref"),
        ("version: 1e5", "version: 1e5 is a number, not text", 5, 10, 'put it in quotes: "1e5"'),
        ("hostname: {kind: role}", "hostname: {kind: role} is not text", 5, 11, ""),
        ("notes:", "notes: nothing is filled in", 5, 7, "text is wanted; or leave the field out"),
        ("environment: >\n  lab\n", "environment: this ends in a line break", 5, 14,
         "use `>-` in place of `>` (`|-` of `|`)"),
    ],
)  # fmt: skip
def test_a_defect_is_told_in_the_authors_words(extra: str, message: str, line: int, column: int, hint: str) -> None:
    """The message names the field, the place is the value's or the key's, the hint says what to do."""
    assert told("ci", GOOD + extra) == [(message, line, column, hint)]


def test_every_defect_of_a_record_is_told() -> None:
    """Not only the first."""
    messages = {message for message, *_ in told("ci", "class: host\nstatus: broken\nowner: 5\nnope: x\n")}

    assert messages == {
        "title is missing",
        "status: broken is not one of the allowed values",
        "owner: 5 is a number, not the id of a role, person or team",
        "there is no field nope",
    }


def test_an_empty_record_says_so() -> None:
    """Nothing and null are the same."""
    for text in ("", "null\n", "# only a comment\n"):
        assert told("ci", text) == [("the record is empty", 1, 1, "itsmctl new ci writes one")]


def test_a_record_that_is_a_list_is_not_a_mapping() -> None:
    """The root has a type too."""
    assert set(told("ci", "- a\n")) == {("[a] is not a mapping", 1, 1, "")}


def test_a_long_value_is_cut() -> None:
    """A message stays a line."""
    ((message, *_),) = told("ci", GOOD + f"verified_at: {'x' * 500}")

    assert len(message) < 150
    assert "..." in message


def test_the_shipped_records_fit() -> None:
    """Each of them, by the fast judge."""
    fits = checker(kinds())

    assert [r.path for r in lab().catalog.records.values() if not fits(r.kind, r.document.value)] == []


SPOILT: list[Any] = [None, True, 0, -1.5, "", "x", [], [1], {}, {"x": 1}, "2026-02-30T00:00:00Z", "2026-01-01"]


def _spots(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every container of a value with each of its keys."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield value, key
        yield from _spots(inner)


@st.composite
def spoilt_records(draw: st.DrawFn) -> tuple[Kind, Any]:
    """Draw a shipped record with one to three of its values replaced, taken away or added."""
    record = draw(st.sampled_from(list(lab().catalog.records.values())))
    value = copy.deepcopy(dict(record.data))
    for _ in range(draw(st.integers(1, 3))):
        spots = list(_spots(value))
        if not spots:
            break
        container, key = draw(st.sampled_from(spots))
        if isinstance(container[key], str) and draw(st.booleans()):
            container[key] += draw(st.sampled_from(["\n", "\n\n", " ", "\u0660", "\r"]))
        elif draw(st.booleans()):
            container[key] = copy.deepcopy(draw(st.sampled_from(SPOILT)))
        elif isinstance(container, dict) and draw(st.booleans()):
            container[draw(st.sampled_from(["title", "statuss", "depends_on", "x"]))] = container.pop(key)
        else:
            del container[key]
    return record.kind, value


@given(spoilt_records())
@settings(max_examples=400)
def test_the_fast_judge_and_the_telling_one_agree(spoilt: tuple[Kind, Any]) -> None:
    """What the one refuses the other explains, and what it lets pass has no error."""
    kind, value = spoilt
    told = explain(kinds(), kind, Document("records/x/x.yaml", "", value))
    unexplained = [f.message for f in told] == ["the record does not fit its schema"]

    assert checker(kinds())(kind, value) == unexplained
