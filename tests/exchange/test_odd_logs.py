"""Logs and mappings as they come out of real systems: what fits is taken over, the rest is told in one line."""

from pathlib import Path

import pytest

from itsmctl.cli import main
from itsmctl.document import parse
from itsmctl.exchange import import_event_log
from itsmctl.exchange.words import plain, shown
from itsmctl.findings import Fatal
from itsmctl.repo import find
from tests.exchange.test_event_log import EXAMPLE, LOG, MAPPING, edited

PATH = "records/incident/2016/00/INC-2016-0051.yaml"


def title(repo: Path) -> str:
    """Read the title of the first incident in the last commit."""
    return str(parse(PATH, find(repo).run("show", f"main:{PATH}")[1])[0].value["title"])


@pytest.mark.parametrize("time", ["1/1/1900 00:00", "31/12/1969 23:59", "1/1/2100 00:00", "1/1/0001 00:00"])
def test_a_time_that_git_cannot_keep_is_a_broken_row(tmp_path: Path, time: str) -> None:
    """Commit dates lie between 1970 and 2099: any other is told with row and column, and nothing is made."""
    made, findings = import_event_log(MAPPING, edited(tmp_path, "1/3/2016 08:30", time), tmp_path / "new")
    assert made is None
    assert [(f.code, f.where.line, f.where.column) for f in findings] == [("broken-row", 3, 11)]
    assert f"'{time}' is not between 1970-01-01 and 2099-12-31" in findings[0].message
    assert not (tmp_path / "new").exists()


def test_the_first_moment_of_1970_makes_a_repository_that_git_calls_sound(tmp_path: Path) -> None:
    """The root commit is then not older than git's first date, and the history can be read."""
    log = edited(tmp_path, "1/3/2016 08:05", "1/1/1970 00:00")
    log.write_text(log.read_text("utf-8").replace("1/3/2016 08:05", "1/1/1970 00:00"), "utf-8")
    made, findings = import_event_log(MAPPING, log, tmp_path / "new")
    assert (made is not None, findings) == (True, [])
    repo = find(tmp_path / "new")
    assert repo.run("fsck", "--strict")[0] == 0
    assert repo.text("log", "--reverse", "--format=%ct").split()[:2] == ["0", "0"]


TIMES = [
    ("zone: UTC", "zone: Europe/Berlni", "there is no zone Europe/Berlni", "did you mean Europe/Berlin?"),
    ("zone: UTC", "zone: Mars/Phobos", "there is no zone Mars/Phobos", "zones are named like Europe/Berlin"),
    ("zone: UTC", "zone: ../../etc/passwd", "there is no zone ../../etc/passwd", "zones are named like"),
    ("%d/%m/%Y %H:%M", "%d/%m %H:%M", "time.format: it has no year", "write it like %d/%m/%Y"),
    ("%d/%m/%Y %H:%M", "%Y/%d/%d", "time.format: redefinition of group", "write it like %d/%m/%Y"),
    ("%d/%m/%Y %H:%M", "%Y%Q", "time.format: 'Q' is a bad directive", "write it like %d/%m/%Y"),
]


@pytest.mark.parametrize(("old", "new", "message", "hint"), TIMES)
def test_a_zone_or_format_that_does_not_exist_is_told_at_its_line(
    tmp_path: Path, old: str, new: str, message: str, hint: str
) -> None:
    """A finding at the mapping's line, with the nearest zone; never a traceback."""
    made, findings = import_event_log(edited(tmp_path, old, new, MAPPING), LOG, tmp_path / "new")
    assert made is None
    assert [(f.code, f.where.path, f.where.line) for f in findings] == [("schema", "mapping.yaml", 7)]
    assert message in findings[0].message
    assert hint in findings[0].hint


def test_an_offset_in_the_log_counts_more_than_the_zone_of_the_mapping(tmp_path: Path) -> None:
    """%z reads the row's own offset: 08:05 +02:00 is 06:05 in UTC."""
    mapping = edited(tmp_path, "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M%z", MAPPING)
    text = LOG.read_text("utf-8").splitlines()
    log = tmp_path / "offset.csv"
    cells = [cell if ":" not in cell else f"{cell}+0200" for cell in text[1].split(",")]
    log.write_text(f"{text[0]}\n{','.join(cells)}\n", "utf-8")
    made, findings = import_event_log(mapping, log, tmp_path / "new")
    assert (made is not None, findings) == (True, [])
    assert find(tmp_path / "new").text("log", "-1", "--format=%cI") == "2016-03-01T06:05:00+00:00"


@pytest.mark.parametrize("text", ["{", "{number", "number}", "{}", "{{number}}"])
def test_a_stray_brace_in_a_text_is_told_at_its_line(tmp_path: Path, text: str) -> None:
    """Only {column} is put in place; anything else between braces is a finding."""
    mapping = edited(tmp_path, "{number}: {category}, {subcategory}, {u_symptom}", text, MAPPING)
    _, findings = import_event_log(mapping, LOG, tmp_path / "new")
    assert [(f.code, f.where.line) for f in findings] == [("schema", 10)]


