"""The verbs that ask what could happen and what did: spof, cutsets, replay, blame and kedb."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from itsmctl.cli import main
from tests.world import ROLE, Sandbox, ci

Make = Callable[[Mapping[str, str | bytes]], Sandbox]
SERVICE = "title: {}\ncategory: core\nstatus: operational\ncriticality: high\nowner: operations\nvalue: Something\n"
LAB: Mapping[str, str | bytes] = {
    **ROLE,
    "ci/host.yaml": ci("Host | <b>"),
    "ci/dns1.yaml": ci("DNS 1", "depends_on: [host]\n"),
    "ci/dns2.yaml": ci("DNS 2"),
    "ci/old.yaml": ci("Old", status="retired"),
    "service/dns.yaml": SERVICE.format("Names") + "depends_on: [{any_of: [dns1, dns2], as: pair}]\n",
    "service/wiki.yaml": SERVICE.format("Wiki") + "depends_on: [host]\n",
    "incident/INC-2026-0001.yaml": "title: Wiki is gone\nstatus: new\nimpact: high\nurgency: high\n"
    "affects: [wiki, host]\n"
    "detected_at: 2026-03-10T10:00:00Z\n"
    "outages: [{service: wiki, start: 2026-03-10T10:00:00Z, end: 2026-03-10T11:00:00Z}]\n",
    "known-error/KEDB-A-001.yaml": "title: Host hangs\nstatus: open\nsymptoms: hangs\nworkaround: Reset\n"
    "affects: [host]\n",
}


@pytest.fixture
def lab(sandbox: Make, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    """Stand in a small lab."""
    made = sandbox(LAB)
    monkeypatch.chdir(made.top)
    return made


def said(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run a verb that succeeds and return what it prints."""
    assert main(list(words)) == 0
    told = capsys.readouterr()
    assert told.err == ""
    return told.out


@pytest.mark.usefixtures("lab")
def test_spof_ranks_and_states_its_weights(capsys: pytest.CaptureFixture[str]) -> None:
    """The host: one high service down (4), one degraded (1)."""
    assert said(capsys, "spof") == (
        "1 record whose loss alone takes a service down\n"
        "damage: the services' weights (critical 8, high 4, medium 2, low 1), 0.25 of it when degraded\n\n"
        "       5  host  1 down: wiki; 1 degraded: dns\n"
        "                host → wiki\n"
    )
    assert said(capsys, "spof", "dns").startswith("No record whose loss alone takes dns down\n")
    answer = json.loads(said(capsys, "spof", "--format", "json"))
    assert (answer["version"], answer["count"], answer["points"][0]["id"]) == (1, 1, "host")
    assert r"Host \| &lt;b\>" in said(capsys, "spof", "--format", "markdown")
    assert "… 1 more: --limit 1 shows all" in said(capsys, "spof", "--limit", "0")


