"""Turns the name of a step of gate.yml into its script, and a script into what bash made of it."""

import subprocess
from pathlib import Path
from typing import Any

import yaml

WORKFLOW = Path(__file__).resolve().parents[1] / ".github/workflows/gate.yml"


def script(name: str, job: str = "judge") -> str:
    """Return the script of the step of this name."""
    jobs: dict[str, Any] = yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]
    return next(str(step["run"]) for step in jobs[job]["steps"] if step.get("name") == name)


def bash(text: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a step's script with this environment and nothing else of ours."""
    words = ["bash", "--noprofile", "--norc", "-c", text]
    return subprocess.run(words, cwd=folder, env=env, text=True, capture_output=True, check=False)
