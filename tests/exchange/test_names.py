"""One number is one record: what would be split in two or made one is a broken row, and nothing is written."""

from pathlib import Path

import pytest

from itsmctl.exchange import import_event_log

MAPPING = """
kind: problem
id: {column: number, year: opened_at}
time: {column: at, format: "%Y-%m-%dT%H:%M:%S%z"}
fields:
  title: {text: "{number}"}
  status: {column: state, map: {New: open, Resolved: resolved, Closed: closed}}
  priority: {value: P3}
"""
HEAD = "number,state,at,opened_at,closed_at\n"
MAY, JULY = "2011-05-01T09:00:00Z", "2011-07-01T09:00:00Z"


def imported(folder: Path, *rows: str) -> list[tuple[int, int, str, str]]:
    """Import the rows; return line, column, message and hint of what is wrong, and see that nothing was made then."""
    (folder / "mapping.yaml").write_text(MAPPING, "utf-8")
    (folder / "log.csv").write_text(HEAD + "".join(f"{row}\n" for row in rows), "utf-8")
    made, findings = import_event_log(folder / "mapping.yaml", folder / "log.csv", folder / "new")
    assert (made is None) == bool(findings) == (not (folder / "new").exists())
    return [(f.where.line, f.where.column, f.message, f.hint) for f in findings]


def test_one_number_in_two_years_is_a_broken_row(tmp_path: Path) -> None:
    """At New Year a ticket does not become two records: the second year is told at its cell."""
    ((line, column, message, hint),) = imported(
        tmp_path,
        "PRB0000001,New,2011-12-30T09:00:00Z,2011-12-30T09:00:00Z,",
        "PRB0000001,Resolved,2012-01-02T09:00:00Z,2012-01-02T09:00:00Z,",
    )
    assert (line, column) == (3, 4)
    assert message == (
        "row 3, column opened_at: 'PRB0000001' is PRB-2011-0001 in row 2 and would be PRB-2012-0001 here"
    )
    assert "id.year" in hint


@pytest.mark.parametrize("other", ["TASK0000007", "PRB7", "prb0000007", "PRB/0000007"])
def test_two_numbers_that_make_one_id_are_a_broken_row(tmp_path: Path, other: str) -> None:
    """Another series, another case or another width: the second is told, with the first and its row."""
    rows = (f"PRB0000007,New,{MAY},{MAY},", f"PRB0000008,New,{MAY},{MAY},", f"{other},Resolved,{JULY},{MAY},")
    ((line, column, message, _),) = imported(tmp_path, *rows)
    assert (line, column) == (4, 1)
    assert message == f"row 4, column number: '{other}' and 'PRB0000007' of row 2 would both be PRB-2011-0007"


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (f"PRB{'0' * 60}7", "(64 characters) is no number of a ticket"),
        ("libstdc++6", "'libstdc++6' (10 characters) is no number of a ticket"),
    ],
)
def test_a_number_that_is_none_is_told_with_its_place_and_the_limit(tmp_path: Path, number: str, told: str) -> None:
    """Sixty-three characters at most, and no other sign than ids have: nothing is cut out of a longer text."""
    ((line, column, message, hint),) = imported(tmp_path, f"{number},New,{MAY},{MAY},")
    assert (line, column) == (2, 1)
    assert told in message
    assert "at most 63 characters" in hint


def test_a_number_beyond_the_kind_s_ids_is_told_with_their_form(tmp_path: Path) -> None:
    """Ten digits and more are no running number."""
    ((line, column, message, hint),) = imported(tmp_path, f"PRB12345678901234,New,{MAY},{MAY},")
    assert (line, column, hint) == (2, 1, "ids look like PRB-{year}-{number:04}")
    assert "PRB-2011-12345678901234 is no id of a problem" in message


def test_blanks_around_a_number_do_not_matter(tmp_path: Path) -> None:
    """Both rows are of one record."""
    assert imported(tmp_path, f"PRB0000007,New,{MAY},{MAY},", f" PRB0000007 ,Resolved,{JULY},{MAY},") == []
