"""Each code has a loud story, whose report is written beside it, and a quiet one without a finding."""

import os
from pathlib import Path

import pytest

from itsmctl.render import RENDERERS, Report
from itsmctl.render.explanation import defined, explanations
from itsmctl.rules import every_rule
from itsmctl.tree import share
from tests.world import CASES, findings, story, world

PAGES = {**defined(every_rule(world({}))), **explanations(share("templates") / "rules")}
STORIES = sorted((CASES / "rules").glob("*/*"))


def report_of(case: Path) -> str:
    """Validate the records of a story."""
    snapshot = story(case)
    return RENDERERS["text"](Report(findings(snapshot), len(snapshot.catalog.records)))


@pytest.mark.parametrize("case", STORIES, ids=lambda case: f"{case.parent.name}-{case.name}")
def test_the_report_of_a_story_is_the_one_written_beside_it(case: Path) -> None:
    """A story's report is the accepted one; REWRITE=1 accepts a new one."""
    report = report_of(case)
    if "REWRITE" in os.environ:
        (case / "report.txt").write_text(report, "utf-8")

    assert (case / "report.txt").read_text("utf-8") == report


@pytest.mark.parametrize("folder", sorted((CASES / "rules").iterdir()), ids=lambda folder: folder.name)
def test_a_loud_story_shows_its_code_and_a_quiet_one_does_not(folder: Path) -> None:
    """What the folder is named after is found in its loud story, in no other, at the severity of its page."""
    loud = {finding.code: finding for finding in findings(story(folder / "loud"))}
    quiet = {finding.code for finding in findings(story(folder / "quiet"))}

    assert folder.name in loud
    assert folder.name not in quiet
    assert loud[folder.name].severity is PAGES[folder.name].severity
