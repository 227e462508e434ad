"""``itsmctl validate``: exit codes, formats, and what bad input gets."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from itsmctl.cli import main
from itsmctl.tree import LIMIT
from tests.world import ROLE, Sandbox, ci

Make = Callable[[Mapping[str, str | bytes]], Sandbox]
TWINS: Mapping[str, str | bytes] = {**ROLE, "ci/a.yaml": ci("Same"), "ci/b.yaml": ci("Same")}
NOTE: Mapping[str, str | bytes] = {
    **ROLE,
    "ci/a.yaml": ci("A"),
    "ci/b.yaml": ci("B", "depends_on: [{any_of: [a], need: 1, effect: degraded}]\n"),
}
BROKEN: Mapping[str, str | bytes] = {**ROLE, "ci/a.yaml": ci("A", "nope: 1\n")}


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """No colour, whatever the terminal of the tests."""
    monkeypatch.delenv("FORCE_COLOR", raising=False)


@pytest.mark.parametrize(
    ("records", "limit", "code"),
    [
        (ROLE, "note", 0),
        (NOTE, "note", 1),
        (NOTE, "warning", 0),
        (NOTE, "error", 0),
        (TWINS, "note", 1),
        (TWINS, "warning", 1),
        (TWINS, "error", 0),
        (BROKEN, "note", 1),
        (BROKEN, "warning", 1),
        (BROKEN, "error", 1),
    ],
)
def test_the_exit_code_is_one_from_the_limit_on(
    sandbox: Make, records: Mapping[str, str | bytes], limit: str, code: int
) -> None:
    """Whether much is said or little."""
    top = str(sandbox(records).top)

    assert main(["validate", "--root", top, "--fail-on", limit]) == code
    assert main(["validate", "--root", top, "--fail-on", limit, "--quiet"]) == code


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "github", "markdown"])
def test_the_exit_code_is_the_same_in_every_format(sandbox: Make, form: str) -> None:
    """Clean or not."""
    made = sandbox(ROLE)
    assert main(["validate", "--root", str(made.top), "--format", form]) == 0
    made.write({f"records/{path}": text for path, text in BROKEN.items()})
    assert main(["validate", "--root", str(made.top), "--format", form]) == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], 2),
        (["--help"], 0),
        (["--version"], 0),
        (["validat"], 2),
        (["validate", "--help"], 0),
        (["validate", "--format", "html"], 2),
        (["validate", "--fail-on", "never"], 2),
        (["validate", "--now", "soon"], 2),
        (["validate", "--at", "nowhere"], 3),
        (["validate", "--root", "/nowhere"], 3),
        (["validate", "/"], 2),
        (["show", "nothing"], 2),
        (["list", "nothing"], 2),
        (["schema", "nothing"], 2),
        (["explain", "nothing"], 2),
        (["impact"], 2),
        (["impact", "nothing"], 2),
        (["impact", "a=broken"], 2),
        (["graph", "nothing"], 2),
        (["graph", "--depth", "1"], 2),
        (["graph", "a", "--depth", "-1"], 2),
        (["graph", "a", "--depth", "x"], 2),
        (["completion", "csh"], 2),
        (["validate"], 0),
        (["show", "a"], 0),
        (["list", "ci"], 0),
        (["schema"], 0),
        (["explain"], 0),
        (["impact", "a"], 0),
        (["graph", "a", "--depth", "1"], 0),
    ],
)
def test_exit_codes_are_a_table(
    sandbox: Make,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    code: int,
) -> None:
    """0 clean, 1 findings, 2 usage, 3 cannot run; what goes wrong is told on the error stream alone."""
    monkeypatch.chdir(sandbox(NOTE).top)

    assert main(words) == code

    told = capsys.readouterr()
    assert "Traceback" not in told.err
    if code >= 2 and words:
        assert told.out == ""
        assert told.err


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


def test_a_missing_schema_folder_ends_the_run(sandbox: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """The hint says how to get one."""
    made = sandbox(ROLE)
    made.git("rm", "-r", "--quiet", "schemas")

    assert "there is no schema in schemas/" in fatal(capsys, "--root", str(made.top))


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


def test_a_revision_is_judged_by_its_own_records(sandbox: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever lies in the work tree now."""
    made = sandbox(BROKEN)
    first = made.git("rev-parse", "HEAD")
    made.write({"records/ci/a.yaml": ci()})
    made.commit("Mend")

    assert main(["validate", "--root", str(made.top)]) == 0
    assert main(["validate", "--root", str(made.top), "--at", "HEAD~1", "--format", "json"]) == 1

    value = json.loads(capsys.readouterr().out.partition("\n")[2])
    assert value["revision"] == first
    assert value["findings"][0]["path"] == "records/ci/a.yaml"


