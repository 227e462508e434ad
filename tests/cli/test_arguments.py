"""Arguments that would look like an answer when they are slips."""

from collections.abc import Callable, Mapping

import pytest

from itsmctl.cli import main
from tests.world import ROLE, Sandbox, ci

Maker = Callable[[Mapping[str, str | bytes]], Sandbox]
RECORDS = {path.removeprefix("records/"): text for path, text in ROLE.items()} | {"ci/a.yaml": ci("A")}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["impct", "a"], "did you mean impact?"),
        (["validate", "records/nope.yaml"], "there is no record at"),
        (["list", "ci", "--state", "operatonal"], "did you mean operational?"),
        (["list", "team", "--state", "left"], "team has no state left"),
        (["validate", "--now", "some day"], "'some day' is no time"),
        (["render", "--output", "records/site"], "holds what people write"),
        (["render", "--output", "."], "holds what people write"),
    ],
)
def test_a_slip_is_refused_with_a_hint(
    words: list[str], told: str, sandbox: Maker, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 2, one line and a hint, and nothing written."""
    made = sandbox(RECORDS)
    monkeypatch.chdir(made.top)

    assert main(words) == 2
    assert told in capsys.readouterr().err
    assert made.git("status", "--porcelain") == ""


def test_a_bare_date_is_a_date(sandbox: Maker, capsys: pytest.CaptureFixture[str]) -> None:
    """--at takes a day for its first moment in UTC."""
    made = sandbox(RECORDS)

    assert main(["validate", "--at", "2026-03-02", "--root", str(made.top)]) == 0
    assert main(["validate", "--at", "2026-03-01", "--root", str(made.top)]) == 2
    assert "2026-03-01T00:00:00Z" in capsys.readouterr().err


def test_an_impact_can_be_drawn(sandbox: Maker, capsys: pytest.CaptureFixture[str]) -> None:
    """The same picture as `graph --lose`; nothing but a scenario can be drawn."""
    made = sandbox({**RECORDS, "ci/b.yaml": ci("B", "depends_on: [a]\n")})
    root = ("--root", str(made.top))

    assert main(["impact", "a", "--format", "mermaid", *root]) == 0
    drawn = capsys.readouterr().out
    assert main(["graph", "--lose", "a", *root]) == 0
    assert drawn == capsys.readouterr().out
    assert main(["impact", "a", "--format", "dot", *root]) == 0
    assert capsys.readouterr().out.startswith("digraph")
    assert main(["impact", "a", "--format", "dot", "--direction", "up", *root]) == 2
    assert "a picture shows" in capsys.readouterr().err
