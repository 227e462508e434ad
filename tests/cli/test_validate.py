"""``itsmctl validate``: which records, which rules, how much is said and where."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from itsmctl.cli import main
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
