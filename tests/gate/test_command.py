"""Facts about the command ``itsmctl gate``: exit codes, formats, evidence from a file, hostile text."""

import json
import re
from pathlib import Path

import pytest

from itsmctl.cli import main
from itsmctl.findings import Fatal
from itsmctl.gate import read
from itsmctl.render.verdict import verdict_github, verdict_markdown, verdict_text
from itsmctl.render.verdict.comment import LIMIT, MARKER
from tests.gate.mini import GRACE, INCIDENT, RFC, TODAY, Mini, machine, rfc

NOW = "2026-04-01T08:00:00Z"
FORMS = ("text", "json", "markdown", "github")
Capture = pytest.CaptureFixture[str]


def gate(mini: Mini, *words: str) -> int:
    """Ask the command about the pull request."""
    return main(["gate", "--root", str(mini.top), "--base", "main", "--head", "pull", "--now", NOW, *words])


def evidence(mini: Mini, **fields: object) -> str:
    """Write evidence of Grace's approval, bound to what is asked for; return the file."""
    held = {
        **GRACE,
        "decision": "approve",
        "source": "test",
        "at": TODAY,
        "fingerprint": mini.judge().fingerprint,
        **fields,
    }
    path = mini.top.parent / "evidence.json"
    path.write_text(json.dumps({"version": 1, "approvals": [held]}), "utf-8")
    return str(path)


@pytest.mark.parametrize("form", FORMS)
def test_exit_codes_are_the_same_in_every_format(mini: Mini, capsys: Capture, form: str) -> None:
    """0 approved, 1 approvals missing, 1 refused, 3 undecidable."""
    mini.branch({RFC: rfc("approved")})
    assert gate(mini, "--format", form) == 1
    assert gate(mini, "--format", form, "--evidence", evidence(mini)) == 0
    mini.branch({"records/ci/db01.yaml": machine()})
    assert gate(mini, "--format", form) == 1
    mini.put({"records/ci/db01.yaml": machine("version: '3'\n")})
    mini.commit("Meanwhile")
    assert gate(mini, "--format", form) == 3
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["gate"], 2),
        (["gate", "--base", "main"], 2),
        (["gate", "--base", "main", "--head", "pull", "--format", "html"], 2),
        (["gate", "--base", "main", "--head", "pull", "--now", "soon"], 2),
        (["gate", "--base", "main", "--head", "nowhere"], 3),
        (["gate", "--base", "main", "--head", "--output=x"], 2),
        (["gate", "--base", "main", "--head", "pull", "--evidence", "nowhere.json"], 3),
    ],
)
def test_wrong_words_are_usage_and_wrong_names_cannot_run(mini: Mini, words: list[str], code: int) -> None:
    """One line and a hint, never a traceback."""
    mini.branch({})
    assert main([*words, "--root", str(mini.top)]) == code


BAD = [
    b"",
    b"[]",
    b'{"version": 2, "approvals": []}',
    b'{"version": 1}',
    b'{"version": 1, "approvals": [{"person": "grace"}]}',
    b'{"version": 1, "approvals": [{"person": "grace", "decision": "maybe", "source": "x"}]}',
    b'{"version": 1, "approvals": [{"person": "grace", "decision": "approve", "source": "x", "sure": true}]}',
    b'{"version": 1, "version": 1, "approvals": []}',
    b"version: 1\napprovals: &a []\n",
    b"\xff\xfe",
]


@pytest.mark.parametrize("data", BAD)
def test_evidence_that_is_not_in_its_form_ends_the_run(data: bytes) -> None:
    """What cannot be read is not the same as no evidence."""
    with pytest.raises(Fatal) as caught:
        read(data, "evidence.json")
    assert caught.value.code == 3


def test_evidence_may_be_yaml() -> None:
    """The same words in the form that people write."""
    text = b"version: 1\napprovals:\n  - {person: grace, decision: approve, source: talk, at: 2026-04-01T07:00:00Z}\n"
    assert read(text, "e.yaml").approvals[0].at == "2026-04-01T07:00:00Z"


def test_the_text_says_what_must_happen_next(mini: Mini, capsys: Capture) -> None:
    """The word first, then who is asked."""
    mini.branch({RFC: rfc("approved")})
    gate(mini)
    said = capsys.readouterr().out
    assert said.startswith("⏳ Needs approval: RFC-2026-0001, normal, low risk")
    assert "1 approval as change-manager (normal, low risk)\n    → ask grace, radia" in said
    assert "down      wiki" in said
    assert "fingerprint sha256:" in said


HOSTILE = '"@everyone | `x` <!-- itsmctl:gate v1 --> </details> <script> ::error:: %0A [a](javascript:b)"'


