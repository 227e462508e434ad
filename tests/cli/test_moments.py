"""Times on the command line: what is relative is relative to --now, what is a day is one of the organisation's zone."""

from collections.abc import Callable, Mapping

import pytest

from itsmctl.cli import main
from itsmctl.clock import FORMS
from tests.cli.test_verbs import LAB, said
from tests.world import Sandbox, ci

Make = Callable[[Mapping[str, str | bytes]], Sandbox]
NOON = "2026-03-02T12:00:00Z"


@pytest.fixture
def lab(sandbox: Make, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """Stand in a small lab of 2026-03-01T10:00:00Z, whose organisation lives in Berlin's zone."""
    made = sandbox({**LAB, "policy/organisation.yaml": "title: Lab\ntimezone: Europe/Berlin\n"})
    monkeypatch.chdir(made.top)
    return made


@pytest.mark.usefixtures("lab")
@pytest.mark.parametrize(
    ("at", "now"),
    [
        ("2026-03-02", NOON),
        ("today", NOON),
        ("yesterday", "2026-03-03T12:00:00Z"),
        ("26 hours ago", NOON),
        ("1 week ago", "2026-03-08T10:00:00Z"),
        ("last month", "2026-04-01T12:00:00+02:00"),
        # Half past eleven in the evening of UTC is the next day in Berlin.
        ("today", "2026-03-01T23:30:00Z"),
        ("today", "2026-03-02"),
    ],
)
def test_a_relative_time_is_relative_to_now(capsys: pytest.CaptureFixture[str], at: str, now: str) -> None:
    """With --now the answer is the same on every day: the commit of ten o'clock was there."""
    assert main(["kpi", "--measure", "incident-backlog", "--at", at, "--now", now, "--format", "csv"]) == 0
    assert "incident-backlog" in capsys.readouterr().out


@pytest.mark.usefixtures("lab")
@pytest.mark.parametrize(
    ("at", "now", "told"),
    [
        ("2026-03-01", NOON, "2026-02-28T23:00:00Z"),
        ("yesterday", NOON, "2026-02-28T23:00:00Z"),
        ("27 hours ago", NOON, "2026-03-01T09:00:00Z"),
        ("last month", NOON, "2026-02-02T12:00:00Z"),
    ],
)
def test_what_was_before_the_first_commit_is_told_as_the_time_it_means(
    capsys: pytest.CaptureFixture[str], at: str, now: str, told: str
) -> None:
    """The time in the message is the one that was meant."""
    assert main(["kpi", "--measure", "incident-backlog", "--at", at, "--now", now]) == 2
    assert f"there was nothing here at {told};" in capsys.readouterr().err


@pytest.mark.usefixtures("lab")
@pytest.mark.parametrize("text", ["2026-13-01", "soon", "two weeks"])
@pytest.mark.parametrize("option", ["--at", "--now"])
def test_what_is_neither_names_the_forms_that_are(capsys: pytest.CaptureFixture[str], option: str, text: str) -> None:
    """A month that does not exist is not taken for the name of a commit without a word."""
    assert main(["validate", option, text]) != 0
    told = capsys.readouterr().err
    assert text in told
    assert "is no time" in told
    assert FORMS in told


def test_a_commit_is_still_named_by_its_name(lab: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """Names of commits do not change their meaning."""
    lab.write({"records/ci/late.yaml": ci("Late")})
    lab.commit("Later")
    assert "Late" not in said(capsys, "list", "ci", "--at", "HEAD~1")
    assert "Late" in said(capsys, "list", "ci", "--at", "main")


@pytest.mark.parametrize(
    "text", ["", "timezone: Mars/Base\n", "timezone: [a]\n", "[]\n", "a: &b\n", "timezone: ../x\n"]
)
def test_a_zone_that_nobody_knows_counts_as_utc(
    sandbox: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    """A broken organisation's record is a finding of validate, not the end of every other run."""
    monkeypatch.chdir(sandbox({**LAB, "policy/organisation.yaml": text}).top)
    assert main(["kpi", "--at", "2026-03-01"]) == 2
    assert "at 2026-03-01T00:00:00Z;" in capsys.readouterr().err
