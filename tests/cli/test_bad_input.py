"""What bad input gets: a finding at its place, or one line and a hint; never a traceback, never a change."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from itsmctl.cli import main
from itsmctl.tree import LIMIT
from tests.world import ROLE, Sandbox, ci

Make = Callable[[Mapping[str, str | bytes]], Sandbox]


BAD: list[tuple[str, Mapping[str, str | bytes], str, str]] = [
    ("bytes that are not UTF-8", {"ci/a.yaml": ci().encode() + b"notes: \xff\n"}, "records/ci/a.yaml:5:8", "not-utf-8"),
    ("a file that is too large", {"ci/a.yaml": b"#" * (LIMIT + 1)}, "records/ci/a.yaml:1:1", "unreadable-file"),
    ("a folder that is no kind", {"cis/a.yaml": ci()}, "records/cis/a.yaml:1:1", "unknown-kind"),
    ("a file in no folder", {"a.yaml": ci()}, "records/a.yaml:1:1", "stray-file"),
    ("another ending", {"ci/a.yml": ci()}, "records/ci/a.yml:1:1", "stray-file"),
    ("a name that is no id", {"rfc/urgent.yaml": "title: A\n"}, "records/rfc/urgent.yaml:1:1", "bad-id"),
    ("an id twice", {"ci/x/a.yaml": ci(), "ci/y/A.yaml": ci("B")}, "records/ci/y/A.yaml:1:1", "duplicate-id"),
    ("a name of nobody", {"ci/a.yaml": ci("A", "depends_on: [b]\n")}, "records/ci/a.yaml:5:14", "dangling-reference"),
    ("a name of the wrong kind", {"ci/a.yaml": ci("A", "asset: a\n")}, "records/ci/a.yaml:5:8", "wrong-kind"),
    (
        "a day that never comes",
        {"ci/a.yaml": ci("A", "verified_at: 2026-02-30T10:00:00Z\n")},
        "records/ci/a.yaml:5:14",
        "schema",
    ),
    (
        "an hour that never comes",
        {"ci/a.yaml": ci("A", "verified_at: 2026-02-03T24:00:00Z\n")},
        "records/ci/a.yaml:5:14",
        "schema",
    ),
    (
        "a billion laughs",
        {"ci/a.yaml": "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n"},
        "records/ci/a.yaml:1:4",
        "yaml-feature",
    ),
    ("a bottomless pit", {"ci/a.yaml": "[" * 100_000}, "records/ci/a.yaml:1:33", "too-complex"),
    ("a crowd", {"ci/a.yaml": "- a\n" * 60_000}, "records/ci/a.yaml:50000:3", "too-complex"),
    ("a number of a million digits", {"ci/a.yaml": "a: " + "9" * 1_000_000}, "records/ci/a.yaml:1:4", "yaml-value"),
    (
        "a tag that builds",
        {"ci/a.yaml": "a: !!python/object/apply:os.system [ls]\n"},
        "records/ci/a.yaml:1:4",
        "yaml-feature",
    ),
    ("a terminal's escape", {"ci/a.yaml": "title: \x1b[2J\n"}, "records/ci/a.yaml:1:8", "hidden-character"),
    ("nothing", {"ci/a.yaml": b""}, "records/ci/a.yaml:1:1", "schema"),
]


@pytest.mark.parametrize(("records", "where", "code"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_bad_input_is_a_finding_at_its_place(
    sandbox: Make,
    capsys: pytest.CaptureFixture[str],
    records: Mapping[str, str | bytes],
    where: str,
    code: str,
) -> None:
    """Exit 1, no traceback, and nothing changes in the repository."""
    made = sandbox({**ROLE, **records})

    assert main(["validate", "--root", str(made.top)]) == 1

    told = capsys.readouterr()
    assert f"{where}: error[{code}]" in told.out
    assert told.err == ""
    assert made.git("status", "--porcelain") == ""


def test_a_link_is_not_followed(sandbox: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """To a file or to a folder, inside or outside."""
    made = sandbox(ROLE)
    (tmp_path / "secret.yaml").write_text("title: Secret\n")
    (made.top / "records/ci").mkdir()
    (made.top / "records/ci/a.yaml").symlink_to(tmp_path / "secret.yaml")
    (made.top / "records/service").symlink_to(tmp_path)

    assert main(["validate", "--root", str(made.top)]) == 1

    out = capsys.readouterr().out
    assert "records/ci/a.yaml:1:1: error[irregular-file]" in out
    assert "records/service:1:1: error[irregular-file]" in out
    assert "Secret" not in out


def fatal(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run what cannot go on, and return what it says."""
    assert main(["validate", *words]) == 3
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("itsmctl: ")
    assert "\n  hint: " in told.err
    return told.err


