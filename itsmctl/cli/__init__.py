"""The command line: arguments into a call, its result into text and an exit code."""

from itsmctl.cli.main import main, run

__all__ = ["main", "run"]
