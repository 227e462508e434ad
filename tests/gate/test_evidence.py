"""Facts about the fields of evidence: what is not in its form ends the run, what is of the future does not count."""

import json
from datetime import timedelta

import pytest

from itsmctl.cli import main
from itsmctl.findings import Fatal
from itsmctl.gate import Approval, Evidence, Verdict, judgement, read, tally
from itsmctl.repo import Repo
from tests.gate.mini import GRACE, NO_PRINT, NOW, RFC, TODAY, Mini, ignored, rfc

Patch = pytest.MonkeyPatch

PLAIN = {**GRACE, "decision": "approve", "source": "test", "at": TODAY}
BAD = [
    ("at", "yesterday"),
    ("at", ""),
    ("at", "2026-04-01"),
    ("at", "2026-04-01T07:00:00"),
    ("at", "20260401T070000Z"),
    ("at", "2026-02-30T07:00:00Z"),
    ("at", "2026-04-01T25:00:00Z"),
    ("at", "0001-01-01T00:00:00+14:00"),
    ("at", "٢٠٢٦-04-01T07:00:00Z"),
    ("at", "2026-04-01T07:00:00Z\n"),
    ("tree", "0" * 40),
    ("commit", "0" * 64),
    ("tree", "abc123"),
    ("commit", "HEAD"),
    ("commit", "A" * 40),
    ("tree", "a" * 40 + "\n"),
    ("fingerprint", "sha256:abc"),
    ("fingerprint", "none"),
    ("fingerprint", ""),
    ("person", ""),
]


def written(*entries: object) -> bytes:
    """Write evidence as an adapter would."""
    return json.dumps({"version": 1, "approvals": entries}, indent=1).encode()


@pytest.mark.parametrize(("field", "value"), BAD)
def test_a_field_that_is_not_in_its_form_ends_the_run_and_names_the_entry(field: str, value: str) -> None:
    """Beside a right fingerprint too: an adapter that writes nonsense is not to be trusted for the rest."""
    held = {**PLAIN, "fingerprint": NO_PRINT}
    with pytest.raises(Fatal, match=f"approvals/1/{field}") as caught:
        read(written(held, {**held, field: value}), "evidence.json")
    assert caught.value.code == 3
    assert caught.value.where is not None
    assert (caught.value.where.path, caught.value.where.line > 10) == ("evidence.json", True)


@pytest.mark.parametrize("field", ["person", "decision", "source", "at"])
def test_a_field_that_is_required_cannot_be_left_out(field: str) -> None:
    """Who, what, from where and when."""
    with pytest.raises(Fatal, match=f"approvals/0: .*{field}"):
        read(written({name: value for name, value in PLAIN.items() if name != field}), "evidence.json")


def test_the_command_says_what_is_wrong_with_evidence(mini: Mini, capsys: pytest.CaptureFixture[str]) -> None:
    """One line with the place, one hint, exit code 3."""
    mini.branch({RFC: rfc("approved")})
    file = mini.top.parent / "evidence.json"
    file.write_bytes(written({**PLAIN, "at": "yesterday"}))
    words = ["gate", "--root", str(mini.top), "--base", "main", "--head", "pull", "--evidence", str(file)]
    assert main(words) == 3
    said = capsys.readouterr().err
    assert said.startswith("itsmctl: evidence.json:")
    assert "approvals/0/at" in said
    assert "Traceback" not in said


def held(mini: Mini, *approvals: Approval) -> Verdict:
    """Judge by evidence in exactly this form."""
    return judgement.judge(Repo(mini.top), "main", "pull", Evidence(approvals), NOW)


def test_an_approval_from_after_now_does_not_count(mini: Mini, monkeypatch: Patch) -> None:
    """The clock is the verifier's; at the very instant it counts."""
    mini.branch({RFC: rfc("approved")})
    late = {**GRACE, "at": "2026-04-01T08:00:01Z"}
    assert ignored(mini.judge(late)) == {"grace": "it is from 2026-04-01T08:00:01Z, after 2026-04-01T08:00:00Z"}
    assert mini.judge(late).word == "needs-approval"
    assert mini.judge(late, now=NOW + timedelta(seconds=1)).word == "approved"
    assert mini.judge({**GRACE, "at": "2026-04-01T09:00:00+02:00"}).word == "approved"
    monkeypatch.setattr(tally, "_untimely", lambda *_: "")
    assert mini.judge(late).word == "approved"


def test_an_approval_without_a_time_does_not_count(mini: Mini) -> None:
    """Also where evidence is made by a program and not read from a file."""
    head = mini.branch({RFC: rfc("approved")})
    verdict = held(mini, Approval("grace", "approve", "x", commit=head))
    assert (verdict.word, ignored(verdict)) == ("needs-approval", {"grace": "it does not say when it was given"})


def test_an_approval_from_after_now_does_not_lift_a_rejection(mini: Mini) -> None:
    """A veto stands until it is withdrawn, and a rejection of whatever date is one."""
    mini.branch({RFC: rfc("approved")})
    no, late = {**GRACE, "decision": "reject"}, {**GRACE, "at": "2027-01-01T00:00:00Z"}
    assert mini.judge(no, late).tally.rejected_by == ("grace",)
    assert mini.judge(no, late).word == "refused"
    assert mini.judge({**no, "at": "2027-01-01T00:00:00Z"}).word == "refused"
    assert mini.judge(no, GRACE).word == "approved"


def test_beside_a_fingerprint_commit_and_tree_are_information(mini: Mini) -> None:
    """What was approved on an older head still is what was approved; alone they must be of this very merge."""
    head = mini.branch({RFC: rfc("approved")})
    for bound in ({"commit": "1" * 40}, {"tree": "1" * 40}):
        assert mini.judge({**GRACE, **bound}).word == "approved"
        alone = Approval("grace", "approve", "x", at=TODAY, **bound)
        assert ignored(held(mini, alone)) == {"grace": "it was given for another commit"}
    assert held(mini, Approval("grace", "approve", "x", at=TODAY, commit=head)).word == "approved"
    assert held(mini, Approval("grace", "approve", "x", at=TODAY, commit=head, tree="1" * 40)).word == "needs-approval"
