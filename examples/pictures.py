"""The README's pictures from the real thing: what the terminal prints, as SVG. Run: `python examples/pictures.py`."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

TOP = Path(__file__).parent.parent
LINES = 26
COMMANDS = ("itsmctl validate", "itsmctl impact node04")


def output(command: str) -> str:
    """Run one command as on a terminal with colours and return what it printed."""
    words = [sys.executable, "-m", *command.split()]
    environment = {**os.environ, "FORCE_COLOR": "1", "COLUMNS": "100"}
    done = subprocess.run(words, cwd=TOP, env=environment, capture_output=True, text=True, check=True)
    return done.stdout


def main() -> None:
    """Write docs/images/terminal.svg."""
    console = Console(record=True, width=100, force_terminal=True, file=io.StringIO())
    for command in COMMANDS:
        console.print(Text.assemble(("$ ", "bold green"), (command, "bold")))
        lines = output(command).rstrip().splitlines()
        console.print(Text.from_ansi("\n".join(lines[:LINES])))
        if len(lines) > LINES:
            console.print(Text(f"… and {len(lines) - LINES} more lines", style="dim"))
        console.print()
    picture = console.export_svg(title="itsmctl")
    # The picture must not fetch a font from anywhere: the viewer's own monospace will do.
    picture = re.sub(r"@font-face\s*\{.*?\}", "", picture, flags=re.DOTALL).replace("Fira Code", "ui-monospace")
    (TOP / "docs" / "images" / "terminal.svg").write_text(picture, "utf-8")


if __name__ == "__main__":
    main()
