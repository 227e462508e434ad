"""The verbs that read: list, show, impact, graph and schema."""

import csv
import io
import json
from collections.abc import Callable, Mapping

import pytest

from itsmctl.cli import main
from itsmctl.render.graph.mermaid import EDGES
from tests.world import ROLE, Sandbox, ci

Make = Callable[[Mapping[str, str | bytes]], Sandbox]
SERVICE = "title: {}\ncategory: core\nstatus: operational\ncriticality: low\nowner: operations\nvalue: Something\n"
LAB: Mapping[str, str | bytes] = {
    **ROLE,
    "ci/node04.yaml": ci("Host"),
    "ci/dns1.yaml": ci("DNS 1", "depends_on: [{ref: node04, as: runs-on}]\n"),
    "ci/dns2.yaml": ci("=DNS 2", status="retired"),
    "ci/dns3.yaml": ci("DNS 3"),
    "service/dns.yaml": SERVICE.format("Names") + "depends_on: [{any_of: [dns1, dns3], need: 1}]\n",
    "service/wiki.yaml": SERVICE.format("Wiki") + "depends_on: [{ref: dns, effect: degraded}]\n",
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
def test_list_shows_the_records_of_a_kind(capsys: pytest.CaptureFixture[str]) -> None:
    """In the columns that its page asks for, between id and title, sorted by id; a state narrows."""
    told = [line.split() for line in said(capsys, "list", "ci").splitlines()]

    assert told[0] == ["id", "class", "status", "environment", "location", "owner", "title"]
    assert [line[0] for line in told[1:]] == ["dns1", "dns2", "dns3", "node04"]
    assert told[1][1:] == ["virtual-machine", "operational", "operations", "DNS", "1"]
    assert [line.split()[0] for line in said(capsys, "list", "ci", "--state", "retired").splitlines()] == ["id", "dns2"]
    assert said(capsys, "list", "ci", "--state", "disposed") == ""


@pytest.mark.usefixtures("lab")
def test_list_writes_json_and_csv(capsys: pytest.CaptureFixture[str]) -> None:
    """A title that starts like a formula is none in the spreadsheet."""
    value = json.loads(said(capsys, "list", "ci", "--format", "json"))
    rows = list(csv.reader(io.StringIO(said(capsys, "list", "ci", "--format", "csv"))))

    assert value["records"][0]["data"]["title"] == "DNS 1"
    assert rows[0] == ["id", "state", "title", "owner", "class", "environment", "location"]
    assert rows[2] == ["dns2", "retired", "'=DNS 2", "operations", "virtual-machine", "", ""]


@pytest.mark.usefixtures("lab")
def test_show_tells_a_record_and_its_links_both_ways(capsys: pytest.CaptureFixture[str]) -> None:
    """Fields as written, links, needs and needed by."""
    out = said(capsys, "show", "service/dns")

    assert out.startswith("🌐 Names\nservice/dns · operational · records/service/dns.yaml\n\ntitle: Names\n") or (
        "Names\nservice/dns · operational · records/service/dns.yaml\n\ntitle: Names\n" in out
    )
    assert "links\n  owned-by role/operations (Operations)\n" in out
    assert "needs\n  1 of 2: dns1, dns3\n" in out
    assert "needed by\n  service/wiki (Wiki)\n" in out
    assert "needs\n  dns (degrades only)\n" in said(capsys, "show", "wiki")
    assert "needs\n  node04 (runs-on)\n" in said(capsys, "show", "dns1")
    assert "owner-of ci/dns1 (DNS 1)" in said(capsys, "show", "operations")


@pytest.mark.usefixtures("lab")
def test_show_writes_json_and_the_file_itself(capsys: pytest.CaptureFixture[str]) -> None:
    """For programs, and for people who want to copy it."""
    value = json.loads(said(capsys, "show", "dns1", "--format", "json"))

    assert (value["kind"], value["id"], value["valid"]) == ("ci", "dns1", True)
    assert {"relation": "depends-on", "record": "ci/node04", "field": ["depends_on", 0, "ref"]} in value["links"]
    assert value["needed_by"] == ["service/dns"]
    assert value["linked_from"][0]["relation"] == "supports"
    assert said(capsys, "show", "dns1", "--format", "yaml") == LAB["ci/dns1.yaml"]


def test_show_reads_the_past(lab: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """At a revision."""
    lab.write({"records/ci/dns3.yaml": ci("Renamed")})
    lab.commit("Rename")

    assert "title: DNS 3" in said(capsys, "show", "dns3", "--at", "HEAD~1", "--format", "yaml")
    assert "title: Renamed" in said(capsys, "show", "dns3", "--format", "yaml")


@pytest.mark.usefixtures("lab")
def test_impact_takes_a_scenario_of_several(capsys: pytest.CaptureFixture[str]) -> None:
    """Text, JSON and Markdown; a state other than down is said with an equals sign."""
    out = said(capsys, "impact", "node04", "dns3")
    value = json.loads(said(capsys, "impact", "node04=degraded", "--format", "json"))

    assert "If dns3 is down and node04 is down:" in out
    assert "down      dns   " in out
    assert "degraded  wiki" in out
    assert value["scenario"] == {"node04": "degraded"}
    assert value["summary"]["services"] == {"down": [], "degraded": ["dns", "wiki"]}
    assert "| ❌ down |" in said(capsys, "impact", "node04", "dns3", "--format", "markdown")


def test_an_answer_on_broken_records_says_so(lab: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """On the error stream, so that the answer stays clean."""
    lab.write({"records/ci/bad.yaml": ci("Bad", "nope: 1\n")})

    assert main(["impact", "node04"]) == 0
    assert "not valid, and counted as empty: records/ci/bad.yaml" in capsys.readouterr().err
    assert main(["graph"]) == 0
    assert "itsmctl validate shows why" in capsys.readouterr().err


@pytest.mark.usefixtures("lab")
def test_graph_draws_in_four_formats(capsys: pytest.CaptureFixture[str]) -> None:
    """Everything, or what is near a record."""
    assert said(capsys, "graph").startswith("flowchart LR\n")
    assert said(capsys, "graph", "--format", "dot").startswith("digraph itsmctl {")
    assert "<graphml" in said(capsys, "graph", "--format", "graphml")
    keys = [n["key"] for n in json.loads(said(capsys, "graph", "dns1", "--depth", "1", "--format", "json"))["nodes"]]
    assert keys == ["ci/dns1", "ci/node04", "service/dns"]


def test_a_graph_that_is_too_large_is_folded_and_says_so(lab: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    """On the error stream."""
    lab.write({f"records/ci/m{n:03}.yaml": ci(f"M {n}", "depends_on: [node04]\n") for n in range(EDGES)})

    assert main(["graph"]) == 0
    told = capsys.readouterr()
    assert "each class is one box" in told.err
    assert "#215; virtual-machine" in told.out


@pytest.mark.usefixtures("lab")
def test_schema_lists_kinds_and_describes_one(capsys: pytest.CaptureFixture[str]) -> None:
    """Fields, the required ones first, and the states with their moves."""
    out = said(capsys, "schema")
    assert "\nrfc " in out
    told = said(capsys, "schema", "incident")
    assert "records/incident/INC-{year}-{number:04}.yaml" in told
    assert "\n* detected_at " in told
    assert "\n  notes " in told
    assert "  new → " in told
    assert "* required" in said(capsys, "schema", "role")
    assert json.loads(said(capsys, "schema", "ci", "--format", "json"))["title"] == "Configuration item"
    assert "ci" in json.loads(said(capsys, "schema", "--format", "json"))
    assert said(capsys, "schema", "ci", "--at", "HEAD") == said(capsys, "schema", "ci")