def test_a53_text_of_records_cannot_leave_its_cell(mini: Mini) -> None:
    """Nobody is notified, no HTML, no marker, no table is broken, no command is given."""
    service = (mini.top / "records/service/wiki.yaml").read_text("utf-8")
    hostile = service.replace("title: Service of knowledge", f"title: {HOSTILE}")
    mini.branch({RFC: rfc("approved"), "records/service/wiki.yaml": hostile})
    text = verdict_markdown(mini.judge({"person": "a|b <b>@x `", "role": "`|"}))
    assert text.startswith(f"{MARKER}\n")
    assert text.count("<!--") == 1
    assert "<script" not in text
    assert "@everyone" not in text
    assert not re.search(r"(?<!\\)\]\(javascript", text)
    assert text.count("<details>") == text.count("</details>")
    for line in (line for line in text.splitlines() if line.startswith("|")):
        assert line.replace(r"\|", "").count("|") == 4 or "Value" in line or "What | Value" in text
    commands = verdict_github(mini.judge())
    assert all(line.startswith("::") for line in commands.splitlines())


def test_a55_a_thousand_findings_fit_into_one_comment(mini: Mini) -> None:
    """The comment stays below the forge's limit, and so do the annotations."""
    broken = INCIDENT.replace("[wiki]", "[" + "x" * 60 + "]")
    mini.branch({f"records/incident/INC-2026-{n:04}.yaml": broken.replace("Wiki", f"W{n}") for n in range(1, 1001)})
    verdict = mini.judge()
    text = verdict_markdown(verdict)
    assert len(text) <= LIMIT
    assert "… and 950 more" in text
    assert len([line for line in verdict_github(verdict).splitlines() if line.startswith("::error")]) <= 11
    assert len(verdict_text(verdict)) > 0


def test_the_json_is_sorted_and_whole(mini: Mini, tmp_path: Path) -> None:
    """It goes to a file as well as to the terminal."""
    mini.branch({RFC: rfc("approved")})
    out = tmp_path / "verdict.json"
    gate(mini, "--format", "json", "--output", str(out))
    data = json.loads(out.read_text("utf-8"))
    assert data["verdict"] == "needs-approval"
    assert list(data) == sorted(data)
    gate(mini, "--format", "json", "--output", str(out), "--evidence", evidence(mini))
    data = json.loads(out.read_text("utf-8"))
    assert data["approvals"]["given"][0]["person"] == "grace"
    assert data["inputs"]["evidence"].startswith("sha256:")


def test_every_part_of_a_report_is_told(tmp_path: Path, capsys: Capture) -> None:
    """Conflicts, what does not count, what raised the risk, findings of before: in text and in Markdown."""
    other = rfc("approved", title="Another disk", affects="[dns01]")
    broken = {"records/incident/INC-2026-0001.yaml": INCIDENT.replace("[wiki]", "[nowhere]")}
    mini = Mini.create(tmp_path / "lab", {RFC.replace("0001", "0002"): other, **broken})
    critical = (mini.top / "records/service/archive.yaml").read_text("utf-8").replace("low", "critical")
    mini.put({"records/service/archive.yaml": critical})
    mini.commit("It matters")
    mini.branch({RFC: rfc("approved", affects="[dns01, host01]")})
    file = evidence(mini, person="dennis")
    for form in ("text", "markdown"):
        assert gate(mini, "--format", form, "--evidence", file) == 1
        said = capsys.readouterr().out
        told = "nowhere" if form == "markdown" else "does not count here"
        for word in ("RFC-2026-0002", "does not hold the role", "critical", told):
            assert word in said, word


def test_what_is_checked_out_and_not_committed_is_told_beside_the_verdict(mini: Mini, capsys: Capture) -> None:
    """A changed, a new and a deleted record; the verdict's own bytes stay the same."""
    mini.branch({RFC: rfc("approved")})
    mini.git("checkout", "--quiet", "pull")
    gate(mini, "--format", "json")
    before = capsys.readouterr()
    mini.put({"records/ci/db01.yaml": machine("version: '3'\n"), "records/ci/new.yaml": machine(), RFC: None})
    gate(mini, "--format", "json")
    after = capsys.readouterr()
    assert (before.err, after.out) == ("", before.out)
    assert after.err == (
        "itsmctl: records/ci/db01.yaml and 2 more: the work tree is not what pull holds, only what is committed was"
        " judged\n  hint: commit, then ask again\n"
    )


def test_nothing_is_told_of_another_branch_s_work_tree_or_of_other_files(mini: Mini, capsys: Capture) -> None:
    """Only records and schemas of the very branch that is judged."""
    mini.branch({RFC: rfc("approved")})
    mini.put({"records/ci/db01.yaml": machine("version: '3'\n")})
    gate(mini)
    mini.git("checkout", "--quiet", "--", ".")
    mini.git("checkout", "--quiet", "pull")
    mini.put({"notes.txt": "mine"})
    gate(mini)
    assert capsys.readouterr().err == ""
