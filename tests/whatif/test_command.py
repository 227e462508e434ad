"""The verb whatif: edits and questions of the command line; nothing is ever written."""

import json
from collections.abc import Callable, Mapping

import pytest

from itsmctl.cli import main
from tests.cli.test_verbs import LAB, said
from tests.world import Sandbox, ci

Make = Callable[[Mapping[str, str | bytes]], Sandbox]
THIRD = "{title: DNS 4, class: virtual-machine, status: operational, owner: operations}"


@pytest.fixture
def lab(sandbox: Make, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """Stand in a small lab."""
    made = sandbox(LAB)
    monkeypatch.chdir(made.top)
    return made


def test_the_edited_records_are_asked_and_none_is_written(lab: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """The plain question is what the edits change."""
    out = said(capsys, "whatif", "--need", "service/dns:0=2", "--lose", "dns1")

    assert out.startswith("With these edits:\n\nservices newly unprotected\n  dns\n")
    assert "  dns: 1 of 2 became 2 of 2 (spare 1 → 0)\n" in out
    assert "  dns: degraded → down\n" in out
    value = json.loads(said(capsys, "whatif", "--need", "service/dns:0=2", "--format", "json"))
    assert value["services"]["unprotected"] == ["service/dns"]
    assert lab.git("status", "--porcelain") == ""


@pytest.mark.usefixtures("lab")
@pytest.mark.parametrize("style", ["text", "json", "markdown"])
def test_without_edits_the_answers_are_those_of_the_other_verbs(capsys: pytest.CaptureFixture[str], style: str) -> None:
    """In each format."""
    tail = ("--format", style)
    nothing = said(capsys, "whatif", "--format", "text")
    assert nothing == "With these edits:\n\nNo blast radius differs.\n"
    assert said(capsys, "whatif", "--lose", "node04", *tail) == said(capsys, "impact", "node04", *tail)
    asked: tuple[str, ...] = ("whatif", "--ask", "impact", "--lose", "node04", *tail)
    assert said(capsys, *asked) == said(capsys, "impact", "node04", *tail)
    asked = ("whatif", "--ask", "needs", "--of", "wiki", *tail)
    assert said(capsys, *asked) == said(capsys, "impact", "wiki", "--direction", "up", *tail)
    asked = ("whatif", "--ask", "cutsets", "--of", "dns", *tail)
    assert said(capsys, *asked) == said(capsys, "cutsets", "dns", *tail)
    asked = ("whatif", "--ask", "spof", *tail)
    assert said(capsys, *asked) == said(capsys, "spof", *tail)


@pytest.mark.usefixtures("lab")
def test_a_new_record_joins_in(capsys: pytest.CaptureFixture[str]) -> None:
    """It can be lost, too."""
    words = ("whatif", "--add", f"ci/dns4={THIRD}", "--add-dependency", "wiki=dns4", "--drop-dependency", "wiki=dns")
    assert "down      wiki  dns4 → wiki" in said(capsys, *words, "--ask", "impact", "--lose", "dns4")


def test_a_folder_is_laid_over_the_records(lab: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """As a folder of kinds, or one that holds ``records/``."""
    text = str(LAB["service/dns.yaml"]).replace("dns1, dns3", "dns1, dns2")
    lab.write({"drafts/service/dns.yaml": text, "more/records/ci/dns2.yaml": ci("DNS 2")})

    words = ("--patch", "drafts", "--patch", "more", "--ask", "impact", "--lose", "dns3")
    assert "Nothing else suffers." in said(capsys, "whatif", *words)


@pytest.mark.usefixtures("lab")
def test_validate_tells_what_would_be_wrong_then(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1 for an error; other questions are not answered on records that the edits broke."""
    assert main(["whatif", "--set", "node04.class=teapot", "--ask", "validate"]) == 1
    assert "error[schema]" in capsys.readouterr().out
    assert main(["whatif", "--remove", "node04", "--ask", "spof"]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "error[dangling-reference]" in told.err
    assert main(["whatif", "--set", "node04.title=Other", "--ask", "validate", "--format", "json"]) == 0


@pytest.mark.usefixtures("lab")
@pytest.mark.parametrize(
    "words",
    [
        ["--remove", "nod04"],
        ["--remove", "node04", "--set", "node04.title=x"],
        ["--set", "node04.title=a", "--set", "node04.title=b"],
        ["--ask", "impact"],
        ["--ask", "cutsets"],
        ["--ask", "needs"],
        ["--ask", "spof", "--lose", "node04"],
        ["--ask", "spof", "--of", "nobody"],
        ["--ask", "everything"],
        ["--lose", "nobody"],
        ["--need", "service/dns:7=2"],
        ["--need", "service/dns"],
        ["--patch", "nowhere"],
        ["--set", "node04.title='"],
    ],
)
def test_wrong_usage_is_told_in_a_line(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    """Exit code 2 and nothing on the output."""
    code = main(["whatif", *words])
    told = capsys.readouterr()

    assert (code, told.out) == (2, "")
    assert "itsmctl" in told.err
    assert "Traceback" not in told.err
