"""The README's tour: every line works as printed, shows what is shown, and leaves nothing behind in a fresh clone."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
FINDINGS = 1  # the status of a verb that has found something, which is what some lines of the tour show
EXEMPT = ("make demo", "make test")  # they set up a machine, and are what the CI runs
MARK = "ITSMCTL-TOUR"

Step = tuple[str, str]  # a command, and what is shown of its output
BLOCKS = [
    [
        (command, shown.strip("\n"))
        for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
    ]
    for block in BLOCK.findall((TOP / "README.md").read_text("utf-8"))
]
TOUR = [block for block in BLOCKS if not block[0][0].startswith(EXEMPT)]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """Clone the repository as a stranger would, with its branch called main."""
    folder = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(TOP), str(folder)], check=True, capture_output=True)
    subprocess.run(["git", "checkout", "--quiet", "-B", "main"], cwd=folder, check=True)
    return folder


def run(steps: list[Step], folder: Path) -> list[tuple[int, str]]:
    """Type the commands into one shell; return the status of each and all that it printed."""
    script = "".join(f"{command}\nprintf '\\n{MARK} %s\\n' $?\n" for command, _ in steps)
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "NO_COLOR": "1"}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    words = ["bash", "--norc", "--noprofile", "-c", f"exec 2>&1\n{script}"]
    done = subprocess.run(words, cwd=folder, env=environment, text=True, capture_output=True, check=True)
    parts = re.split(rf"\n{MARK} ([0-9]+)\n", done.stdout)
    return [(int(status), told) for told, status in zip(parts[::2], parts[1::2], strict=False)]


def state(folder: Path) -> str:
    """Return what git has to say: changed and new files, and the branches."""
    words = ["git", "-C", str(folder)]
    asked = (["status", "--porcelain", "--branch"], ["branch", "--format=%(refname)"])
    return "".join(subprocess.run([*words, *one], text=True, capture_output=True, check=True).stdout for one in asked)


def fits(shown: str, told: str) -> bool:
    """Say whether an output is the one that is shown; a line … stands for any lines, … within a line for any text."""
    lines = [".*" if line == "…" else re.escape(line).replace("…", "[^\n]*") for line in shown.split("\n")]
    return re.fullmatch("\n".join(lines), told.strip("\n"), re.DOTALL) is not None


@pytest.mark.slow
@pytest.mark.parametrize("steps", TOUR, ids=lambda steps: steps[0][0][:40])
def test_every_line_of_the_tour_works_as_printed(steps: list[Step], clone: Path) -> None:
    """No usage error, no missing file or branch; and the clone is as it was before."""
    before = state(clone)
    for (command, shown), (status, told) in zip(steps, run(steps, clone), strict=True):
        assert status in ((0, FINDINGS) if command.startswith("itsmctl ") else (0,)), (command, told)
        assert "Traceback" not in told
        if shown:
            assert fits(shown, told), f"$ {command}\n{told}"
    assert state(clone) == before


def test_the_tour_has_stations() -> None:
    """What is extracted is what stands there: a change of the README's form must not empty this test."""
    commands = [command for steps in TOUR for command, _ in steps]
    assert {"validate", "impact", "gate", "kpi", "build", "init"} <= {
        word for command in commands if (word := command.partition("itsmctl ")[2].partition(" ")[0])
    }


@pytest.mark.parametrize(
    ("shown", "told", "same"),
    [
        ("a\nb", "a\nb\n", True),
        ("a", "a\nb", False),
        ("a\n…", "a\nb\nc", True),
        ("…\nc", "a\nb\nc", True),
        ("… records: 0 errors", "407 records: 0 errors", True),
        ("… records: 0 errors", "407 records: 10 errors", False),
        ("a … c", "a b\nc", False),
    ],
)
def test_a_shown_output_is_held_against_the_real_one(shown: str, told: str, *, same: bool) -> None:
    """Only … gives way."""
    assert fits(shown, told) == same
