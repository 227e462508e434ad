import csv
import io
import json
from pathlib import Path

import pytest

from itsmctl.cli import main
from itsmctl.exchange import import_event_log
from itsmctl.kpi import MEASURES

TOP = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A repository with the history of the small log and the KPI records of the example."""
    into = tmp_path_factory.mktemp("kpi") / "repo"
    import_event_log(TOP / "examples" / "event-log" / "mapping.yaml", TOP / "tests" / "exchange" / "log.csv", into)
    return str(into)


Capture = pytest.CaptureFixture[str]


def test_the_table_tells_value_target_and_how_much_is_behind_it(root: str, capsys: Capture) -> None:
    """One line a KPI: value, unit, target, met, n, open, declared; no colour outside a terminal."""
    assert main(["kpi", "--root", root, "--now", "2016-04-01T00:00:00Z"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("as of 2016-04-01T00:00:00Z\n")
    assert [line.split() for line in out.splitlines() if line.startswith("mttr")] == [
        ["mttr", "4.875", "hours", "≤", "72", "✓", "12", "0", "11"]
    ]
    assert "\x1b" not in out


def test_each_figure_of_the_example_has_one_name(root: str, capsys: Capture) -> None:
    """What the package ships under its own id, the example sets a target for under that id, and no other."""
    assert main(["kpi", "--root", root, "--now", "2016-04-01T00:00:00Z", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)["kpis"]
    values = [(entry["value"], entry["unit"]) for entry in told if entry["value"]]
    assert len(values) == len(set(values)) == 7
    assert {entry["id"]: entry["target"] for entry in told}["median-resolution-time"] == 72


def test_the_json_is_that_of_the_contract(root: str, capsys: Capture) -> None:
    """Version, instant, and for each KPI its value with the records behind it."""
    words = ["kpi", "incident-backlog", "--root", root, "--at", "2016-03-06T00:00:00Z", "--format", "json"]
    assert main(words) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["version"], told["as_of"]) == (1, "2016-03-06T00:00:00Z")
    entry = told["kpis"][0]
    assert {name: entry[name] for name in ("id", "value", "unit", "n", "open", "target", "direction", "met")} == {
        "id": "incident-backlog", "value": 8, "unit": "count", "n": 8, "open": 8,
        "target": 200, "direction": "below", "met": True,
    }  # fmt: skip
    assert entry["records"][0] == "INC-2016-0051"
    assert entry["limits"] == "too few"


def test_a_revision_is_reckoned_as_of_its_own_time(root: str, capsys: Capture) -> None:
    """--at REV needs no clock: the same commit gives the same bytes for ever."""
    assert main(["kpi", "--root", root, "--at", "main", "--format", "json"]) == 0
    first = capsys.readouterr().out
    assert json.loads(first)["as_of"] == "2016-03-14T08:00:00Z"
    assert main(["kpi", "--root", root, "--at", "main", "--format", "json"]) == 0
    assert capsys.readouterr().out == first


def test_a_measure_can_be_asked_for_with_parameters(root: str, capsys: Capture) -> None:
    """Without a record there is no target; csv is one row a figure."""
    words = ["kpi", "--root", root, "--now", "2016-04-01T00:00:00Z", "--measure", "time-to-resolve", "--format", "csv"]
    assert main([*words, "--with", "statistic=p90", "--with", "fallback=false"]) == 0
    row = next(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert (row["kpi"], row["value"], row["n"], row["target"]) == ("time-to-resolve", "7", "11", "")


def test_a_text_that_is_given_is_a_text_in_the_expression(root: str, capsys: Capture) -> None:
    """Whatever signs it has: it cannot be read as a part of the expression."""
    label = 'a"] == true || true || self.labels["\\ 😀 ü'
    assert main(["kpi", "--root", root, "--measure", "sla-share", "--with", f"label={json.dumps(label)}"]) == 0
    assert f"no closed incident has the label {label} with true or false" in capsys.readouterr().out


USAGE = [
    (["--measure", "mtrr"], "there is no measure mtrr: did you mean mttr?"),
    (["--measure", "mttr", "--with", "x=1"], "mttr has no parameter x"),
    (["--measure", "mttr", "--with", "priority"], "there is no value"),
    (["--explain", "mtrr"], "there is no measure mtrr"),
    (["time-to-resolve-p09"], "did you mean time-to-resolve-p90?"),
    (["--at", "2015-01-01T00:00:00Z"], "there was nothing here at 2015-01-01T00:00:00Z"),
    (["--with", "priority=P1"], "--with priority=P1 means nothing without --measure"),
    (["--measure", "mttr", "incident-backlog"], "--measure mttr reckons without a record such as incident-backlog"),
    (["--explain", "mttr", "incident-backlog"], "--explain reckons nothing"),
    (["--explain", "mtrr"], "did you mean mttr?"),
    (["--measure", "mttr", "--with", "priority=P9"], "there is no priority P9\n  hint: priorities here are P1, P2"),
    (["--measure", "mttr", "--with", "service=nope"], "there is no service record nope"),
    (["--measure", "mttr", "--with", "service=5"], "service is a text, not 5"),
    (
        ["--measure", "mttr", "--with", "nme=1"],
        "hint: its parameters are clock, fallback, priority, service, statistic",
    ),
    (["--measure", "unauthorised-changes", "--with", "a=1"], "hint: it has no parameters"),
    (["--measure", "availability", "--with", "degraded=much"], "degraded is a number from 0 to 1, not much"),
    (["--measure", "availability", "--with", "degraded=NaN"], "degraded is a number from 0 to 1, not nan"),
    (["--measure", "escalation-rate", "--with", "type=no"], "type is one of functional, hierarchical, not no"),
    (["--measure", "mttr", "--with", "statistic=" + "[" * 9999], "statistic is one of mean, median"),
    (["nope"], "there is no kpi record nope\n  hint: kpi records are first-contact-resolution, incident-backlog"),
    (["incident-management"], "there is no kpi record incident-management"),
    (["process/incident-management"], "there is no kpi record process/incident-management"),
    (["--now", "9999-12-31T23:59:59Z"], "no figures can be reckoned as of 9999-12-31T23:59:59Z"),
    (["--at", "9999-12-31"], "hint: give --now a time from 1970 to 2199"),
    (["--now", "0001-01-01T00:00:00Z"], "no figures can be reckoned as of"),
]


@pytest.mark.parametrize(("words", "message"), USAGE)
def test_what_does_not_exist_is_told_with_exit_2(root: str, capsys: Capture, words: list[str], message: str) -> None:
    """One line, with a suggestion where there is one."""
    assert main(["kpi", "--root", root, *words]) == 2
    assert message in capsys.readouterr().err


def test_a_measure_explains_itself(capsys: Capture) -> None:
    """Unit, parameters, formula and source."""
    assert main(["kpi", "--explain", "availability"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("availability (percent; parameters: degraded, service, statistic)")
    assert "Source: ITIL" in out


def test_the_history_of_a_record_is_a_line_a_version(root: str, capsys: Capture) -> None:
    """Commit, time, author, state and what changed; as text and as JSON; a misspelt id is suggested."""
    assert main(["history", "INC-2016-0051", "--root", root]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "incident/INC-2016-0051"
    assert [line.split()[-2:] for line in lines[-1:]] == [["labels,", "status"]]
    assert len(lines) == 7
    assert main(["history", "incident/INC-2016-0051", "--root", root, "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [v["state"] for v in told["versions"]] == ["new", "in-progress", "resolved", "closed"]
    assert main(["history", "INC-2016-051", "--root", root]) == 2
    assert "did you mean INC-2016-" in capsys.readouterr().err


@pytest.mark.parametrize("name", sorted(MEASURES))
def test_every_parameter_of_a_measure_is_explained(capsys: Capture, name: str) -> None:
    """--explain has a line for each of them, with the words that it takes."""
    assert main(["kpi", "--explain", name]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {line.split(":")[0].strip() for line in lines if line.startswith("  ")} == set(MEASURES[name].parameters)


def test_the_backlog_explains_what_ends_the_wait_and_what_counts_when_nobody_says_so(capsys: Capture) -> None:
    """Words for until and fallback, each with what its words mean."""
    assert main(["kpi", "--explain", "incident-backlog"]) == 0
    out = capsys.readouterr().out
    assert "closed (default) = open until closed_at, resolved = open until resolved_at" in out
    for word in ("last (default) =", "first =", "closed = closed_at", "false ="):
        assert word in out


def test_help_tells_at_from_now(capsys: Capture) -> None:
    """What main knew then, or declared times as known today."""
    assert main(["kpi", "--help"]) == 0
    out = capsys.readouterr().out
    assert "what main knew then" in out
    assert "as known today" in out


def test_a_kpi_record_is_also_found_by_kind_and_id(root: str, capsys: Capture) -> None:
    """kpi/incident-backlog is the same as incident-backlog."""
    assert main(["kpi", "--root", root, "kpi/incident-backlog", "--now", "2016-04-01T00:00:00Z"]) == 0
    assert "incident-backlog" in capsys.readouterr().out
