"""Facts about what gate.yml posts, with a stand-in for the forge's command line."""

import os
from pathlib import Path

import pytest

from itsmctl.render.verdict.comment import MARKER
from tests.gate_steps import bash, script


def forge_calls(folder: Path, text: str, **env: str) -> list[str]:
    """Run a script with a stand-in for gh that notes its arguments, and knows of one older comment."""
    stand_in = folder / "gh"
    stand_in.write_text('#!/bin/sh\nprintf "%s\\n" "$*" >> "$CALLS"\ncase "$*" in *--jq*) echo "$KNOWN";; esac\n')
    stand_in.chmod(0o755)
    given = {
        "PATH": f"{folder}:{os.environ['PATH']}",
        "CALLS": str(folder / "calls"),
        "RUNNER_TEMP": str(folder),
        "GITHUB_REPOSITORY": "lab/records",
        "GITHUB_SERVER_URL": "https://forge.example",
        "GITHUB_RUN_ID": "7",
        "HEAD": "1" * 40,
        "KNOWN": "",
        **env,
    }
    done = bash(text, folder, **given)
    assert done.returncode == 0, done.stderr
    return (folder / "calls").read_text("utf-8").splitlines()


@pytest.mark.parametrize(
    ("verdict", "conclusion"),
    [("approved", "success"), ("not approved", "failure"), ("undecidable", "failure"), ("", "failure")],
    ids=["approved", "not approved", "undecidable", "died before the verdict"],
)
def test_only_an_approved_head_gets_a_passing_check(tmp_path: Path, verdict: str, conclusion: str) -> None:
    """The check is posted on the head, and never as neutral or skipped, which would count as passed."""
    (call,) = forge_calls(tmp_path, script("Post the check"), VERDICT=verdict)
    assert "repos/lab/records/check-runs" in call
    assert f"head_sha={'1' * 40}" in call
    assert f"conclusion={conclusion} " in call


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ("", "--method POST repos/lab/records/issues/5/comments"),
        ("12\n13", "--method PATCH repos/lab/records/issues/comments/12 "),
    ],
    ids=["the first time", "again"],
)
def test_there_is_one_comment_and_it_is_renewed(tmp_path: Path, known: str, expected: str) -> None:
    """The report replaces the one before, and says which head it is about."""
    text = script("Write or renew the comment", "comment")
    report = f"{MARKER}\n# $(exit 9) `exit 9`"
    calls = forge_calls(tmp_path, text, NUMBER="5", REPORT=report, KNOWN=known)
    assert expected in calls[-1]
    body = (tmp_path / "comment.md").read_text("utf-8")
    assert body.startswith("<!-- itsmctl:gate v1 -->\n<!-- head " + "1" * 40)
    assert "# $(exit 9) `exit 9`" in body
    assert body.count(MARKER) == 1


def test_a_report_without_the_mark_gets_it(tmp_path: Path) -> None:
    """The tool may have died before it wrote one; the next run must find the comment all the same."""
    forge_calls(tmp_path, script("Write or renew the comment", "comment"), NUMBER="5", REPORT="No report")
    assert (tmp_path / "comment.md").read_text("utf-8") == f"{MARKER}\n<!-- head {'1' * 40} -->\nNo report\n"