def test_a_second_run_says_the_same(sandbox: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """What is remembered changes nothing, and lies under the git directory only."""
    made = sandbox({**TWINS, **BROKEN, "ci/c.yaml": "a: ["})

    outputs = []
    for _ in range(2):
        assert main(["validate", "--root", str(made.top)]) == 1
        outputs.append(capsys.readouterr().out)

    assert outputs[0] == outputs[1]
    assert made.git("status", "--porcelain", "--ignored") == ""


def test_only_what_lies_in_the_paths_is_told(
    sandbox: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole is read, so that references resolve; the exit code is that of what is told."""
    made = sandbox({**BROKEN, "ci/b.yaml": ci("B", "depends_on: [a]\n"), "service/s.yaml": "title: S\n"})
    monkeypatch.chdir(made.top / "records")

    assert main(["validate", "ci/b.yaml"]) == 0
    assert "3 errors" not in capsys.readouterr().out
    assert main(["validate", "ci/b.yaml", "ci/a.yaml"]) == 1
    assert capsys.readouterr().out.count("error[") == 1
    assert main(["validate", "."]) == 1
    assert "service/s.yaml" in capsys.readouterr().out
    assert main(["validate", str(made.top)]) == 1
    capsys.readouterr()
    assert main(["validate", "/tmp"]) == 2
    assert "outside the repository" in capsys.readouterr().err


def test_quiet_says_nothing_when_nothing_fails(sandbox: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """And only what fails when something does."""
    top = str(sandbox({**TWINS, "ci/c.yaml": ci("C", "nope: 1\n")}).top)

    assert main(["validate", "--root", top, "--quiet"]) == 1
    out = capsys.readouterr().out
    assert "duplicate-title" not in out
    assert "nope" in out
    assert (
        main(["validate", "--root", str(Path(top) / "schemas"), "--quiet", str(Path(top) / "records/ci/a.yaml")]) == 0
    )
    assert capsys.readouterr().out == ""


def test_the_policy_lowers_and_excuses_for_a_time(sandbox: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """The clock is an argument: the day after the last day the finding is back."""
    excuse = "excuse:\n  - {rule: duplicate-title, record: ci/b, reason: Renamed soon, until: 2026-05-31}\n"
    top = str(sandbox({**TWINS, "policy/validation.yaml": f"title: Validation\n{excuse}"}).top)

    words = ["validate", "--root", top, "--fail-on", "warning", "--now"]
    assert main([*words, "2026-05-31T23:59:59Z"]) == 0
    assert main([*words, "2026-06-01T00:00:00Z"]) == 1
    out = capsys.readouterr().out
    assert "warning[duplicate-title]" in out
    assert "warning[expired-excuse]" in out


def test_the_policy_cannot_raise_or_excuse_what_is_no_rule(sandbox: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """A record that does not fit its schema stays an error."""
    policy = (
        "title: Validation\nseverities: {duplicate-title: error, schema: note}\n"
        "excuse:\n  - {rule: schema, record: ci/c, reason: Later, until: 2099-01-01}\n"
    )
    top = str(sandbox({**TWINS, "ci/c.yaml": ci("C", "nope: 1\n"), "policy/validation.yaml": policy}).top)

    assert main(["validate", "--root", top]) == 1
    out = capsys.readouterr().out
    assert "error[schema]" in out
    assert "warning[duplicate-title]" in out
    assert out.count("warning[unknown-rule] there is no rule schema") == 2


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, False),
    ],
)
def test_colour_is_for_terminals_unless_asked_for(
    sandbox: Make,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    variables: dict[str, str],
    coloured: bool,
) -> None:
    """A pipe gets none; NO_COLOR wins."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    main(["validate", "--root", str(sandbox(TWINS).top)])

    assert ("\x1b[" in capsys.readouterr().out) is coloured


def test_the_answer_can_go_into_a_file(sandbox: Make, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Then the terminal stays empty; a folder that is not there is one line."""
    top = str(sandbox(BROKEN).top)
    file = tmp_path / "report.json"

    assert main(["validate", "--root", top, "--format", "json", "--output", str(file)]) == 1
    assert capsys.readouterr().out == ""
    assert json.loads(file.read_text())["summary"]["error"] == 1
    assert main(["validate", "--root", top, "--output", str(tmp_path / "no" / "where")]) == 3
    assert "No such file or directory" in capsys.readouterr().err
