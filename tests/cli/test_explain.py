"""``itsmctl explain`` of rules that are data: where they are defined, what they ask, why."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from itsmctl.cli import main
from tests.world import Sandbox

RULE = """\
title: What is resolved says how
kind: incident
status: active
severity: error
when: is('done')
holds: has(self.resolution)
message: "{id} says nothing of its resolution"
hint: write down what was done
why: Whoever has the same trouble looks for it.
wrong: "status: resolved"
right: "resolution: Restarted"
"""
Make = Callable[[Mapping[str, str | bytes]], Sandbox]


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run explain and return what it prints."""
    assert main(["explain", *words]) == 0
    return capsys.readouterr().out


def test_a_rule_record_explains_itself(sandbox: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """Code and severity, why, wrong and right, what to do, and where it is defined with what it asks."""
    top = sandbox({"rule/says-how.yaml": RULE}).top

    told = said(capsys, "says-how", "--root", str(top))
    assert told.startswith("says-how (error)\n\nA record of kind incident says nothing of its resolution.\n")
    for text in (
        "Whoever has the same trouble",
        "status: resolved",
        "resolution: Restarted",
        "Write down what was done.",
    ):
        assert text in told
    assert "* incident: records/rule/says-how.yaml:1:1\n  when: is('done')\n  holds: has(self.resolution)\n" in told


def test_the_list_holds_built_in_rules_words_and_expressions(sandbox: Make, capsys: pytest.CaptureFixture[str]) -> None:
    """Each code once, in order."""
    top = sandbox({"rule/says-how.yaml": RULE}).top

    codes = [line.split()[0] for line in said(capsys, "--root", str(top)).splitlines()]
    assert {"dangling-reference", "agreement-expires", "duplicate-title", "void-fix", "says-how"} <= set(codes)
    assert codes == sorted(set(codes))


def test_outside_of_a_repository_the_package_explains_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody who reads a report need not have the records."""
    told = said(capsys, "agreement-expires", "--root", str(tmp_path))

    assert "* agreement: schemas/agreement.json:" in told
    assert "lead: P60D" in told