def test_a_retired_record_that_is_still_needed_is_named_as_such(
    sandbox: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The graph stands on it, so it counts; the word retired says what is wrong with that."""
    wiki = SERVICE.format("Wiki") + "depends_on: [old]\n"
    made = sandbox({**ROLE, "ci/old.yaml": ci("Old", status="retired"), "service/wiki.yaml": wiki})
    monkeypatch.chdir(made.top)

    assert "       4  old  (retired) 1 down: wiki" in said(capsys, "spof")
    assert json.loads(said(capsys, "spof", "--format", "json"))["points"][0]["state"] == "retired"


@pytest.mark.usefixtures("lab")
def test_cutsets_lists_sets_slack_and_how_far_it_looked(capsys: pytest.CaptureFixture[str]) -> None:
    """Smallest first; a bound that was met is said."""
    assert said(capsys, "cutsets", "dns") == (
        "2 minimal sets of records whose joint loss takes dns down\n"
        "  dns1 + dns2\n"
        "  dns2 + host\n\n"
        "complete up to 3 records a set\n"
        "slack: 1 loss survived, wherever it falls\n"
        "  dns (pair): 2 up, needs 1, spares 1: dns1, dns2\n"
    )
    assert "stopped after 1 sets (--limit): all of up to 1 records" in said(capsys, "cutsets", "dns", "--limit", "1")
    assert "at least 1 loss survived" in said(capsys, "cutsets", "dns", "--max-size", "1")
    assert "stands on nothing" in said(capsys, "cutsets", "old")
    answer = json.loads(said(capsys, "cutsets", "dns", "--format", "json"))
    assert answer["sets"] == [["dns1", "dns2"], ["dns2", "host"]]
    assert answer["slack"]["value"] == 1
    assert "| 2 | `dns1`, `dns2` |" in said(capsys, "cutsets", "dns", "--format", "markdown")


def test_replay_lays_a_folder_over_the_records_or_takes_a_revision(
    lab: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a second record beside the host the wiki would have been degraded; nothing is written."""
    edited = SERVICE.format("Wiki") + "depends_on: [{any_of: [host, dns2]}]\n"
    (tmp_path / "edit/records/service").mkdir(parents=True)
    (tmp_path / "edit/records/service/wiki.yaml").write_text(edited)

    told = said(capsys, "replay", "--patch", str(tmp_path / "edit"), "--now", "2026-04-01T00:00:00Z")
    assert "spared  wiki: down 60 min, would have been degraded" in told
    edits = ("--drop-dependency", "wiki=host", "--add-dependency", "wiki={any_of: [host, dns2]}")
    assert "spared  wiki: down 60 min, would have been degraded" in said(capsys, "replay", *edits)
    assert lab.git("status", "--porcelain") == ""

    lab.git("switch", "--quiet", "--create", "second")
    lab.write({"records/service/wiki.yaml": edited})
    lab.commit("Add")
    lab.git("switch", "--quiet", "main")
    answer = json.loads(said(capsys, "replay", "INC-2026-0001", "--head", "second", "--format", "json"))
    assert answer["minutes"]["down"] == {"saved": 60, "total": 60}
    assert "saved: 0 of 60 minutes down" in said(capsys, "replay", "--head", "main")


@pytest.mark.usefixtures("lab")
def test_blame_and_kedb_answer_in_every_format(capsys: pytest.CaptureFixture[str]) -> None:
    """The host is to blame, and is known to hang."""
    assert "fewest records that explain all: host" in said(capsys, "blame", "INC-2026-0001")
    assert json.loads(said(capsys, "blame", "INC-2026-0001", "--format", "json"))["causes"] == ["host"]
    assert "| 1 | Host" in said(capsys, "blame", "INC-2026-0001", "--format", "markdown")
    for query in (["INC-2026-0001"], ["host"], ["it", "hangs"]):
        assert "KEDB-A-001  Host hangs  (open)" in said(capsys, "kedb", "match", *query)
    assert json.loads(said(capsys, "kedb", "match", "hangs", "--format", "json"))["matches"][0]["workaround"] == "Reset"


@pytest.mark.usefixtures("lab")
@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("spof", "wikki"), "there is no record wikki\n  hint: did you mean wiki?"),
        (("cutsets", "wikki"), "there is no record wikki"),
        (("cutsets", "wiki", "--max-size", "99"), "--max-size 1 to 8"),
        (("cutsets", "wiki", "--limit", "0"), "--limit 1 or more"),
        (("replay", "--patch", "nowhere"), "there are no records in nowhere"),
        (("replay",), "replay on what?"),
        (("replay", "--add-dependency", "wiki=lost"), "the edits make wiki wrong: depends_on names lost"),
        (("replay", "--head", "nowhere"), "'nowhere' names no commit"),
        (("replay", "INC-2026-0002", "--head", "main"), "there is no record INC-2026-0002"),
        (("replay", "wiki", "--head", "main"), "wiki is of kind service"),
        (("blame", "host"), "host is of kind ci"),
        (("blame", "INC-2026-0001", "--days", "-1"), "no number of days"),
        (("blame", "INC-2026-0001", "--days", "9999999999"), "no number of days"),
        (("spof", "--limit", "-1"), "at least"),
        (("kedb", "match", ""), "nothing to look for"),
        (("kedb", "match", "INC-2026-0009"), "there is no record INC-2026-0009"),
    ],
)
def test_a_slip_is_one_line_and_what_to_do(
    words: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Never a traceback; wrong usage is 2, edits that make a record wrong 1, what cannot be read 3."""
    assert main(list(words)) in (1, 2, 3)
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") <= 2
