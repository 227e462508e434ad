"""A verdict into workflow commands, which show beside the lines of a pull request."""

from itsmctl.gate import Verdict
from itsmctl.render.escape import github_data, printable
from itsmctl.render.github import github
from itsmctl.render.report import Report
from itsmctl.render.verdict.words import HEADLINES, steps, subject

__all__ = ["verdict_github"]


def verdict_github(verdict: Verdict) -> str:
    """Write an annotation for each refusal and new finding, then one that says the verdict and what is asked for."""
    # What has no place in a file is told with the verdict, below.
    found = [one for one in dict.fromkeys((*verdict.refusals, *verdict.new)) if one.where.path]
    lines = github(Report(found, 0)).splitlines()[:-1]
    asked = "; ".join(f"{what}: {hint}" for what, where, hint in steps(verdict) if not where)
    _, word = HEADLINES[verdict.word]
    told = f"{word}: {subject(verdict)}{f'. {asked}' if asked else ''}"
    level = "notice" if verdict.word == "approved" else "error"
    last = f"::{level} title=itsmctl gate::{github_data(printable(told))}"
    return "".join(f"{line}\n" for line in [*lines, last])