@pytest.mark.parametrize("broken", ['"Category\n 1"', '"Category\r\n\r\n1 "', '"Category\t1"'])
def test_a_line_break_in_a_cell_is_one_space_in_a_title(tmp_path: Path, broken: str) -> None:
    """White space is folded in a text made of cells, and in a field that holds one line."""
    log = tmp_path / "log.csv"
    log.write_bytes(LOG.read_text("utf-8").replace("Category 1,", f"{broken},").encode())
    mapping = tmp_path / "mapping.yaml"
    (tmp_path / "base").symlink_to(EXAMPLE / "base")
    wanted = {"made of cells": "{text: 'About {category}'}", "one cell": "{column: category}"}
    for number, source in enumerate(wanted.values()):
        old = '{text: "{number}: {category}, {subcategory}, {u_symptom}"}'
        mapping.write_text(MAPPING.read_text("utf-8").replace(old, source), "utf-8")
        made, findings = import_event_log(mapping, log, tmp_path / f"new{number}")
        assert (made is not None, findings) == (True, [])
        assert title(tmp_path / f"new{number}") == ("Category 1" if number else "About Category 1")


ROWS = [
    ("INC0000051,Active", 'INC0000051,"As\nleep"', "'As\\nleep' is not in the mapping", 2, ""),
    ("INC0000051,Active", "INC0000051,\udcff", "the cell is not UTF-8", 2, "save the log as UTF-8"),
    ("INC0000051,Active,true,0", f"INC0000051,Active,true,{'7' * 5000}", f"'{'7' * 80}'... is no whole number", 4, ""),
    ("Updated by 2", "x" * (1024 * 1024 + 1), "the cell has 1,048,577 characters", 10, "shorten it"),
    ("Updated by 2", '"' + "\u00e4\n" * 90_000 + '"', "", 0, ""),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message", "column", "hint"), ROWS)
def test_an_odd_cell_is_told_in_one_short_line_with_row_and_column(
    tmp_path: Path, old: str, new: str, message: str, column: int, hint: str
) -> None:
    """Line breaks are escaped, long cells shortened, bytes that are not UTF-8 located; 180,000 characters are none."""
    log = tmp_path / "log.csv"
    lines = LOG.read_bytes().decode().splitlines(keepends=True)
    assert old in lines[2]
    lines[2] = lines[2].replace(old, new, 1)
    log.write_bytes("".join(lines).encode("utf-8", "surrogateescape"))
    made, findings = import_event_log(MAPPING, log, tmp_path / "new")
    if not message:
        assert (made is not None, findings) == (True, [])
        return
    assert [(f.code, f.where.line, f.where.column) for f in findings] == [("broken-row", 3, column)]
    assert message in findings[0].message
    assert hint in findings[0].hint
    assert "\n" not in findings[0].message
    assert len(findings[0].message) < 450


def test_a_record_larger_than_what_is_read_is_a_broken_row(tmp_path: Path) -> None:
    """Cells that fit one by one but not together would make a file that no verb reads."""
    log = tmp_path / "log.csv"
    lines = LOG.read_text("utf-8").splitlines(keepends=True)
    half = "y" * 700_000
    lines[2] = lines[2].replace("Caller 1", half, 1).replace("Group 1", half, 1)
    log.write_text("".join(lines), "utf-8")
    _, findings = import_event_log(MAPPING, log, tmp_path / "new")
    assert [(f.where.line, "larger than 1 MiB" in f.message) for f in findings] == [(3, True)]


def test_the_row_of_a_fault_is_the_line_on_which_it_begins(tmp_path: Path) -> None:
    """Cells of several lines in the rows above, and in the row itself, do not move it."""
    lines = LOG.read_text("utf-8").splitlines(keepends=True)
    lines[1] = lines[1].replace("Caller 1", '"Caller\n\n1"', 1)
    lines[2] = lines[2].replace("Caller 1", '"Caller\n1"', 1).replace("Active", "Asleep", 1)
    log = tmp_path / "log.csv"
    log.write_text("".join(lines), "utf-8")
    _, findings = import_event_log(MAPPING, log, tmp_path / "new")
    assert [f.where.line for f in findings] == [5]


def test_a_quote_that_is_never_closed_is_told_where_its_row_begins(tmp_path: Path) -> None:
    """Not at the end of the file, where nobody would look."""
    with pytest.raises(Fatal, match="cannot be read on") as told:
        import_event_log(MAPPING, edited(tmp_path, "INC0000051,Active", 'INC0000051,"Active'), tmp_path / "new")
    assert told.value.where is not None
    assert told.value.where.line == 3


@pytest.mark.parametrize("text", ["", "# only a comment\n", "- a\n", "word\n"])
def test_what_is_no_mapping_gets_a_hint_that_can_be_followed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    """The hint names the example's mapping, and no command that does not exist."""
    (tmp_path / "mapping.yaml").write_text(text)
    assert main(["import", "event-log", str(tmp_path / "mapping.yaml"), str(LOG), "--into", str(tmp_path / "n")]) == 1
    told = capsys.readouterr().err
    assert "examples/event-log/mapping.yaml" in told
    assert "itsmctl new" not in told
    assert MAPPING.is_file()


def test_a_message_is_one_line_and_a_cell_in_it_is_short() -> None:
    """Control characters show as escapes; 80 characters of a cell and 400 of a message are enough."""
    assert plain("a\nb\x1b\u2028c") == "a\\nb\\x1b\\u2028c"
    assert plain("x" * 500) == "x" * 400 + "..."
    assert shown("y" * 81) == f"'{'y' * 80}'..."