def test_a_broken_schema_ends_the_run_at_its_line(sandbox: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing can be judged by it."""
    made = sandbox(ROLE)
    schema = made.top / "schemas/ci.json"
    schema.write_text(schema.read_text().replace('"control": "configuration"', '"control": "chaos"'))
    line = next(n for n, text in enumerate(schema.read_text().splitlines(), 1) if "chaos" in text)

    assert f"schemas/ci.json:{line}:" in fatal(capsys, "--root", str(made.top))


def test_a_repository_without_records_ends_the_run(sandbox: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """It would otherwise look like one in which all is well."""
    made = sandbox({})
    made.git("rm", "-r", "--quiet", "schemas")

    assert "there are no records here" in fatal(capsys, "--root", str(made.top))


def test_a_folder_without_git_ends_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The hint says how to begin."""
    assert "not in a git repository" in fatal(capsys, "--root", str(tmp_path))


def test_an_unborn_branch_has_a_work_tree_and_no_history(sandbox: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """What lies there is judged; a revision is not there yet."""
    made = sandbox(ROLE)
    made.git("checkout", "--quiet", "--orphan", "new")

    assert main(["validate", "--root", str(made.top)]) == 0
    capsys.readouterr()
    assert "there is no commit yet" in fatal(capsys, "--root", str(made.top), "--at", "HEAD")


def test_an_unknown_revision_ends_the_run(sandbox: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt one, and one that is no commit."""
    top = str(sandbox(ROLE).top)

    assert "'mian' names no commit" in fatal(capsys, "--root", top, "--at", "mian")
    assert "names no commit" in fatal(capsys, "--root", top, "--at", "main:records")


def test_a_shallow_clone_does_not_know_the_past(
    sandbox: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its tip is judged; an earlier commit or date ends the run."""
    made = sandbox(ROLE)
    first = made.git("rev-parse", "HEAD")
    made.commit("Second")
    made.git("clone", "--quiet", "--depth=1", f"file://{made.top}", str(tmp_path / "clone"))
    top = str(tmp_path / "clone")

    assert main(["validate", "--root", top, "--at", "HEAD"]) == 0
    capsys.readouterr()
    assert "shallow" in fatal(capsys, "--root", top, "--at", first)
    assert "shallow" in fatal(capsys, "--root", top, "--at", "2026-03-02T00:00:00Z")


@pytest.mark.parametrize(
    "words",
    [
        ["list", "ci"],
        ["impact", "a"],
        ["spof"],
        ["graph"],
        ["cutsets", "a"],
        ["whatif", "--lose", "a"],
        ["kedb", "match", "x"],
    ],
)
def test_what_could_not_be_read_is_named(words: list[str], sandbox: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """Files that are no records, and records that are not valid: an answer without them is no whole answer."""
    made = sandbox(
        {
            **ROLE,
            "ci/a.yaml": ci("A"),
            "ci/b.yaml": "title: B\n",
            "ci/web+api.yaml": ci("C", "depends_on: [a]\n"),
            f"ci/{'x' * 70}.yaml": ci("D"),
        }
    )

    main([*words, "--root", str(made.top)])

    told = capsys.readouterr().err
    assert f"no record, and left out: records/ci/web+api.yaml, records/ci/{'x' * 70}.yaml; itsmctl validate" in told
    assert "not valid, and counted as empty: records/ci/b.yaml; itsmctl validate shows why" in told
