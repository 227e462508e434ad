"""Facts about names: the same person, service or model is the same, however a record or the evidence spells it."""

from pathlib import Path

import pytest

from itsmctl.gate import Verdict
from tests.gate.mini import (
    GRACE,
    INCIDENT,
    MODEL,
    NOW,
    RFC,
    Mini,
    as_data,
    codes,
    guards,
    ignored,
    machine,
    missing,
    rfc,
    service,
)

OTHER = RFC.replace("0001", "0002")
ALAN = ["alan", "person/alan"]
BOTH = [(one, other) for one in ALAN for other in ALAN]
PAST = "{start: 2026-03-01T07:00:00Z, end: 2026-03-01T12:00:00Z}"
OWES = "{incident: INC-2026-0001, review_by: 2026-03-07T00:00:00Z}"


@pytest.mark.parametrize(("doer", "reviewer"), BOTH)
def test_whoever_did_the_work_does_not_review_it(tmp_path: Path, doer: str, reviewer: str) -> None:
    """Neither as alan nor as person/alan; somebody else does."""
    done = {"implementer": doer, "outcome": "successful", "window": PAST}
    mini = Mini.create(tmp_path / "lab", {RFC: rfc("implemented", **done)})
    review = f"{{at: 2026-03-08T09:00:00Z, by: {reviewer}, findings: Fine}}"
    mini.branch({RFC: rfc("reviewed", review=review, **done)})
    assert codes(mini.judge()) == {"reviewed"}
    mini.branch({RFC: rfc("reviewed", review=review.replace("alan", "ada"), **done)})
    assert mini.judge().word == "approved"


@pytest.mark.parametrize(("mine", "theirs"), BOTH)
def test_a_debt_is_its_owner_s(tmp_path: Path, mine: str, theirs: str) -> None:
    """Whoever owes a review does not get the next change; somebody of another team does."""
    owed = rfc("implemented", title="Hurry", type="emergency", emergency=OWES, window=PAST, implementer=theirs)
    teams = {"records/team/infrastructure.yaml": "title: Infrastructure\nmembers: [dennis]\n"}
    incident = {"records/incident/INC-2026-0001.yaml": INCIDENT}
    mini = Mini.create(tmp_path / "lab", {OTHER: owed, **teams, **incident})
    mini.branch({RFC: rfc("approved", implementer=mine)})
    assert codes(mini.judge(GRACE)) == {"review-overdue"}
    mini.branch({RFC: rfc("approved", implementer="dennis")})
    assert codes(mini.judge(GRACE)) == set()


@pytest.mark.parametrize("member", ["dennis", "person/dennis"])
def test_a_debt_is_the_team_s(tmp_path: Path, member: str) -> None:
    """However the team spells its members."""
    owed = rfc("implemented", title="Hurry", type="emergency", emergency=OWES, window=PAST, implementer="person/dennis")
    team = {"records/team/infrastructure.yaml": f"title: Infrastructure\nmembers: [{member}, alan]\n"}
    incident = {"records/incident/INC-2026-0001.yaml": INCIDENT}
    mini = Mini.create(tmp_path / "lab", {OTHER: owed, **team, **incident})
    mini.branch({RFC: rfc("approved")})
    assert codes(mini.judge(GRACE)) == {"review-overdue"}


def test_a_rejection_is_a_veto_however_the_evidence_spells_who_rejects(mini: Mini) -> None:
    """And an approval by the other spelling withdraws it; two spellings are not two people."""
    mini.branch({RFC: rfc("approved")})
    no = {"person": "person/grace", "decision": "reject", "role": "role/change-manager"}
    verdict = mini.judge({"person": "radia"}, no)
    assert (verdict.word, verdict.tally.rejected_by) == ("refused", ("grace",))
    assert mini.judge(no, GRACE).word == "approved"
    mini.branch({"records/role/ecab.yaml": "title: Emergency board\nholders: [edsger, ada]\n"})
    twice = [{"person": person, "role": role} for person, role in (("radia", "cab"), ("person/radia", "role/cab"))]
    assert missing(mini.judge(*twice)) == {"cab": 1, "change-manager": 1}


@pytest.mark.parametrize("field", ["requested_by", "implementer"])
@pytest.mark.parametrize("spelt", ["grace", "person/grace"])
@pytest.mark.parametrize("named", ["grace", "person/grace"])
def test_nobody_approves_what_is_their_own_by_any_spelling(mini: Mini, field: str, spelt: str, named: str) -> None:
    """Of the record and of the evidence."""
    mini.branch({RFC: rfc("approved", **{field: spelt})})
    verdict = mini.judge({**GRACE, "person": named})
    assert (verdict.word, set(ignored(verdict))) == ("needs-approval", {named})


