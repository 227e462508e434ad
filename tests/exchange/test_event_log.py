import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itsmctl.cli import main
from itsmctl.clock import instant
from itsmctl.document import HIDDEN, parse
from itsmctl.exchange import import_event_log
from itsmctl.exchange.emit import emit
from itsmctl.findings import Fatal
from itsmctl.repo import find
from itsmctl.rules import judge
from itsmctl.snapshot import take
from itsmctl.tree import from_disk

HERE = Path(__file__).parent
LOG = HERE / "log.csv"
EXAMPLE = HERE.parents[1] / "examples" / "event-log"
MAPPING = EXAMPLE / "mapping.yaml"


def lines(repo: Path, *words: str) -> list[str]:
    """Ask the imported repository's own git, oldest commit first."""
    return find(repo).text("log", "--reverse", *words).split("\n")


def edited(folder: Path, old: str, new: str, source: Path = LOG) -> Path:
    """Copy the log, or the mapping, with one text replaced."""
    text = source.read_text("utf-8")
    assert old in text
    copy = folder / source.name
    copy.write_text(text.replace(old, new, 1), "utf-8")
    if source == MAPPING:
        (folder / "base").symlink_to(EXAMPLE / "base")
    return copy


def version(repo: Path, commit: str, path: str) -> Any:
    """Read one version of a record."""
    return parse(path, find(repo).run("show", f"{commit}:{path}")[1])[0].value


def test_every_row_becomes_one_commit_with_its_own_time_and_author(tmp_path: Path) -> None:
    """Author's and committer's date are the row's time, the author who updated it; the root is a second older."""
    made, findings = import_event_log(MAPPING, LOG, tmp_path / "new")
    assert made is not None
    assert (made.events, made.records, findings) == (47, 12, [])
    rows = lines(tmp_path / "new", "--format=%aI|%cI|%an|%ae|%s")
    assert len(rows) == 48
    assert rows[0].startswith("2016-03-01T08:04:59+00:00|2016-03-01T08:04:59+00:00|itsmctl import|")
    time = "2016-03-01T08:05:00+00:00"
    assert rows[1] == f"{time}|{time}|Updated by 1|updated-by-1@import.example|INC-2016-0051: new"


def test_the_result_has_no_error_and_a_clean_work_tree(tmp_path: Path) -> None:
    """What is imported is a repository like any other: it validates, and nothing is left to commit."""
    import_event_log(MAPPING, LOG, tmp_path / "new")
    repo = find(tmp_path / "new")
    snapshot = take(from_disk(repo))
    assert [f for f in snapshot.findings if f.severity.word != "note"] == []
    told = judge(snapshot, instant("2016-06-01T00:00:00Z"))
    assert {f.code for f in told} == {"missing-for-state"}
    assert {f.severity.word for f in told} == {"note"}
    assert repo.text("status", "--porcelain") == ""
    assert repo.text("symbolic-ref", "HEAD") == "refs/heads/main"


def test_the_future_that_the_log_knows_is_not_written_early(tmp_path: Path) -> None:
    """resolved_at and closed_at stand in every row; a version holds them only once they have come."""
    import_event_log(MAPPING, LOG, tmp_path / "new")
    path = "records/incident/2016/00/INC-2016-0052.yaml"
    commits = lines(tmp_path / "new", "--format=%H", "--", path)
    held = [version(tmp_path / "new", commit, path) for commit in commits]
    assert [v["status"] for v in held] == ["new", "resolved", "in-progress", "resolved", "closed"]
    assert [v.get("resolved_at") for v in held] == [None, None, None, *["2016-03-01T15:00:00Z"] * 2]
    assert [v.get("closed_at") for v in held] == [*[None] * 4, "2016-03-06T15:00:00Z"]
    assert [v.get("resolution") for v in held] == [None, "code 1", None, "code 1", "code 1"]


def test_an_older_row_follows_its_own_record_and_keeps_its_time(tmp_path: Path) -> None:
    """Rows of one incident stay in file order even where the second is older than the first."""
    import_event_log(MAPPING, LOG, tmp_path / "new")
    rows = lines(tmp_path / "new", "--format=%cI %s", "--", "records/incident/2016/00/INC-2016-0055.yaml")
    assert rows[:2] == [
        "2016-03-02T08:30:00+00:00 INC-2016-0055: new",
        "2016-03-02T08:10:00+00:00 INC-2016-0055: on-hold",
    ]


