"""``python -m itsmctl``: the same as the command ``itsmctl``."""

from itsmctl.cli import run

run()
