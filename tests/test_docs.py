"""The documentation's commands say what they say: every block of the guides is run and compared."""

import os
import re
import shlex
from pathlib import Path

import pytest

from itsmctl.cli import main
from itsmctl.cli.verbs import VERBS

TOP = Path(__file__).parent.parent
GUIDES = sorted((TOP / "docs").glob("*.md"))
BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)
MORE = "…"  # at the end of an output: there is more, which the guide does not show
SHOWN = 22


def told(command: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Run one command of a guide at the top of the repository and return the lines it prints."""
    words = shlex.split(command)
    assert words[0] == "itsmctl"
    assert main(words[1:]) == 0
    return capsys.readouterr().out.rstrip("\n").splitlines()


def fresh(text: str, capsys: pytest.CaptureFixture[str]) -> str:
    """Return a guide with the outputs of today."""

    def block(match: re.Match[str]) -> str:
        commands = [line[2:] for line in match[1].splitlines() if line.startswith("$ ")]
        parts = []
        for command in commands:
            lines = told(command, capsys)
            parts += [f"$ {command}", *lines[:SHOWN], *([MORE] if len(lines) > SHOWN else [])]
        return "```console\n" + "\n".join(parts) + "\n```"

    return BLOCK.sub(block, text)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_every_command_of_a_guide_prints_what_it_shows(
    guide: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the lab's records as they are; REWRITE=1 writes the outputs anew."""
    monkeypatch.chdir(TOP)
    monkeypatch.setenv("NO_COLOR", "1")
    text = guide.read_text("utf-8")
    now = fresh(text, capsys)
    if "REWRITE" in os.environ:
        guide.write_text(now, "utf-8")

    assert guide.read_text("utf-8") == now


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_examples_and_is_in_the_documentation(
    verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--help` shows an example of the verb itself, and README, a guide or the changelog names it."""
    assert main([verb, "--help"]) == 0
    assert f"itsmctl {verb}" in capsys.readouterr().out.partition("examples:")[2]
    pages = [TOP / "README.md", TOP / "CHANGELOG.md", *GUIDES]
    assert any(re.search(rf"`?(itsmctl )?{verb}\b", page.read_text("utf-8")) for page in pages)
