"""Facts about the four words that the gate can say, and what each rests on."""

import json
from pathlib import Path

from itsmctl.gate import Evidence, judge
from itsmctl.repo import Repo
from tests.gate.mini import GRACE, INCIDENT, MODEL, NOW, RFC, TODAY, Mini, as_data, codes, guards, machine, missing, rfc


def test_the_small_lab_has_no_fault(mini: Mini) -> None:
    """What the other tests find is their own doing: an empty pull request is approved, without a finding."""
    mini.branch({})
    verdict = mini.judge()
    assert (verdict.word, verdict.new, verdict.old) == ("approved", (), ())


def test_without_evidence_it_needs_approval_and_says_whose(mini: Mini) -> None:
    """All else holds; missing is the change manager, and who may act as one is named."""
    mini.branch({RFC: rfc("approved")})
    verdict = mini.judge()
    assert verdict.word == "needs-approval"
    assert verdict.exit_code == 1
    assert [(m.role, m.count, m.candidates) for m in verdict.tally.missing] == [
        ("change-manager", 1, ("grace", "radia"))
    ]
    assert guards(verdict) == {
        "approved": False,
        "planned": True,
        "in-window": True,
        "no-conflict": True,
        "model-allows": True,
        "emergency-justified": True,
    }


def test_with_the_approval_it_is_approved(mini: Mini) -> None:
    """One approval of the right person, bound to the fingerprint."""
    mini.branch({RFC: rfc("approved")})
    verdict = mini.judge(GRACE)
    assert (verdict.word, verdict.exit_code, missing(verdict)) == ("approved", 0, {})


def test_an_approval_bound_to_the_head_or_the_merged_tree_counts(mini: Mini) -> None:
    """A forge knows commits, a signature knows trees; both say what was approved."""
    head = mini.branch({RFC: rfc("approved")})
    tree = mini.judge().inputs["tree"] or ""
    for bound in ({"commit": head}, {"tree": tree}):
        evidence = {
            "version": 1,
            "approvals": [{**GRACE, "decision": "approve", "source": "forge", "at": TODAY, **bound}],
        }
        from itsmctl.gate import read

        verdict = judge(Repo(mini.top), "main", "pull", read(json.dumps(evidence).encode(), "e"), NOW)
        assert verdict.word == "approved"


def test_operational_records_need_no_request(mini: Mini) -> None:
    """Who records an incident asks nobody."""
    mini.branch({"records/incident/INC-2026-0001.yaml": INCIDENT})
    verdict = mini.judge()
    assert (verdict.word, verdict.type, verdict.rfc) == ("approved", None, None)


def test_configuration_without_a_request_is_refused(mini: Mini) -> None:
    """A changed machine must be named by a request that is authorised."""
    mini.branch({"records/ci/db01.yaml": machine("depends_on: [host01]\nversion: '2'\n")})
    verdict = mini.judge()
    assert (verdict.word, codes(verdict)) == ("refused", {"uncovered-change"})


def test_a_request_that_is_authorised_here_covers_what_it_names(mini: Mini) -> None:
    """The change of the machine travels with its authorisation."""
    changed = machine("depends_on: [host01]\nversion: '2'\n")
    mini.branch({RFC: rfc("approved"), "records/ci/db01.yaml": changed})
    assert mini.judge(GRACE).word == "approved"
    mini.branch({RFC: rfc("approved"), "records/ci/dns01.yaml": changed})
    assert codes(mini.judge(GRACE)) == {"uncovered-change"}


def test_a_request_that_base_holds_authorised_covers_only_in_its_window(tmp_path: Path) -> None:
    """Before and after the window nothing may be changed."""
    mini = Mini.create(tmp_path / "lab", {RFC: rfc("approved")})
    mini.branch({"records/ci/db01.yaml": machine("depends_on: [host01]\nversion: '2'\n")})
    assert codes(mini.judge()) == {"uncovered-change"}
    assert mini.judge(now=NOW.replace(day=5, hour=2)).word == "approved"
    assert codes(mini.judge(now=NOW.replace(day=5, hour=5))) == {"uncovered-change"}


def test_new_errors_refuse_and_old_ones_are_only_shown(tmp_path: Path) -> None:
    """Nobody has to mend what others broke."""
    broken = INCIDENT.replace("[wiki]", "[wikki]")
    mini = Mini.create(tmp_path / "lab", {"records/incident/INC-2026-0001.yaml": broken})
    mini.branch({"records/incident/INC-2026-0002.yaml": INCIDENT.replace("Wiki", "The wiki")})
    verdict = mini.judge()
    assert (verdict.word, [f.code for f in verdict.old]) == ("approved", ["dangling-reference"])
    mini.branch({"records/incident/INC-2026-0002.yaml": broken.replace("Wiki", "The wiki")})
    assert codes(mini.judge()) == {"dangling-reference"}


def test_a_rejection_of_somebody_who_is_asked_refuses(mini: Mini) -> None:
    """A veto stands, whatever it was bound to, until the same person approves."""
    mini.branch({RFC: rfc("approved")})
    no = {**GRACE, "decision": "reject", "fingerprint": "sha256:" + "0" * 64}
    verdict = mini.judge({"person": "radia", "role": "change-manager"}, no)
    assert (verdict.word, verdict.tally.rejected_by) == ("refused", ("grace",))
    assert mini.judge(no, GRACE).word == "approved"


