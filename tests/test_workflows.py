"""Facts about .github: the workflows hold to the rules that make the gate worth trusting."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
ACTIONS = sorted((GITHUB / "actions").glob("*/action.yml"))
PINNED = re.compile(r"[\w.-]+(/[\w.-]+)+@[0-9a-f]{40} # v[0-9]+\.[0-9]+\.[0-9]+")
LEAST = {
    "checks/test": {"contents": "read"},
    "gate/judge": {"contents": "read", "pull-requests": "read", "checks": "write"},
    "gate/comment": {"pull-requests": "write"},
    "recheck/rerun": {"actions": "write"},
    "review/ring": {},
    "site/build": {"contents": "read"},
    "site/publish": {"pages": "write", "id-token": "write"},
    "validate/validate": {"contents": "read"},
}


def load(path: Path) -> dict[str, Any]:
    """Read a workflow as GitHub does: `on` is a word."""
    loaded: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes texts only
    return loaded


def jobs() -> list[tuple[str, dict[str, Any]]]:
    """List every job as workflow/job."""
    return [(f"{path.stem}/{name}", job) for path in WORKFLOWS for name, job in load(path)["jobs"].items()]


def steps() -> list[tuple[str, dict[str, Any]]]:
    """List every step of every job and of every composite action, with the name of where it is."""
    found = [(name, step) for name, job in jobs() for step in job["steps"]]
    return found + [(path.parent.name, step) for path in ACTIONS for step in load(path)["runs"]["steps"]]


def tool(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a program that is installed beside this Python."""
    program = Path(sys.executable).with_name(words[0])
    return subprocess.run([program, *words[1:]], cwd=ROOT, text=True, capture_output=True, check=False)


def test_zizmor_finds_nothing() -> None:
    """The static audit has no finding; each exception in the files gives its reason."""
    done = tool("zizmor", "--offline", "--no-progress", ".github")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", WORKFLOWS),
        ("custom.github-workflows-require-timeout", WORKFLOWS),
        ("vendor.github-actions", ACTIONS),
        ("vendor.github-issue-forms", [GITHUB / "ISSUE_TEMPLATE/incident.yml"]),
        ("vendor.github-issue-config", [GITHUB / "ISSUE_TEMPLATE/config.yml"]),
        ("vendor.dependabot", [GITHUB / "dependabot.yml"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_forge_s_own_schemas_accept_the_files(schema: str, files: list[Path]) -> None:
    """Each file under .github is what GitHub's schema for it asks for."""
    assert files
    done = tool("check-jsonschema", "--builtin-schema", schema, *map(str, files))
    assert done.returncode == 0, done.stdout


def test_every_action_is_pinned_by_full_sha_with_its_version() -> None:
    """A tag can be moved; a commit cannot. The comment says which version the commit is."""
    lines = [line for path in WORKFLOWS + ACTIONS for line in path.read_text("utf-8").splitlines()]
    uses = [found[1] for line in lines if (found := re.search(r"^\s*(?:- )?uses: (.+)$", line))]
    foreign = [use for use in uses if not use.startswith("./")]
    assert foreign
    assert [use for use in foreign if not PINNED.fullmatch(use)] == []


def test_one_action_has_one_pin() -> None:
    """No workflow stays behind on another version of an action."""
    text = "".join(path.read_text("utf-8") for path in WORKFLOWS + ACTIONS)
    pins = set(re.findall(r"uses: ([\w./-]+)@([0-9a-f]{40})", text))
    assert len(pins) == len({action for action, _ in pins})


def test_no_workflow_has_a_permission_by_default() -> None:
    """Each workflow begins with none."""
    assert [path.name for path in WORKFLOWS if load(path).get("permissions") != {}] == []


def test_each_job_has_exactly_the_permissions_that_it_needs() -> None:
    """A permission more is a decision, so it is written down twice."""
    assert {name: job.get("permissions", {}) for name, job in jobs()} == LEAST


def test_each_job_has_a_time_limit_and_each_workflow_a_concurrency_group() -> None:
    """Nothing hangs, and nothing old overtakes what is new."""
    assert [name for name, job in jobs() if not 0 < int(job.get("timeout-minutes", 0)) <= 30] == []
    assert [path.name for path in WORKFLOWS if "concurrency" not in load(path)] == []


def test_no_filter_can_leave_the_gate_out() -> None:
    """A skipped job counts as passed, a filtered one hangs: the gate has neither `if` nor filters."""
    gate = load(GITHUB / "workflows/gate.yml")
    assert "if" not in gate["jobs"]["judge"]
    assert "needs" not in gate["jobs"]["judge"]
    events = gate["on"].values()
    assert [key for event in events for key in event if key != "types"] == []
    assert {"opened", "synchronize", "reopened", "edited"} <= set(gate["on"]["pull_request_target"]["types"])


def test_the_privileged_workflows_never_check_out_the_head() -> None:
    """Where a job may write, only the governed branch is checked out, and no git command changes that."""
    for path in (GITHUB / "workflows/gate.yml", GITHUB / "workflows/recheck.yml"):
        found = [step for job in load(path)["jobs"].values() for step in job["steps"]]
        checkouts = [step["with"]["ref"] for step in found if "actions/checkout@" in step.get("uses", "")]
        assert set(checkouts) <= {"refs/heads/${{ github.event.repository.default_branch }}"}
        script = "\n".join(step.get("run", "") for step in found)
        assert not re.search(
            r"git\b[^\n|;]*\b(checkout|switch|restore|reset|worktree|merge|pull|clone|apply)\b", script
        )
        assert "allow-unsafe-pr-checkout" not in path.read_text("utf-8")


def test_no_checkout_leaves_a_token_behind() -> None:
    """Whatever runs later finds no credentials in .git/config."""
    checkouts = [step for _, step in steps() if "actions/checkout@" in step.get("uses", "")]
    assert checkouts
    assert [step for step in checkouts if step["with"].get("persist-credentials") != "false"] == []


def test_no_script_has_an_expression_in_it() -> None:
    """Text from outside comes by environment only, so it cannot become a command."""
    assert [name for name, step in steps() if "${{" in step.get("run", "")] == []


def test_the_tool_is_started_apart_from_the_work_tree() -> None:
    """A yaml.py or sitecustomize.py beside the records is not imported: every start is isolated, and is itsmctl's own.

    A site builder by itself would run the hooks that mkdocs.yml names.
    """
    scripts = [step["run"] for _, step in steps() if "TOOL" in step.get("env", {})]
    starts = [start for script in scripts for start in re.findall(r'"\$TOOL" (.*)', script)]
    assert len(starts) >= 3
    assert [start for start in starts if not start.startswith("-I -m itsmctl ")] == []


def test_the_action_installs_by_hash_only() -> None:
    """Dependencies come from the lock, and none is built on the way."""
    script = load(ACTIONS[0])["runs"]["steps"][-1]["run"]
    for word in (
        "--require-hashes",
        "--no-deps",
        "--only-binary :all:",
        "requirements/runtime.lock",
        "-I -m pip",
    ):
        assert word in script


def test_every_script_is_bash_that_parses() -> None:
    """No run step has a syntax error."""
    for name, step in steps():
        if "run" in step:
            done = subprocess.run(["bash", "-n"], input=step["run"], text=True, capture_output=True, check=False)
            assert (name, done.stderr) == (name, "")