def test_the_same_log_gives_the_same_commit_ids(tmp_path: Path) -> None:
    """Nothing of the machine, the clock, the file's name or its compression is in a commit."""
    packed = tmp_path / "another-name.csv.gz"
    packed.write_bytes(gzip.compress(LOG.read_bytes()))
    made = [import_event_log(MAPPING, log, tmp_path / name)[0] for name, log in (("a", LOG), ("b", packed))]
    assert made[0] is not None
    assert made[1] is not None
    assert made[0].commit == made[1].commit


Fault = tuple[str, str, str, int, int]
FAULTS: list[Fault] = [
    ("1/3/2016 08:30", "31/2/2016 08:30", "row 3, column sys_updated_at: '31/2/2016 08:30' is no time", 3, 11),
    ("1/3/2016 08:30", "?", "row 3, column sys_updated_at: the time is missing", 3, 11),
    ("INC0000051,Active", "INC0000051,Asleep", "row 3, column incident_state: 'Asleep' is not in the mapping", 3, 2),
    ("INC0000051,Active", "ticket,Active", "row 3, column number: 'ticket' has no number", 3, 1),
    (
        "0000051,Active,true,0,0,1,",
        "0000051,Active,true,0,0,one,",
        "row 3, column sys_mod_count: 'one' is no whole",
        3,
        6,
    ),
    ("0000051,Active,true,0,0,1,true", "0000051,Active,true,0,0,1,yes", "column made_sla: 'yes' is neither true", 3, 7),
    ("0000051,Active,true,", "0000051,Active,", "row 3, column closed_at: the row has 29 cells, the header 30", 3, 30),
    ("Updated by 2", "Updated\u202eby 2", "row 3, column sys_updated_by: the cell holds a character", 3, 10),
]


@pytest.mark.parametrize(("old", "new", "message", "line", "column"), FAULTS)
def test_a_broken_row_is_told_with_row_and_column(
    tmp_path: Path, old: str, new: str, message: str, line: int, column: int
) -> None:
    """The finding names row, column and cell; nothing is made."""
    made, findings = import_event_log(MAPPING, edited(tmp_path, old, new), tmp_path / "new")
    assert made is None
    assert message in findings[0].message
    assert (findings[0].where.path, findings[0].where.line, findings[0].where.column) == ("log.csv", line, column)
    assert not (tmp_path / "new").exists()


def test_a_row_that_makes_no_valid_record_says_why(tmp_path: Path) -> None:
    """A required field that the row leaves empty is told in the words of the schema."""
    log = edited(tmp_path, "2 - Medium,2 - Medium", "?,2 - Medium")
    _, findings = import_event_log(MAPPING, log, tmp_path / "new")
    assert "impact" in findings[0].message
    assert findings[0].where.line == 2


MAPPINGS = [
    ("column: sys_updated_at", "column: sys_update_at", "unknown-column", 7, "did you mean sys_updated_at?"),
    ("kind: incident", "kin: incident", "schema", 3, "did you mean kind?"),
    ("as: integer", "as: int", "schema", 35, "one of text, integer"),
    ("{number}: {category}", "{numer}: {category}", "unknown-column", 10, "did you mean number?"),
    ("kind: incident", "kind: [", "yaml-syntax", 3, ""),
]


@pytest.mark.parametrize(("old", "new", "code", "line", "hint"), MAPPINGS)
def test_a_wrong_mapping_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, code: str, line: int, hint: str
) -> None:
    """A misspelt column, an unknown word or broken YAML in the mapping is a finding at its place."""
    made, findings = import_event_log(edited(tmp_path, old, new, MAPPING), LOG, tmp_path / "new")
    assert made is None
    told = {(f.where.path, f.where.line) for f in findings}
    assert ("mapping.yaml", line) in told, findings
    assert any(hint in f.hint for f in findings)
    assert code in {f.code for f in findings}


