"""Facts about a kind that nobody has seen before, which is approved by a policy of its own."""

import json
from pathlib import Path
from typing import Any

import pytest

from itsmctl.gate import Verdict
from itsmctl.guards import GUARDS
from itsmctl.risk.score import FACTORS
from tests.gate.mini import GRACE, RFC, Mini, as_data, codes, guards, ignored, machine, missing, rfc

PERSON: dict[str, Any] = {"$ref": "common.json#/$defs/ref"}
ACCESS = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Access request",
    "description": "Somebody needs a key.",
    "type": "object",
    "allOf": [{"$ref": "common.json#/$defs/record"}],
    "required": ["status"],
    "properties": {
        "status": {"description": "Where it stands.", "enum": ["asked", "granted", "revoked"]},
        "wanted_by": {
            **PERSON,
            "description": "Who needs it.",
            "x-ref": {"to": ["person"], "relation": "wanted-by", "inverse": "wants"},
        },
        "granter": {
            **PERSON,
            "description": "Who makes the key.",
            "x-ref": {"to": ["person"], "relation": "made-by", "inverse": "makes"},
        },
        "opens": {
            **PERSON,
            "description": "What it opens.",
            "x-ref": {"to": ["service", "ci"], "relation": "opens", "inverse": "opened-by"},
        },
        "lasts": {"$ref": "common.json#/$defs/span", "description": "From when to when."},
    },
    "unevaluatedProperties": False,
    "x-itsm": {
        "process": "change-management",
        "control": "operational",
        "approvals": "access",
        "normative": ["wanted_by", "granter", "opens", "lasts"],
        "fields": {"asker": "wanted_by", "doer": "granter", "affects": "opens", "window": "lasts"},
        "lifecycle": {
            "field": "status",
            "start": ["asked"],
            "means": {"in-force": ["granted"], "ended": ["revoked"]},
            "frozen": ["granted"],
            "moves": [
                {"from": "asked", "to": "granted", "activity": "grant-access", "guards": ["approved"]},
                {"from": "granted", "to": "revoked", "activity": "revoke-access"},
            ],
        },
    },
}
KEY = "records/access-request/k1.yaml"
POLICY = "records/policy/access.yaml"
RULES = "title: Access\napprovals:\n  - {need: [{role: keeper}]}\n"
RACI = "title: Access\nprocess: change-management\nactivities:\n  grant-access: {keeper: A, cab: R}\n"
RACI += "  revoke-access: {keeper: RA}\n"
BARBARA = {"person": "barbara", "role": "keeper"}


def key(status: str = "asked", **fields: str) -> str:
    """Write a request for a key."""
    own = {"title": "A key", "status": status, "wanted_by": "alan", "granter": "dennis", "opens": "wiki", **fields}
    return "".join(f"{name}: {value}\n" for name, value in own.items() if value)


def house(top: Path, policy: str = RULES) -> Mini:
    """Make the lab with the invented kind and the rules of its policy; an empty text leaves the policy out."""
    records = {
        "schemas/access-request.json": json.dumps(ACCESS),
        "records/role/keeper.yaml": "title: Keeper of keys\nholders: [barbara, edsger]\n",
        "records/raci/access.yaml": RACI,
        KEY: key(),
        **({POLICY: policy} if policy else {}),
    }
    return Mini.create(top, records)


@pytest.fixture
def access(tmp_path: Path) -> Mini:
    """Return the lab with the invented kind and its policy."""
    return house(tmp_path / "lab")


def needed(verdict: Verdict) -> list[dict[str, Any]]:
    """Return what the verdict requires."""
    required: list[dict[str, Any]] = as_data(verdict)["approvals"]["required"]
    return required


def test_it_is_approved_by_whom_its_own_policy_asks(access: Mini) -> None:
    """Not by the policy of changes, of which it needs none of the risk words, and not by another role."""
    access.branch({KEY: key("granted")})
    verdict = access.judge()
    assert (verdict.word, missing(verdict), verdict.risk) == ("needs-approval", {"keeper": 1}, None)
    assert needed(verdict) == [{"role": "keeper", "count": 1, "because": "normal"}]
    assert access.judge(GRACE).word == "needs-approval"
    verdict = access.judge(BARBARA)
    assert (verdict.word, verdict.rfc, guards(verdict)) == ("approved", "k1", {"approved": True})


@pytest.mark.parametrize("field", ["wanted_by", "granter"])
@pytest.mark.parametrize("spelt", ["barbara", "person/barbara"])
def test_neither_asker_nor_doer_approves(access: Mini, field: str, spelt: str) -> None:
    """By the roles of its fields, by either spelling."""
    access.branch({KEY: key("granted", **{field: spelt})})
    verdict = access.judge(BARBARA)
    assert (verdict.word, set(ignored(verdict))) == ("needs-approval", {"barbara"})
    assert access.judge({"person": "edsger", "role": "keeper"}).word == "approved"


@pytest.mark.parametrize("policy", ["", "title: Access\n", "title: [\n"])
def test_without_its_policy_nobody_can_say(tmp_path: Path, policy: str) -> None:
    """Missing, empty or unreadable: the doubt names the file. The policy of changes does not stand in."""
    mini = house(tmp_path / "lab", policy=policy)
    mini.branch({KEY: key("granted")})
    verdict = mini.judge(BARBARA)
    assert (verdict.word, verdict.exit_code) == ("undecidable", 3)
    assert "records/policy/access.yaml" in verdict.doubts[0][0]


