"""Facts about what the gate cannot decide: it says so, and what to do."""

from pathlib import Path

import pytest

from itsmctl.gate import Evidence, judgement
from itsmctl.kinds import Kinds
from itsmctl.repo import Repo
from itsmctl.snapshot import Snapshot, take
from itsmctl.tree import Tree
from tests.gate.mini import INCIDENT, NOW, POLICY, RFC, Mini, codes, ignored, machine, rfc

Patch = pytest.MonkeyPatch
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


SCHEMA = "schemas/incident.json"
UNUSABLE = [
    ('["restored"]', '["restored", "blessed"]', "blessed"),
    ('"title"', '"title", 1', "not JSON"),
    ('"start": ["new", "in-progress"]', '"start": ["born"]', "born"),
]


@pytest.mark.parametrize(("old", "new", "why"), UNUSABLE)
def test_schemas_of_base_that_cannot_be_used_leave_it_undecided(mini: Mini, old: str, new: str, why: str) -> None:
    """A lifecycle may be younger than the tool, or broken: nothing passes unasked, and it says why."""
    schema = (mini.top / SCHEMA).read_text("utf-8")
    assert old in schema
    mini.put({SCHEMA: schema.replace(old, new, 1)})
    mini.commit("Another schema")
    mini.branch({"records/incident/INC-2026-0001.yaml": INCIDENT})
    verdict = mini.judge()
    assert (verdict.word, verdict.exit_code) == ("undecidable", 3)
    assert why in verdict.doubts[0][0]
    assert SCHEMA in verdict.doubts[0][0]


def test_what_only_the_compiler_of_schemas_refuses_leaves_it_undecided(mini: Mini, monkeypatch: Patch) -> None:
    """No check is complete; an error behind it is a doubt about base and no crash."""

    def broken(*_: object, **__: object) -> Snapshot:
        raise ValueError("a pattern that cannot be compiled")

    mini.branch({})
    monkeypatch.setattr(judgement, "take", broken)
    verdict = mini.judge()
    assert (verdict.word, verdict.exit_code) == ("undecidable", 3)
    assert "a pattern that cannot be compiled" in verdict.doubts[0][0]


def test_what_only_the_compiler_of_new_schemas_refuses_refuses_them(mini: Mini, monkeypatch: Patch) -> None:
    """The same of the head's schemas, which judge nothing yet, is a refusal and no crash."""
    text = (mini.top / SCHEMA).read_text("utf-8")
    mini.branch({SCHEMA: f"{text}\n"})
    calls: list[Tree] = []

    def broken(tree: Tree, kinds: Kinds | None = None) -> Snapshot:
        calls.append(tree)
        if len(calls) == 3:  # base, the merge result by base's schemas, the merge result by its own
            raise ValueError("a pattern that cannot be compiled")
        return take(tree, kinds=kinds)

    monkeypatch.setattr(judgement, "take", broken)
    assert codes(judgement.judge(Repo(mini.top), "main", "pull", Evidence(), NOW)) == {"schema-unusable"}


@pytest.mark.parametrize(
    ("base", "why"), [*DOUBTS, ({"records/policy/change.yaml": "title: Change policy\n"}, "policy")]
)
def test_what_refuses_it_is_told_beside_the_doubt(tmp_path: Path, base: dict[str, str], why: str) -> None:
    """A machine that no request names is refused, whoever would have to approve the rest."""
    mini = Mini.create(tmp_path / "lab", base)
    mini.branch({RFC: rfc("approved"), "records/ci/dns01.yaml": machine("version: '2'\n")})
    verdict = mini.judge()
    assert (verdict.word, verdict.rfc) == ("refused", "RFC-2026-0001")
    assert "uncovered-change" in codes(verdict)
    assert why in verdict.doubts[0][0]


def test_guards_are_asked_though_nobody_knows_who_approves(tmp_path: Path) -> None:
    """What time and plan forbid is worth knowing before the rules are mended."""
    mini = Mini.create(tmp_path / "lab", DOUBTS[0][0])
    mini.branch({RFC: rfc("approved", plan="{implementation: TBD, test: TBD, back_out: TBD}")}, by="ghost@x.example")
    assert codes(mini.judge()) >= {"planned", "unattributable-author"}


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
