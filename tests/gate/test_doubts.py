"""Facts about what the gate cannot decide: it says so, and what to do."""

from pathlib import Path

import pytest

from itsmctl.findings import Fatal
from tests.gate.mini import INCIDENT, POLICY, RFC, Mini, codes, ignored, rfc

RACI = "title: X\nprocess: change-management\nactivities:\n  {}\n"
DOUBTS = [
    ({"records/policy/change.yaml": POLICY.replace("types: [normal]", "types: [major]")}, "does not say who approves"),
    ({"records/raci/change-management.yaml": RACI.format("log-change: {cab: A}")}, "nobody as accountable"),
    (
        {"records/raci/change-management.yaml": RACI.format("authorise-change: {cab: A, ecab: A}")},
        "cab and ecab as accountable",
    ),
]


@pytest.mark.parametrize(("base", "why"), DOUBTS)
def test_rules_that_do_not_say_who_decides_leave_it_undecided(tmp_path: Path, base: dict[str, str], why: str) -> None:
    """Silence is no consent, and two voices are none."""
    mini = Mini.create(tmp_path / "lab", base)
    mini.branch({RFC: rfc("approved")})
    verdict = mini.judge()
    assert verdict.word == "undecidable"
    assert why in verdict.doubts[0][0]
    assert "target branch" in verdict.doubts[0][1]


def test_a_guard_that_this_version_does_not_know_ends_the_run(mini: Mini) -> None:
    """A lifecycle may be younger than the tool: nothing passes unasked."""
    schema = (mini.top / "schemas/incident.json").read_text("utf-8")
    mini.put({"schemas/incident.json": schema.replace('["restored"]', '["restored", "blessed"]')})
    mini.commit("A younger schema")
    mini.branch({"records/incident/INC-2026-0001.yaml": INCIDENT})
    with pytest.raises(Fatal, match="blessed") as caught:
        mini.judge()
    assert caught.value.code == 3


def test_signatures_that_the_policy_asks_for_are_asked_of_the_evidence(tmp_path: Path) -> None:
    """A review without one does not count."""
    mini = Mini.create(tmp_path / "lab", {"records/policy/change.yaml": f"{POLICY}signatures: required\n"})
    mini.branch({RFC: rfc("approved")})
    plain = {"person": "grace", "role": "change-manager"}
    assert ignored(mini.judge(plain)) == {"grace": "the policy asks for signatures"}
    assert mini.judge({**plain, "source": "signature"}).word == "approved"


def test_decisions_that_nobody_asks_for_are_told_and_change_nothing(mini: Mini) -> None:
    """A rejection of a bystander is no veto, a second approval of a place that is taken is one too many."""
    mini.branch({RFC: rfc("approved")})
    dennis = {"person": "dennis", "decision": "reject"}
    both = [{"person": person} for person in ("grace", "radia")]
    verdict = mini.judge(dennis, *both)
    assert verdict.word == "approved"
    assert set(ignored(verdict)) == {"dennis", "radia"}


def test_what_the_web_editor_commits_is_attributed_to_its_author(mini: Mini) -> None:
    """The forge is the committer there; an account's own address without a mailbox is its owner's."""
    mini.put(
        {"records/person/ada.yaml": "title: ada\nemails: [a@lab.example]\nstatus: active\ngithub: {login: a, id: 7}\n"}
    )
    mini.commit("Ada's account", by="grace")
    mini.branch({RFC: rfc("approved")}, by="7+ada@users.noreply.github.com", committer="noreply@github.com")
    assert codes(mini.judge()) == set()
    mini.branch({RFC: rfc("approved")}, by="8+ada@users.noreply.github.com", committer="noreply@github.com")
    assert codes(mini.judge()) == {"unattributable-author"}


def test_new_schemas_must_fit_the_records_that_there_are(mini: Mini) -> None:
    """They are judged as governance, and refused when main would be wrong after them."""
    text = (mini.top / "schemas/service.json").read_text("utf-8")
    mini.branch({"schemas/service.json": text.replace('"required": ["category",', '"required": ["rto", "category",')})
    verdict = mini.judge()
    assert (verdict.word, codes(verdict)) == ("refused", {"schema"})
    mini.branch({"schemas/service.json": text.replace('"title"', '"title', 1)})
    assert codes(mini.judge()) == {"schema-unusable"}
    mini.branch({"schemas/service.json": text.replace("in their words", "in their own words")})
    assert mini.judge().word == "needs-approval"