def test_levels_that_nothing_reckons_leave_it_undecided(tmp_path: Path) -> None:
    """A policy that asks by risk must say how risk is reckoned."""
    mini = house(tmp_path / "lab", policy=RULES.replace("need:", "levels: [high], need:"))
    mini.branch({KEY: key("granted")})
    assert "no policy for risk in records/policy/access.yaml" in mini.judge(BARBARA).doubts[0][0]


def test_owners_of_what_it_opens_can_be_asked_too(tmp_path: Path) -> None:
    """The radius is that of the records which its role ``affects`` names."""
    mini = house(tmp_path / "lab", policy=f"{RULES}  - {{need: [{{owners: affected-services}}]}}\n")
    mini.put({"records/team/knowledge.yaml": "title: Knowledge\nmembers: [ada, grace]\n"})
    mini.commit("Knowledge grows")
    mini.branch({KEY: key("granted")}, by="edsger")
    assert missing(mini.judge()) == {"keeper": 1, "owner:knowledge": 1}
    assert mini.judge(BARBARA, {"person": "grace"}).word == "approved"


def test_whoever_answers_for_its_own_activity_is_asked(tmp_path: Path) -> None:
    """The RACI's row of the move, beside what the policy says."""
    mini = house(tmp_path / "lab")
    mini.put({"records/raci/access.yaml": RACI.replace("keeper: A, cab: R", "ecab: A, cab: R")})
    mini.commit("Another answers")
    mini.branch({KEY: key("granted")})
    assert missing(mini.judge()) == {"keeper": 1, "ecab": 1}


def test_a_key_permits_no_change_that_it_does_not_name(access: Mini) -> None:
    """Granted here it covers what it opens, and nothing else."""
    access.branch({KEY: key("granted"), "records/ci/db01.yaml": machine("depends_on: [host01]\nversion: '2'\n")})
    assert codes(access.judge(BARBARA)) == {"uncovered-change"}


def test_two_kinds_of_requests_go_in_two_pull_requests(access: Mini) -> None:
    """Each has a policy of its own; one cannot speak for the other."""
    access.branch({KEY: key("granted"), RFC: rfc("approved")})
    verdict = access.judge(BARBARA, GRACE)
    assert codes(verdict) == {"several-requests"}
    assert [passage.guards[0][1].holds for passage in verdict.passages] == [True, False]


def test_a_change_is_approved_as_before_beside_it(access: Mini) -> None:
    """And rules are changed by the policy of changes, answered for by whoever answers for those."""
    access.branch({RFC: rfc("approved")})
    assert missing(access.judge()) == {"change-manager": 1}
    assert access.judge(GRACE).word == "approved"
    access.branch({POLICY: RULES.replace("keeper", "cab")})
    assert missing(access.judge()) == {"cab": 2, "change-manager": 1}


def test_windows_of_different_kinds_are_held_against_each_other(tmp_path: Path) -> None:
    """A key in force for the machine, at the same time, is in the way of a change of it."""
    span = "{start: 2026-04-05T02:00:00Z, end: 2026-04-05T03:00:00Z}"
    mini = house(tmp_path / "lab")
    mini.put({KEY: key("granted", opens="db01", lasts=span)})
    mini.commit("Granted")
    mini.branch({RFC: rfc("approved")})
    assert [(one.other, one.kind) for one in mini.judge(GRACE).conflicts] == [("k1", "same-records")]


WORDS = {"plan": "Soon", "lasts": "Long", "emergency": "Yes", "outages": "[none, at, all]", "outcome": "[failed]"}


@pytest.mark.parametrize("type_", ["standard", "emergency", "normal", "of its own"])
def test_words_that_mean_something_else_to_a_kind_break_nothing(tmp_path: Path, type_: str) -> None:
    """A kind may call what it likes a plan, a model or an outcome; what is not in their form is none of them."""
    schema = json.loads(json.dumps(ACCESS))
    text, texts = {"type": "string"}, {"type": "array", "items": {"type": "string"}}
    schema["properties"] |= {name: texts if value[0] == "[" else text for name, value in WORDS.items()}
    schema["properties"] |= {"type": text, "model": {**schema["properties"]["wanted_by"]}}
    schema["x-itsm"]["fields"] |= {"outages": "outages", "reviewer": "granter", "due": "emergency"}
    schema["x-itsm"]["lifecycle"]["moves"][0]["guards"] = sorted(GUARDS)
    weights = ", ".join(f"{name}: 10" for name in FACTORS)
    risk = f"risk:\n  levels: {{low: 0, medium: 30, high: 60}}\n  weights: {{{weights}}}\n"
    mini = house(tmp_path / "lab", RULES + risk)
    other = key("granted", **WORDS).replace("A key", "Another")
    mini.put({"schemas/access-request.json": json.dumps(schema), KEY.replace("k1", "k0"): other})
    mini.commit("Other words")
    mini.branch({KEY: key("granted", **WORDS, type=type_, model="grace")})
    verdict = mini.judge(BARBARA)
    assert verdict.word == "refused"
    assert codes(verdict) >= {"planned", "in-window", "started-in-window", "reviewed"}
    assert guards(verdict)["restored"] is True
    assert guards(verdict)["model-allows"] is (type_ != "standard")
    assert guards(verdict)["emergency-justified"] is (type_ != "emergency")


def test_the_lab_has_no_fault_with_it(access: Mini) -> None:
    """What the tests above find is their own doing."""
    access.branch({})
    assert (access.judge().word, access.judge().new, access.judge().old) == ("approved", (), ())
