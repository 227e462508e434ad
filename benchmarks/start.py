"""How long it takes before anything happens."""

import sys
from pathlib import Path

from benchmarks.measure import Row, command, seconds

__all__ = ["start"]

LAB = Path(__file__).parents[1]
# Each with the ratio that is wanted; an answer at a key may take 0.15 s, which is about five starts of Python.
ASKED = (
    ("`itsmctl --version`", ("--version",), 3),
    ("`itsmctl completion bash`", ("completion", "bash"), 3),
    ("completion of a verb", ("_complete", "bash", "im"), 5),
    ("completion of an id of the lab", ("_complete", "bash", "impact", "pg"), 5),
    ("completion of a field's value", ("_complete", "bash", "new", "incident", "--set", "affects", "=", "[w"), 5),
)


def start(folder: Path) -> list[Row]:  # noqa: ARG001 - every suite is given a folder; this one asks about the lab
    """Compare what a shell asks at every key with an empty Python."""
    python = sys.executable
    floor = seconds(lambda: command(python, "-c", "pass", folder=LAB), 15)

    def row(what: str, words: tuple[str, ...], wanted: float) -> Row:
        ours = seconds(lambda: command(python, "-m", "itsmctl", *words, folder=LAB), 15)
        return Row(what, ours, "`python -c pass`", floor, wanted)

    return [row(*asked) for asked in ASKED]