@pytest.mark.parametrize("named", ["grace", "person/grace", "grace@lab.example"])
def test_a_contributor_is_known_by_id_key_or_address(mini: Mini, named: str) -> None:
    """Whatever the forge says."""
    mini.branch({RFC: rfc("approved")})
    assert ignored(mini.judge(GRACE, contributors=(named,))) == {"grace": "the contributor may not approve"}


@pytest.mark.parametrize("model", ["patch", "change-model/patch"])
@pytest.mark.parametrize("incident", ["INC-2026-0001", "incident/INC-2026-0001"])
def test_model_and_incident_are_found_by_either_spelling(tmp_path: Path, model: str, incident: str) -> None:
    """A standard change follows its model, an emergency names its incident."""
    base = {"records/change-model/patch.yaml": MODEL, "records/incident/INC-2026-0001.yaml": INCIDENT}
    mini = Mini.create(tmp_path / "lab", base)
    mini.branch({RFC: rfc("approved", type="standard", model=model, affects="[ci/dns01]")})
    assert guards(mini.judge())["model-allows"] is True
    words = f"{{incident: {incident}, review_by: 2026-04-07T00:00:00Z}}"
    window = "{start: 2026-04-01T07:00:00Z, end: 2026-04-01T12:00:00Z}"
    mini.branch({RFC: rfc("approved", type="emergency", emergency=words, window=window)})
    assert guards(mini.judge())["emergency-justified"] is True


@pytest.fixture
def erp(tmp_path: Path) -> Mini:
    """Return the lab with a machine and a service of one id; the service stands on the machine."""
    records = {
        "records/ci/erp.yaml": machine(),
        "records/service/erp.yaml": service("critical", "knowledge", "[ci/erp]"),
    }
    return Mini.create(tmp_path / "lab", records)


def told(verdict: Verdict) -> set[str]:
    """Return the sentences of what refuses it."""
    return {finding.message for finding in verdict.refusals}


def test_two_records_of_one_id_are_told_apart_by_their_kind(erp: Mini) -> None:
    """What is not covered, what is in the way, what falls, and who is asked for what."""
    erp.branch({RFC: rfc("approved", affects="[service/erp]"), "records/ci/erp.yaml": machine("version: '2'\n")})
    verdict = erp.judge(GRACE)
    assert told(verdict) == {"ci/erp is changed, and no authorised request covers it"}
    assert verdict.risk is not None
    assert verdict.risk.raised == ("it can take service/erp down, which is critical",)
    owners = [one["because"] for one in as_data(verdict)["approvals"]["required"] if one["role"] == "owner:knowledge"]
    assert owners == ["owns service/erp"]


def test_a_new_error_of_one_record_is_not_the_old_one_of_its_namesake(erp: Mini) -> None:
    """Both say the same of the id erp; the second is new, and refuses."""
    wrong = "labels: {x: ''}\nlinks: 7\n"
    erp.put({"records/ci/erp.yaml": machine(wrong)})
    erp.commit("Wrong")
    path = "records/service/erp.yaml"
    erp.branch({path: (erp.top / path).read_text("utf-8") + wrong})
    verdict = erp.judge()
    assert "schema" in codes(verdict)
    assert {finding.where.path for finding in verdict.new} == {path}
    assert "records/ci/erp.yaml" in {finding.where.path for finding in verdict.old}


def test_only_what_is_in_force_covers_a_change(tmp_path: Path) -> None:
    """Work that is done authorises no more, though its window lasts."""
    now = NOW.replace(day=5, hour=2)
    changed = {"records/ci/db01.yaml": machine("depends_on: [host01]\nversion: '2'\n")}
    for state, covered in (("approved", True), ("implementing", True), ("implemented", False), ("withdrawn", False)):
        mini = Mini.create(tmp_path / state, {RFC: rfc(state)})
        mini.branch(changed)
        assert (codes(mini.judge(now=now)) == set()) is covered, state


def test_consent_to_an_interruption_is_no_consent_to_a_change(tmp_path: Path) -> None:
    """A service that a change interrupts is not what it works on."""
    quiet = rfc("approved", downtime="[{service: wiki, effect: down}]")
    mini = Mini.create(tmp_path / "lab", {RFC: quiet})
    path = "records/service/wiki.yaml"
    mini.branch({path: (mini.top / path).read_text("utf-8").replace("Work gets done", "Much work gets done")})
    assert codes(mini.judge(now=NOW.replace(day=5, hour=2))) == {"uncovered-change"}
