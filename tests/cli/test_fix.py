"""``itsmctl validate --fix``: what findings know for certain is shown, asked about, and written."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from itsmctl.cli import main
from tests.world import ROLE, Sandbox, ci, schemas

Make = Callable[[Mapping[str, str | bytes]], Sandbox]
FAULTY = (
    "# Kept\ntitle: >\n  A machine\nclass: host\nstatus: Operational   # as ever\nownr: operations\n"
    "tags: [a, b, a]\ndepends_on:\n  - lab-db1\nversion: 1e5\n"
)
MENDED = (
    "# Kept\ntitle: >-\n  A machine\nclass: host\nstatus: operational   # as ever\nowner: operations\n"
    'tags: [a, b]\ndepends_on:\n  - lab-db01\nversion: "1e5"\n'
)
RECORDS: Mapping[str, str | bytes] = {**ROLE, "ci/lab-db01.yaml": ci("Database"), "ci/a.yaml": FAULTY}


def content(made: Sandbox, path: str = "records/ci/a.yaml") -> str:
    """Read a file of the work tree."""
    return (made.top / path).read_bytes().decode()


def on_a_terminal(made: Sandbox, answer: str) -> tuple[str, int]:
    """Run it on a terminal that answers; return what was shown, and the exit code."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "itsmctl", "validate", "--fix", "--root", str(made.top)]
    environment = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as process:
        os.close(theirs)
        os.write(ours, f"{answer}\n".encode())
        shown = b""
        try:
            while piece := os.read(ours, 4096):
                shown += piece
        except OSError:
            pass  # how a terminal ends
        code = process.wait()
    os.close(ours)
    return shown.decode(), code


def test_yes_writes_what_is_known_and_judges_the_result(sandbox: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """The report and the exit code are those of what was written; the file's mode stays."""
    made = sandbox(RECORDS)
    (made.top / "records/ci/a.yaml").chmod(0o640)

    assert main(["validate", "--fix", "--yes", "--root", str(made.top)]) == 0

    out = capsys.readouterr().out
    assert content(made) == MENDED
    assert "\n-  - lab-db1\n" in out
    assert out.endswith("3 records: 0 errors, 0 warnings\n")
    assert (made.top / "records/ci/a.yaml").stat().st_mode & 0o777 == 0o640
    assert made.git("status", "--porcelain") == "M records/ci/a.yaml"


def test_a_pipe_is_shown_and_not_written(sandbox: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody can agree there; the exit code is that of the records as they are."""
    made = sandbox(RECORDS)

    assert main(["validate", "--fix", "--root", str(made.top)]) == 1

    told = capsys.readouterr()
    assert content(made) == FAULTY
    assert "+owner: operations" in told.out
    assert "\x1b[" not in told.out
    assert "nothing was written: --yes writes what is shown" in told.err


def test_the_difference_can_be_applied(sandbox: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """Beside a report for programs it goes to the error stream, as git takes it."""
    made = sandbox(RECORDS)

    main(["validate", "--fix", "--format", "json", "--root", str(made.top)])

    told = capsys.readouterr()
    assert told.out.startswith("{")
    (made.top / "patch").write_text(told.err.partition("itsmctl:")[0])
    made.git("apply", "patch")
    assert content(made) == MENDED


def test_code_scanning_is_told_the_same_edits(sandbox: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """Each as the characters that it changes: made together, from the last to the first, they mend the file."""
    made = sandbox(RECORDS)

    main(["validate", "--format", "sarif", "--root", str(made.top)])

    (run,) = json.loads(capsys.readouterr().out)["runs"]
    changes = [change for one in run["results"] for fix in one.get("fixes", ()) for change in fix["artifactChanges"]]
    lines = FAULTY.splitlines(keepends=True)
    cuts = []
    for change in changes:
        (replacement,) = change["replacements"]
        region = replacement["deletedRegion"]
        start, end = (
            sum(map(len, lines[: region[f"{word}Line"] - 1])) + region[f"{word}Column"] - 1 for word in ("start", "end")
        )
        cuts.append((start, end, replacement["insertedContent"]["text"]))
    text = FAULTY
    for start, end, new in sorted(cuts, reverse=True):
        text = f"{text[:start]}{new}{text[end:]}"
    assert text == MENDED


@pytest.mark.parametrize(("answer", "written", "code"), [("y", True, 0), ("", False, 1), ("n", False, 1)])
def test_a_terminal_is_asked(sandbox: Make, answer: str, written: bool, code: int) -> None:
    """In colour; only yes is yes."""
    made = sandbox(RECORDS)

    shown, ended = on_a_terminal(made, answer)

    assert "Write this to records/ci/a.yaml? [y/N]" in shown
    assert "\x1b[32m+owner: operations\x1b[0m" in shown
    assert content(made) == (MENDED if written else FAULTY)
    assert ended == code


def test_a_file_that_would_be_worse_is_left(sandbox: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """Mending its state would show that the state needs more; the other file is mended all the same."""
    incident = "title: x\nstatus: Resolved\nimpact: low\nurgency: low\ndetected_at: 2026-01-02T00:00:00Z\n"
    made = sandbox({**RECORDS, "incident/INC-2026-0001.yaml": incident})

    assert main(["validate", "--fix", "--yes", "--root", str(made.top)]) == 1

    told = capsys.readouterr()
    assert "INC-2026-0001.yaml is left as it is: it would have more errors than before" in told.err
    assert content(made, "records/incident/INC-2026-0001.yaml") == incident
    assert content(made) == MENDED


def test_only_the_paths_that_are_named_are_mended(
    sandbox: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As only they are reported."""
    made = sandbox({**RECORDS, "ci/b.yaml": ci("B").replace("owner", "ownr")})
    monkeypatch.chdir(made.top)

    assert main(["validate", "--fix", "--yes", "records/ci/b.yaml"]) == 0

    assert content(made, "records/ci/b.yaml") == ci("B")
    assert content(made) == FAULTY
    assert "records/ci/a.yaml" not in capsys.readouterr().out


def test_what_nobody_knows_for_certain_is_said(sandbox: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """No edit is made up."""
    made = sandbox({**ROLE, "ci/a.yaml": ci("A", "depends_on: [nothing-like-it]\n")})

    assert main(["validate", "--fix", "--yes", "--root", str(made.top)]) == 1
    assert "no finding here knows for certain" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--fix", "--at", "HEAD"], ["--yes"]])
def test_options_that_contradict_each_other_are_wrong_usage(sandbox: Make, words: list[str]) -> None:
    """Before anything is read."""
    assert main(["validate", "--root", str(sandbox(RECORDS).top), *words]) == 2


def test_records_in_a_folder_of_a_larger_repository_are_mended_and_judged_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The difference names paths from the top, and what is new is held against its neighbours."""
    made = Sandbox.create(tmp_path / "large")
    files = {**schemas(), **{f"records/{path}": text for path, text in RECORDS.items()}}
    made.write({f"ops/{path}": text for path, text in files.items()})
    root = ["--root", str(made.top / "ops")]

    assert main(["validate", "--fix", "--yes", *root]) == 0
    assert "+++ b/ops/records/ci/a.yaml" in capsys.readouterr().out
    assert content(made, "ops/records/ci/a.yaml") == MENDED
    assert main(["new", "ci", "b", "--set", "owner=nobody", *root]) == 2
    assert "nobody, which does not exist" in capsys.readouterr().err
    assert not (made.top / "ops/records/ci/b.yaml").exists()