def test_a_standard_change_inside_its_model_needs_nobody(tmp_path: Path) -> None:
    """The model was approved once; outside of it the change is refused."""
    mini = Mini.create(tmp_path / "lab", {"records/change-model/patch.yaml": MODEL})
    asked = rfc("approved", type="standard", model="patch", affects="[dns01]")
    patched = {RFC: asked, "records/ci/dns01.yaml": machine("version: '2'\n").replace("A machine", "A name server")}
    mini.branch(patched)
    verdict = mini.judge()
    assert verdict.word == "approved", verdict.refusals
    mini.branch({**patched, "records/ci/dns01.yaml": machine("hostname: x.lab.example\n")})
    assert codes(mini.judge()) == {"model-allows"}


def test_an_emergency_needs_an_open_incident_and_the_emergency_board(tmp_path: Path) -> None:
    """It goes without notice, and owes a review."""
    mini = Mini.create(tmp_path / "lab", {"records/incident/INC-2026-0001.yaml": INCIDENT})
    words = "{incident: INC-2026-0001, review_by: 2026-04-07T00:00:00Z}"
    window = "{start: 2026-04-01T07:00:00Z, end: 2026-04-01T12:00:00Z}"
    asked = rfc("approved", type="emergency", emergency=words, window=window)
    mini.branch({RFC: asked})
    assert mini.judge({"person": "edsger", "role": "ecab"}).word == "approved"
    assert missing(mini.judge()) == {"ecab": 1}
    mini.branch({RFC: asked.replace("2026-04-07", "2026-05-07")})
    assert codes(mini.judge()) == {"emergency-justified"}


def test_an_overdue_review_of_a_colleague_blocks_the_next_change(tmp_path: Path) -> None:
    """Whoever owes the look back at an emergency does not get the next normal change."""
    past = "{start: 2026-03-01T07:00:00Z, end: 2026-03-01T12:00:00Z}"
    words = "{incident: INC-2026-0001, review_by: 2026-03-07T00:00:00Z}"
    owed = rfc("implemented", title="In a hurry", type="emergency", emergency=words, window=past, implementer="dennis")
    mini = Mini.create(
        tmp_path / "lab",
        {"records/incident/INC-2026-0001.yaml": INCIDENT, RFC.replace("0001", "0002"): owed},
    )
    mini.branch({RFC: rfc("approved")})
    assert codes(mini.judge(GRACE)) == {"review-overdue"}


def test_governance_is_judged_as_the_gravest_change(mini: Mini) -> None:
    """Two of the board and whoever answers for changes: three people, none of them its author."""
    mini.branch({"records/role/ecab.yaml": "title: Emergency board\nholders: [edsger, ada]\n"})
    verdict = mini.judge()
    assert (verdict.word, verdict.type) == ("needs-approval", "governance")
    assert missing(verdict) == {"cab": 2, "change-manager": 1}
    board = [{"person": person, "role": "cab"} for person in ("radia", "edsger")]
    assert mini.judge(GRACE, *board).word == "approved"


def test_two_requests_in_one_pull_request_are_refused(mini: Mini) -> None:
    """One pull request is one request for change."""
    mini.branch({RFC: rfc("approved"), RFC.replace("0001", "0002"): rfc("draft", title="Another")})
    assert codes(mini.judge(GRACE)) == {"several-requests"}


def test_the_same_question_gives_the_same_bytes(mini: Mini) -> None:
    """Commits, evidence and the instant decide; nothing else does."""
    mini.branch({RFC: rfc("approved")})
    first, second = (json.dumps(as_data(mini.judge(GRACE)), sort_keys=True) for _ in range(2))
    assert first == second
    assert str(mini.top) not in first


def test_the_verdict_has_the_shape_that_is_promised(mini: Mini) -> None:
    """Other programs read it."""
    head = mini.branch({RFC: rfc("approved")})
    data = as_data(mini.judge())
    assert data["version"] == 1
    assert data["inputs"]["head"] == head
    assert data["inputs"]["now"] == "2026-04-01T08:00:00Z"
    assert data["inputs"]["evidence"] is None
    assert data["approvals"]["required"] == [{"role": "change-manager", "count": 1, "because": "normal, low risk"}]
    assert data["transitions"][0]["from"] == "submitted"
    assert data["impact"]["summary"]["services"] == {"down": ["wiki"], "degraded": []}
    assert data["risk"]["score"] == sum(factor["points"] for factor in data["risk"]["factors"])


def test_judging_writes_nothing_into_the_work_tree(mini: Mini) -> None:
    """The head is never checked out."""
    mini.branch({"evil.py": "raise SystemExit\n"})
    mini.judge()
    assert mini.git("status", "--porcelain") == ""
    assert not (mini.top / "evil.py").exists()
    assert judge(Repo(mini.top), "main", "pull", Evidence(), NOW).word == "needs-approval"
