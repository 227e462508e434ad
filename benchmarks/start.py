"""How long it takes before anything happens."""

import sys
from pathlib import Path

from benchmarks.measure import Row, command, seconds

__all__ = ["start"]


def start(folder: Path) -> list[Row]:
    """Compare ``itsmctl --version`` with an empty Python."""
    python = sys.executable
    ours = seconds(lambda: command(python, "-m", "itsmctl", "--version", folder=folder), 15)
    floor = seconds(lambda: command(python, "-c", "pass", folder=folder), 15)
    return [Row("`itsmctl --version`", ours, "`python -c pass`", floor, 3)]
