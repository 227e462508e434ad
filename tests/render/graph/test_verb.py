"""``itsmctl graph`` with a scenario, and as a page."""

from pathlib import Path

import pytest

from itsmctl.cli import main
from tests.world import ROLE, Sandbox, ci, schemas


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """Make a repository with a host, a machine on it and one beside it, and go there."""
    lab = Sandbox.create(tmp_path / "lab")
    lab.write(schemas())
    texts = {**ROLE, "ci/host.yaml": ci("Host"), "ci/vm.yaml": ci("Guest", "depends_on: [host]\n")}
    lab.write({f"records/{path}": text for path, text in {**texts, "ci/other.yaml": ci("Other")}.items()})
    monkeypatch.chdir(lab.top)
    return lab


@pytest.mark.usefixtures("lab")
def test_a_loss_colours_the_drawing(capsys: pytest.CaptureFixture[str]) -> None:
    """Only what is hit is drawn; degraded where it was said so."""
    assert main(["graph", "--lose", "host"]) == 0
    told = capsys.readouterr().out
    assert "class n0 focus" in told
    assert "class n0,n1 down" in told
    assert main(["graph", "--lose", "host=degraded", "--format", "dot"]) == 0
    told = capsys.readouterr().out
    assert "dashed" in told
    assert "ci/other" not in told


@pytest.mark.usefixtures("lab")
def test_the_page_is_one_file(tmp_path: Path) -> None:
    """With the scenario it opens at, the record asked for, and records that nothing leads to."""
    file = tmp_path / "graph.html"

    words = ["vm", "--depth", "1", "--lose", "host", "--lose", "other=degraded"]
    assert main(["graph", *words, "--format", "html", "--output", str(file)]) == 0

    text = file.read_text("utf-8")
    assert text.startswith("<!doctype html>")
    assert '"scenario":{"ci/host":"down","ci/other":"degraded"},"focus":["ci/vm"],"depth":1}' in text


@pytest.mark.usefixtures("lab")
@pytest.mark.parametrize("word", ["hots", "host=gone", "=down"])
def test_a_loss_that_means_nothing_is_one_line(capsys: pytest.CaptureFixture[str], word: str) -> None:
    """An unknown record, or an unknown state."""
    assert main(["graph", "--lose", word, "--format", "html"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err
    assert len(told.err.splitlines()) <= 2