STOPS: list[tuple[str, Callable[[Path], tuple[Path, Path, Path]], str]] = [
    ("in use", lambda d: (MAPPING, LOG, d), "is not empty"),
    ("no parent", lambda d: (MAPPING, LOG, d / "a" / "b"), "there is no folder"),
    ("no kind", lambda d: (edited(d, "kind: incident", "kind: indecent", MAPPING), LOG, d / "n"), "there is no kind"),
    ("no number", lambda d: (edited(d, "kind: incident", "kind: service", MAPPING), LOG, d / "n"), "not made of year"),
    ("no base", lambda d: (edited(d, "base: base", "base: bass", MAPPING), LOG, d / "n"), "is no folder"),
    ("empty", lambda d: (MAPPING, _written(d, b""), d / "n"), "the log is empty"),
    ("no rows", lambda d: (MAPPING, _written(d, LOG.read_bytes().split(b"\n")[0]), d / "n"), "the log has no rows"),
    ("cut off", lambda d: (MAPPING, _written(d, gzip.compress(LOG.read_bytes())[:-200]), d / "n"), "cannot be read"),
    ("not UTF-8", lambda d: (MAPPING, _written(d, b"number,\xff\n1,2\n"), d / "n"), "header is not UTF-8"),
    ("bad quotes", lambda d: (MAPPING, _written(d, LOG.read_bytes() + b'a,"b"c\n'), d / "n"), "cannot be read"),
]


def _written(folder: Path, data: bytes) -> Path:
    path = folder / "written.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(("make", "message"), [case[1:] for case in STOPS], ids=[case[0] for case in STOPS])
def test_what_cannot_be_imported_stops_with_a_sentence_and_leaves_nothing(
    tmp_path: Path, make: Callable[[Path], tuple[Path, Path, Path]], message: str
) -> None:
    """Whatever is wrong, the folder beside is as it was."""
    (tmp_path / "kept").write_text("x")
    arguments = make(tmp_path)
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(Fatal, match=message):
        import_event_log(*arguments)
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_an_interruption_leaves_an_empty_folder_empty(tmp_path: Path) -> None:
    """All or nothing: a run that is stopped in the middle leaves what was there before it."""
    into = tmp_path / "new"
    into.mkdir()

    def stopped(chunks: Iterable[bytes], _: int) -> Iterable[bytes]:
        yield from list(chunks)[:5]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_event_log(MAPPING, LOG, into, stopped)
    assert [path.name for path in tmp_path.iterdir()] == ["new"]
    assert list(into.iterdir()) == []
    made, _ = import_event_log(MAPPING, LOG, into)
    assert made is not None


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    """Git may write no file above 4 KiB: the import stops with exit 3, a sentence, and nothing made."""
    script = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096));"
        "from itsmctl.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    words = ["import", "event-log", str(MAPPING), str(LOG), "--into", str(tmp_path / "new")]
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", script, *words], capture_output=True, text=True, check=False, env=environment
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith("itsmctl: the import stopped: git fast-import failed")
    assert "is the disk full?" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_what_it_made_and_exits_by_the_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """0 with what to do next, 1 for broken rows on the error stream."""
    assert main(["import", "event-log", str(MAPPING), str(LOG), "--into", str(tmp_path / "new")]) == 0
    assert "47 events of 12 records" in capsys.readouterr().out
    log = edited(tmp_path, "INC0000051,Active", "INC0000051,Asleep")
    assert main(["import", "event-log", str(MAPPING), str(log), "--into", str(tmp_path / "other")]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "log.csv:3:2: row 3, column incident_state" in told.err


TEXT = st.text(max_size=40).filter(lambda text: not HIDDEN.search(text))
NUMBER = st.one_of(st.integers(-(10**14), 10**14), st.floats(allow_nan=False, allow_infinity=False, width=32))
VALUE = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBER, TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXT, inner, max_size=4)),
    max_leaves=12,
)


@given(st.dictionaries(TEXT, VALUE, min_size=1, max_size=6))
def test_what_is_written_reads_back_as_the_same_value(record: dict[str, Any]) -> None:
    """The strict reader takes the written text for the value that was meant, whatever it holds."""
    document, findings = parse("x.yaml", emit(record))
    assert findings == []
    assert json.dumps(document.value) == json.dumps(record)


@pytest.mark.parametrize(
    "word", ["no", "null", "~", "", "1", "1e3", "0x1", " a", "a ", "a: b", "a #b", "- a", "*x", "<<"]
)
def test_a_text_that_looks_like_something_else_stays_text(word: str) -> None:
    """Words that some reader takes for a number, a truth value, a list or an alias are quoted."""
    import yaml

    assert yaml.safe_load(emit({"a": word})) == {"a": word}
    assert parse("x.yaml", emit({"a": word}))[0].value == {"a": word}
