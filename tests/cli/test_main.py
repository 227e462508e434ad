"""The command as a whole: help, completion, explanations, and how it ends."""

import subprocess
import sys
from collections.abc import Callable, Mapping

import pytest

from itsmctl import __version__
from itsmctl.cli import main
from itsmctl.cli.dispatch import parser_of
from itsmctl.cli.verbs import VERBS
from tests.world import ROLE, Sandbox, ci

Make = Callable[[Mapping[str, str | bytes]], Sandbox]


@pytest.fixture
def lab(sandbox: Make, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """Stand in a lab of fifty machines."""
    made = sandbox({**ROLE, **{f"ci/m{number}.yaml": ci(f"Machine {number}") for number in range(50)}})
    monkeypatch.chdir(made.top)
    return made


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run a verb that succeeds and return what it prints."""
    assert main(list(words)) == 0
    told = capsys.readouterr()
    assert told.err == ""
    return told.out


def test_explain_lists_and_explains(capsys: pytest.CaptureFixture[str]) -> None:
    """Anywhere, without a repository; a near miss is answered with the right word."""
    assert "duplicate-id" in said(capsys, "explain")
    told = said(capsys, "explain", "dangling-reference")
    assert told.startswith("dangling-reference (error)\n\nA field names a record that does not exist.\n\n## Why\n")
    assert main(["explain", "dangling-referense"]) == 2
    assert "did you mean dangling-reference?" in capsys.readouterr().err
    assert main(["explain", "wormhole"]) == 2
    assert "itsmctl explain lists the rules" in capsys.readouterr().err


def test_completion_of_bash_is_a_script_that_bash_reads(capsys: pytest.CaptureFixture[str]) -> None:
    """Its syntax holds."""
    script = said(capsys, "completion", "bash")

    assert subprocess.run(["bash", "-n"], input=script.encode(), check=False).returncode == 0


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(verb: str) -> None:
    """The examples call the verb."""
    module, parser = parser_of(verb)

    told = parser.format_help()
    assert f"itsmctl {verb}" in module.EXAMPLES
    assert "examples:" in told
    assert VERBS[verb][1:] in " ".join(told.split())


def test_the_help_lists_verbs_and_exit_codes(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a verb it is shown, too."""
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {verb} " in shown for verb in VERBS)
    assert "3  cannot run, or cannot decide" in shown
    assert main([]) == 2
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.endswith(f"itsmctl {__version__}\n")


def test_heavy_modules_stay_out_of_a_light_run() -> None:
    """``--version`` costs little more than Python itself."""
    code = "import sys; from itsmctl.cli import main; main(['--version']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    loaded = set(done.stdout.decode().split())
    assert not loaded & {
        "networkx",
        "jinja2",
        "jsonschema",
        "jsonschema_rs",
        "git",
        "yaml",
        "rich",
        "msgspec",
        "dateutil",
    }


def test_a_reader_that_has_seen_enough_is_no_error(lab: Sandbox) -> None:
    """``itsmctl … | head`` ends quietly."""
    command = f"{sys.executable} -m itsmctl list ci --format json | head -c 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False, cwd=lab.top)

    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.usefixtures("lab")
def test_ctrl_c_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """And exit code 3: nothing was decided."""

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("itsmctl.cli.list_verb.load", interrupted)

    assert main(["list", "ci"]) == 3
    assert capsys.readouterr().err == "itsmctl: stopped\n"
