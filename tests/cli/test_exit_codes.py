"""Exit codes: 0 clean, 1 findings, 2 usage, 3 cannot run; the same for every format."""

from collections.abc import Callable, Mapping

import pytest

from itsmctl.cli import main
from tests.world import ROLE, Sandbox, ci

Make = Callable[[Mapping[str, str | bytes]], Sandbox]
TWINS: Mapping[str, str | bytes] = {**ROLE, "ci/a.yaml": ci("Same"), "ci/b.yaml": ci("Same")}
NOTE: Mapping[str, str | bytes] = {
    **ROLE,
    "ci/a.yaml": ci("A"),
    "ci/b.yaml": ci("B", "depends_on: [{any_of: [a], need: 1, effect: degraded}]\n"),
}
BROKEN: Mapping[str, str | bytes] = {**ROLE, "ci/a.yaml": ci("A", "nope: 1\n")}


@pytest.mark.parametrize(
    ("records", "limit", "code"),
    [
        (ROLE, "note", 0),
        (NOTE, "note", 1),
        (NOTE, "warning", 0),
        (NOTE, "error", 0),
        (TWINS, "note", 1),
        (TWINS, "warning", 1),
        (TWINS, "error", 0),
        (BROKEN, "note", 1),
        (BROKEN, "warning", 1),
        (BROKEN, "error", 1),
    ],
)
def test_the_exit_code_is_one_from_the_limit_on(
    sandbox: Make, records: Mapping[str, str | bytes], limit: str, code: int
) -> None:
    """Whether much is said or little."""
    top = str(sandbox(records).top)

    assert main(["validate", "--root", top, "--fail-on", limit]) == code
    assert main(["validate", "--root", top, "--fail-on", limit, "--quiet"]) == code


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "github", "markdown"])
def test_the_exit_code_is_the_same_in_every_format(sandbox: Make, form: str) -> None:
    """Clean or not."""
    made = sandbox(ROLE)
    assert main(["validate", "--root", str(made.top), "--format", form]) == 0
    made.write({f"records/{path}": text for path, text in BROKEN.items()})
    assert main(["validate", "--root", str(made.top), "--format", form]) == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], 2),
        (["--help"], 0),
        (["--version"], 0),
        (["validat"], 2),
        (["validate", "--help"], 0),
        (["validate", "--format", "html"], 2),
        (["validate", "--fail-on", "never"], 2),
        (["validate", "--now", "soon"], 2),
        (["validate", "--at", "nowhere"], 3),
        (["validate", "--root", "/nowhere"], 3),
        (["validate", "/"], 2),
        (["show", "nothing"], 2),
        (["list", "nothing"], 2),
        (["schema", "nothing"], 2),
        (["explain", "nothing"], 2),
        (["impact"], 2),
        (["impact", "nothing"], 2),
        (["impact", "a=broken"], 2),
        (["graph", "nothing"], 2),
        (["graph", "--depth", "1"], 2),
        (["graph", "a", "--depth", "-1"], 2),
        (["graph", "a", "--depth", "x"], 2),
        (["completion", "csh"], 2),
        (["validate"], 0),
        (["show", "a"], 0),
        (["list", "ci"], 0),
        (["schema"], 0),
        (["explain"], 0),
        (["impact", "a"], 0),
        (["graph", "a", "--depth", "1"], 0),
    ],
)
def test_exit_codes_are_a_table(
    sandbox: Make,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    code: int,
) -> None:
    """0 clean, 1 findings, 2 usage, 3 cannot run; what goes wrong is told on the error stream alone."""
    monkeypatch.chdir(sandbox(NOTE).top)

    assert main(words) == code

    told = capsys.readouterr()
    assert "Traceback" not in told.err
    if code >= 2 and words:
        assert told.out == ""
        assert told.err
