"""The verb impact: both directions, two commits, and what it refuses."""

import json
from collections.abc import Callable, Mapping

import pytest

from itsmctl.cli import main
from tests.cli.test_verbs import LAB, said
from tests.world import Sandbox, ci

Make = Callable[[Mapping[str, str | bytes]], Sandbox]


@pytest.fixture
def lab(sandbox: Make, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """Stand in a small lab whose branch ``change`` takes one of two name servers away."""
    made = sandbox(LAB)
    monkeypatch.chdir(made.top)
    made.git("checkout", "--quiet", "-b", "change")
    made.write({"records/service/dns.yaml": str(LAB["service/dns.yaml"]).replace("dns1, dns3", "dns1")})
    made.commit("Drop a name server")
    return made


@pytest.mark.usefixtures("lab")
def test_up_tells_what_a_record_needs(capsys: pytest.CaptureFixture[str]) -> None:
    """With the way; a kind narrows."""
    assert "degraded  node04  wiki → dns → dns1 → node04" in said(capsys, "impact", "wiki", "--direction", "up")
    value = json.loads(said(capsys, "impact", "wiki", "--direction", "up", "--kind", "service", "--format", "json"))
    assert [one["id"] for one in value["needs"]] == ["dns"]


@pytest.mark.usefixtures("lab")
def test_a_kind_narrows_what_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """In each format; the summary still counts all."""
    assert "dns1" not in said(capsys, "impact", "dns3", "--kind", "service").partition("suffer")[0]
    value = json.loads(said(capsys, "impact", "node04", "--kind", "ci", "--format", "json"))
    assert {hit["kind"] for hit in value["affected"]} == {"ci"}
    assert value["summary"]["services"]["down"] == ["dns"]
    assert "of kind ci" in said(capsys, "impact", "node04", "--kind", "ci", "--format", "markdown")


@pytest.mark.usefixtures("lab")
def test_two_commits_are_compared(capsys: pytest.CaptureFixture[str]) -> None:
    """The group that is gone to 1 of 1, the service without protection, and the scenario asked for."""
    words = ("impact", "dns1", "--base", "main", "--head", "change")
    out = said(capsys, *words)

    assert out.startswith("From main to change (merge result):\n\nservices newly unprotected\n  dns\n")
    assert "  dns: 1 of 2 became 1 of 1 (spare 1 → 0)\n" in out
    assert "  dns: degraded → down\n" in out
    assert "  dns1 ends dns\n" in out
    value = json.loads(said(capsys, *words, "--format", "json"))
    assert value["groups"][0]["before"] == {"need": 1, "of": 2, "slack": 1}
    assert value["scenario"] == {"ci/dns1": "down"}
    assert "| Redundancy |" in said(capsys, *words, "--format", "markdown")
    assert "No blast radius differs." in said(capsys, "impact", "--base", "main", "--head", "main")


def test_what_does_not_merge_is_compared_as_it_is(lab: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """The title says so."""
    lab.git("checkout", "--quiet", "main")
    lab.write({"records/service/dns.yaml": str(LAB["service/dns.yaml"]).replace("dns1, dns3", "dns3")})
    lab.commit("Drop the other")

    assert "(head as it is: it does not merge)" in said(capsys, "impact", "--base", "main", "--head", "change")


@pytest.mark.usefixtures("lab")
def test_a_retired_record_counts_as_named_and_is_noted(capsys: pytest.CaptureFixture[str]) -> None:
    """One line on the error stream; the answer stays clean."""
    assert main(["impact", "dns2"]) == 0
    assert capsys.readouterr().err == "itsmctl: dns2 is retired; it counts as named all the same\n"


@pytest.mark.usefixtures("lab")
@pytest.mark.parametrize(
    "words",
    [
        ["dns1", "dns1=degraded"],
        ["node04", "--kind", "servce"],
        ["node04=degraded", "--direction", "up"],
        ["--base", "main"],
        ["--base", "main", "--head", "change", "--kind", "ci"],
        ["nod04", "--base", "main", "--head", "change"],
        ["node04", "--now", "noon"],
    ],
)
def test_wrong_usage_is_one_line(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    """Exit code 2, no traceback, nothing on the output."""
    assert main(["impact", *words]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("itsmctl: ")


def test_a_record_that_needs_itself_is_answered(lab: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """In both directions."""
    lab.write({"records/ci/self.yaml": ci("Self", "depends_on: [self]\n")})

    assert "Nothing else suffers." in said(capsys, "impact", "self")
    assert "Nothing: it stands alone." in said(capsys, "impact", "self", "--direction", "up")
