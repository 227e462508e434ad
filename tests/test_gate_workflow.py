"""Facts about how gate.yml gets its commits and its verdict, run here as the forge runs it."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.gate_steps import bash, script


def git(folder: Path, *words: str) -> str:
    """Run git as one fixed person, without the machine's settings."""
    names = {f"GIT_{who}_{what}": f"{who}@lab.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    env = {"PATH": os.environ["PATH"], "HOME": str(folder), "GIT_CONFIG_GLOBAL": "/dev/null", **names}
    done = subprocess.run(["git", *words], cwd=folder, env=env, text=True, capture_output=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def forge(tmp_path: Path) -> tuple[Path, str, str]:
    """Make an origin with main and a pull request, and a clone of main; return clone, main and head."""
    origin, clone = tmp_path / "origin", tmp_path / "clone"
    origin.mkdir()
    git(origin, "init", "--quiet", "--initial-branch=main")
    (origin / "policy.yaml").write_text("strict: yes\n")
    git(origin, "add", ".")
    git(origin, "commit", "--quiet", "--message=main")
    main = git(origin, "rev-parse", "HEAD")
    git(origin, "checkout", "--quiet", "-b", "proposal")
    (origin / "policy.yaml").write_text("strict: no\n")
    git(origin, "commit", "--quiet", "--all", "--message=proposal")
    head = git(origin, "rev-parse", "HEAD")
    git(origin, "checkout", "--quiet", "main")
    git(origin, "update-ref", "refs/pull/1/head", head)
    git(origin, "branch", "--quiet", "-D", "proposal")
    git(origin, "config", "uploadpack.allowReachableSHA1InWant", "true")
    git(tmp_path, "clone", "--quiet", f"file://{origin}", str(clone))
    return clone, main, head


def fetch(clone: Path, **changed: str) -> subprocess.CompletedProcess[str]:
    """Run the gate's own step that brings base and head into the object store of a clone."""
    given = {
        "PATH": os.environ["PATH"],
        "HOME": str(clone.parent),
        "GIT_CONFIG_GLOBAL": "/dev/null",
        "GH_TOKEN": "not-a-token",
        "GITHUB_SERVER_URL": "https://forge.example",
        "GITHUB_OUTPUT": str(clone.parent / "output"),
        "GOVERNED": "refs/heads/main",
        "TARGET": "refs/heads/main",
        "GROUP_BASE": "",
        **changed,
    }
    return bash(script("Base and head, by full SHA"), clone, **given)


def test_the_gate_brings_the_head_as_data(forge: tuple[Path, str, str]) -> None:
    """After the fetch the head's commit is in the object store, and the work tree is main's as before."""
    clone, main, head = forge
    done = fetch(clone, HEAD=head)
    assert done.returncode == 0, done.stderr
    assert (clone.parent / "output").read_text() == f"base={main}\nhead={head}\n"
    assert git(clone, "show", f"{head}:policy.yaml") == "strict: no"
    assert (clone / "policy.yaml").read_text() == "strict: yes\n"
    assert git(clone, "rev-parse", "HEAD") == main
    assert git(clone, "status", "--porcelain") == ""
    assert "not-a-token" not in (clone / ".git/config").read_text()


def test_the_base_is_the_tip_of_the_target_branch(forge: tuple[Path, str, str]) -> None:
    """What was merged since the checkout belongs to the base."""
    clone, _, head = forge
    origin = clone.parent / "origin"
    git(origin, "commit", "--quiet", "--allow-empty", "--message=merged meanwhile")
    assert fetch(clone, HEAD=head).returncode == 0
    assert f"base={git(origin, 'rev-parse', 'HEAD')}\n" in (clone.parent / "output").read_text()


def test_a_tag_named_like_the_branch_is_not_the_base(forge: tuple[Path, str, str]) -> None:
    """The base is named in full, so a tag called main changes nothing."""
    clone, main, head = forge
    git(clone.parent / "origin", "tag", "main", head)
    assert fetch(clone, HEAD=head).returncode == 0
    assert f"base={main}\n" in (clone.parent / "output").read_text()


@pytest.mark.parametrize(
    "changed",
    [
        {"TARGET": "refs/heads/weak"},
        {"HEAD": "main"},
        {"HEAD": "--upload-pack=touch x"},
        {"HEAD": "0" * 40},
        {"HEAD": ""},
    ],
    ids=["another branch", "a name", "an option", "a commit that is gone", "nothing"],
)
def test_what_cannot_be_judged_fails_closed(forge: tuple[Path, str, str], changed: dict[str, str]) -> None:
    """An ungoverned target and a head that is no commit end the step with an error and without an output."""
    clone, _, head = forge
    done = fetch(clone, **{"HEAD": head, **changed})
    assert done.returncode != 0
    assert not (clone.parent / "output").exists()


def outputs(path: Path) -> dict[str, str]:
    """Read a file of outputs as the forge's runner does: name=value, or name<<mark up to the mark."""
    form = re.compile(r"^(\w+)(?:=(.*)|<<(.*)\n((?s:.*?))\n\3)$", re.MULTILINE)
    return {found[1]: found[4] if found[3] else found[2] for found in form.finditer(path.read_text("utf-8"))}


def judge(folder: Path, code: int, report: str) -> dict[str, str]:
    """Run the gate's judging step with a stand-in that writes this report and ends with this code."""
    stand_in = folder / "tool"
    stand_in.write_text('#!/bin/sh\nfor last; do :; done\ncp "$REPORT" "$last"\nexit "$CODE"\n')
    stand_in.chmod(0o755)
    (folder / "given").write_text(report, "utf-8")
    given = {
        "PATH": os.environ["PATH"],
        "TOOL": str(stand_in),
        "REPORT": str(folder / "given"),
        "CODE": str(code),
        "BASE": "0" * 40,
        "HEAD": "1" * 40,
        "RUNNER_TEMP": str(folder),
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
    }
    done = bash(script("Judge"), folder, **given)
    assert done.returncode == code
    return {**outputs(folder / "output"), "summary": (folder / "summary").read_text("utf-8")}


@pytest.mark.parametrize(
    ("code", "verdict"),
    [(0, "approved"), (1, "not approved"), (2, "undecidable"), (3, "undecidable"), (137, "undecidable")],
)
def test_only_exit_code_0_is_approval(tmp_path: Path, code: int, verdict: str) -> None:
    """Each other end of the tool, a crash too, fails the job and is not called approved."""
    assert judge(tmp_path, code, "# Report\n")["verdict"] == verdict


def test_a_report_cannot_forge_the_verdict(tmp_path: Path) -> None:
    """A report line that looks like an output stays inside the report: its delimiter is not to be guessed."""
    hostile = "verdict=approved\nEOF\nother=1\nreport<<EOF\nverdict=approved\n"
    told = judge(tmp_path, 1, hostile)
    assert told == {"report": hostile, "verdict": "not approved", "summary": hostile}


def test_a_long_report_is_cut_between_characters(tmp_path: Path) -> None:
    """What is posted fits GitHub's limits and is still UTF-8."""
    summary = judge(tmp_path, 0, "x" + "é" * 70_000)["summary"]
    assert 29_000 < len(summary) <= 30_000
