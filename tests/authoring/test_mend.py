"""Edits into files: what is meant changes, and nothing else."""

import pytest

from itsmctl.authoring.mend import Unmendable, mended
from itsmctl.document import parse
from itsmctl.findings import Change, Edit
from itsmctl.tree import share

FILE = """\
# A machine
title: >
  A long title
  in two lines
ownr: operations   # who
tags: [a, b, a]

depends_on:
  # the first
  - lab-db1
  - {ref: 'lab-db2', effect: degraded}   # the second
  - {any_of: [x,  y]}
notes: |
  # no comment
  text
"""


def edits_of(*edits: tuple[tuple[str | int, ...], object, Change]) -> list[Edit]:
    """Make edits."""
    return [Edit(path, value, change) for path, value, change in edits]  # type: ignore[arg-type]


def test_edits_change_their_lines_and_no_other() -> None:
    """Comments, quotes, styles, blank lines stay; only the lines that are meant differ."""
    made = mended(
        FILE,
        edits_of(
            (("title",), "A long title in two lines", Change.SET),
            (("ownr",), "owner", Change.RENAME),
            (("tags", 2), "", Change.REMOVE),
            (("depends_on", 0), "lab-db01", Change.SET),
            (("depends_on", 1, "ref"), "lab-db02", Change.SET),
        ),
    )

    assert made == (
        FILE.replace("title: >", "title: >-")
        .replace("ownr", "owner")
        .replace("[a, b, a]", "[a, b]")
        .replace("- lab-db1", "- lab-db01")
        .replace("'lab-db2'", "'lab-db02'")
    )


@pytest.mark.parametrize("indent", ["", "  ", "    "])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_files_own_layout_stays(indent: str, end: str) -> None:
    """Lists may be indented or not, lines end as they did, and the last may lack its end."""
    text = f"title: 1e5\nplan:\n    steps:\n    {indent}- a\n    {indent}- b\nmore: |\n  x\nlast: y".replace("\n", end)

    made = mended(text, edits_of((("title",), "1e5", Change.SET)))

    assert made == text.replace("1e5", '"1e5"')


def test_a_value_becomes_a_list_in_its_line() -> None:
    """As the hint says."""
    assert mended("tags: a\n", edits_of((("tags",), ("a",), Change.SET))) == "tags: [a]\n"


def test_two_items_of_a_list_go_at_once() -> None:
    """The paths are those before the edits."""
    text = "tags:\n  - a\n  - a\n  - b\n  - b\n"

    made = mended(text, edits_of((("tags", 1), "", Change.REMOVE), (("tags", 3), "", Change.REMOVE)))

    assert made == "tags:\n  - a\n  - b\n"


@pytest.mark.parametrize(
    ("text", "edit", "why"),
    [
        ("ownr: x\nowner: y\n", (("ownr",), "owner", Change.RENAME), "stands there already"),
        ("tags:\n  - a\n  - a # about a\n", (("tags", 1), "", Change.REMOVE), "comment"),
        ("tags:\n  - - a\n    - a\n", (("tags", 0), "", Change.REMOVE), "several lines"),
        ("tags:\n  - - a\n    - a\n", (("tags", 0, 0), "", Change.REMOVE), "several lines"),
        ("title: |\n  a\n  b\n", (("title",), "a", Change.SET), "several lines"),
        ("tags: [a, b]\n", (("tags", 0), "", Change.REMOVE), "what is meant"),
    ],
)
def test_what_would_change_more_is_not_made(text: str, edit: tuple[tuple[str], object, Change], why: str) -> None:
    """It says why."""
    with pytest.raises(Unmendable, match=why):
        mended(text, edits_of(edit))


def test_edits_that_meet_are_not_made() -> None:
    """Neither is."""
    text = "tags: [a, a, a]\n"

    with pytest.raises(Unmendable, match="meet"):
        mended(text, edits_of((("tags", 1), "", Change.REMOVE), (("tags", 1), "b", Change.SET)))


def test_every_shipped_record_can_be_mended() -> None:
    """Whatever its layout: one line differs, and the record says the same but for the edit."""
    for path in sorted((share("schemas").parent / "records").rglob("*.yaml")):
        text = path.read_text("utf-8")
        made = mended(text, [Edit(("title",), "Another: one", Change.SET)])

        assert parse("", made.encode())[0].value == {**parse("", text.encode())[0].value, "title": "Another: one"}
        assert sum(old != new for old, new in zip(text.split("\n"), made.split("\n"), strict=True)) == 1
