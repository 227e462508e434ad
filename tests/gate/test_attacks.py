"""Attacks on the gate with real git; each defence is taken away once, and then its attack succeeds.

The numbers are those of the catalogue of attacks: A1 to A9 the rules, A10 to A19 approvals, A20 to A28 refs and
history, A29 to A33 paths, A42 to A52 the meaning of records.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from itsmctl import guards, lifecycle
from itsmctl.delta import Change
from itsmctl.findings import Fatal
from itsmctl.gate import Approval, Evidence, Verdict, authority, decision, facts, judgement, tally
from itsmctl.gate import Path as Changed
from itsmctl.guards.answer import yes
from itsmctl.impact import assess
from itsmctl.inquiry import Inquiry, Scope, scope
from itsmctl.inquiry import inquiry as asking
from itsmctl.repo import Repo, process
from itsmctl.risk import blast_radius
from itsmctl.snapshot import Snapshot, take
from tests.gate import mini as laboratory
from tests.gate.mini import (
    GRACE,
    INCIDENT,
    NOW,
    POLICY,
    RFC,
    TODAY,
    Mini,
    as_data,
    as_written,
    codes,
    ignored,
    lab,
    machine,
    missing,
    rfc,
    spelt_out,
)
from tests.world import world

Patch = pytest.MonkeyPatch


@pytest.fixture(autouse=True, params=[as_written, spelt_out])
def _spelling(request: pytest.FixtureRequest, monkeypatch: Patch) -> None:
    """Try each attack, and its mutation, by either spelling of the references in its records."""
    monkeypatch.setattr(laboratory, "spelling", request.param)


POLICY_PATH = "records/policy/change.yaml"
WEAK = POLICY.replace("{role: change-manager, count: 1}", "{role: weak, count: 1}")
PLAN_WITH = "{{implementation: Replace the disk, test: The wiki answers, back_out: {}}}"
WEAK_ROLE = "title: Weak\nholders: [dennis]\n"


def test_a1_rules_changed_in_the_pull_request_do_not_judge_it(mini: Mini, monkeypatch: Patch) -> None:
    """The policy that makes Dennis enough comes along; base's policy asks Grace, and the mixture is refused."""
    mini.branch({RFC: rfc("approved"), POLICY_PATH: WEAK, "records/role/weak.yaml": WEAK_ROLE})
    dennis = {"person": "dennis", "role": "weak"}
    verdict = mini.judge(dennis)
    assert verdict.word == "refused"
    assert "mixed-governance" in codes(verdict)
    assert ignored(verdict) == {"dennis": "does not hold the role weak"}

    # Without the defences: rules from the merge result, and any mixture.
    original, classes = decision.decide, scope.classes

    def from_merged(inquiry: Inquiry, inputs: dict[str, str | None]) -> Verdict:
        base, merged = inquiry.base.catalog, inquiry.merged.catalog
        rules = {k: r for k, r in merged.records.items() if r.kind.control == "governance"}
        catalog = replace(merged, records={**base.records, **rules})
        return original(replace(inquiry, base=replace(inquiry.base, catalog=catalog)), inputs)

    def unmixed(changes: Iterable[Change], paths: Iterable[Changed]) -> Scope:
        return replace(classes(changes, paths), governance=(), governed=())

    raci = "title: X\nprocess: change-management\nactivities:\n  authorise-change: {weak: A, cab: R}\n"
    mini.branch(
        {
            RFC: rfc("approved"),
            POLICY_PATH: WEAK,
            "records/role/weak.yaml": WEAK_ROLE,
            "records/raci/change-management.yaml": raci,
        }
    )
    monkeypatch.setattr(judgement, "decide", from_merged)
    monkeypatch.setattr(asking, "classes", unmixed)
    assert mini.judge(dennis).word == "approved"


def test_a1_a_looser_schema_of_the_pull_request_is_not_used(mini: Mini, monkeypatch: Patch) -> None:
    """A lifecycle with a way from draft to closed comes along; base's lifecycle judges."""
    schema = (mini.top / "schemas/incident.json").read_text("utf-8")
    loose = schema.replace('"start": ["new", "in-progress"]', '"start": ["new", "in-progress", "cancelled"]')
    assert loose != schema
    files = {
        "schemas/incident.json": loose,
        "records/incident/INC-2026-0001.yaml": INCIDENT.replace("in-progress", "cancelled"),
    }
    mini.branch(files)
    assert codes(mini.judge()) >= {"mixed-governance", "not-a-start"}
    monkeypatch.setattr(judgement, "take", lambda tree, **_: take(tree))
    assert "not-a-start" not in codes(mini.judge())


@pytest.mark.parametrize(
    "path",
    [".github/workflows/gate.yml", ".gitattributes", "a/.gitmodules", "schemas/x.json", ".GitHub/x", ".github\u200b/x"],
)
def test_a2_what_runs_the_gate_is_governance(mini: Mini, monkeypatch: Patch, path: str) -> None:
    """Workflows, attributes, schemas and the tool itself, however spelled, need the approvals of the gravest change."""
    text = (mini.top / "schemas/ci.json").read_bytes() if path.startswith("schemas") else b"x\n"
    mini.branch({path: text})
    verdict = mini.judge()
    assert (verdict.word, verdict.type) == ("needs-approval", "governance")
    monkeypatch.setattr(scope, "governs", lambda _: False)
    assert mini.judge().word == "approved"


@pytest.mark.parametrize("policy", [None, "", "title: Change policy\n", "title: [\n"])
def test_a8_no_policy_is_not_a_pass(tmp_path: Path, monkeypatch: Patch, policy: str | None) -> None:
    """Missing, empty, without its rules or unreadable: nothing can be decided."""
    files = {**lab(), POLICY_PATH: policy or ""}
    mini = Mini.create(tmp_path / "lab", {POLICY_PATH: files[POLICY_PATH]})
    if policy is None:
        mini.put({POLICY_PATH: None})
        mini.commit("Lose it")
    mini.branch({RFC: rfc("withdrawn")})
    verdict = mini.judge()
    assert (verdict.word, verdict.exit_code) == ("undecidable", 3)
    full = {"risk": {"levels": {"low": 0, "medium": 30, "high": 60}, "weights": {}}, "approvals": []}
    monkeypatch.setattr(decision, "_check", lambda *_: None)
    monkeypatch.setattr(Snapshot, "policy", lambda *_: full)
    assert mini.judge().word == "approved"


SELF: list[tuple[str, dict[str, str], str]] = [
    ("author", {"by": "grace"}, ""),
    ("committer", {"committer": "grace"}, ""),
    ("co-author", {"message": "Ask\n\nCo-Authored-By: G <GRACE@lab.example>\n\nand more text"}, ""),
    ("requester", {}, "requested_by"),
    ("implementer", {}, "implementer"),
]


@pytest.mark.parametrize(("what", "commit", "field"), SELF, ids=[row[0] for row in SELF])
def test_a10_nobody_approves_what_is_their_own(
    tmp_path: Path, monkeypatch: Patch, what: str, commit: dict[str, str], field: str
) -> None:
    """Author, committer, co-author, requester and implementer do not count, whatever the case of their address."""
    fields = {field: "grace"} if field else {}
    mini = Mini.create(tmp_path / "lab", {RFC: rfc(**fields)})
    mini.branch({RFC: rfc("approved", **fields)}, **commit)
    verdict = mini.judge(GRACE)
    assert verdict.word == "needs-approval"
    assert ignored(verdict) == {"grace": f"the {what} may not approve"}
    assert [m.candidates for m in verdict.tally.missing] == [("radia",)]
    monkeypatch.setattr(authority, "_barred", lambda *_: ({}, ()))
    assert mini.judge(GRACE).word == "approved"


def test_a10_whoever_opened_or_pushed_does_not_count_either(mini: Mini) -> None:
    """Only the forge knows them: evidence names them as contributors."""
    mini.branch({RFC: rfc("approved")})
    verdict = mini.judge(GRACE, contributors=("grace@lab.example",))
    assert ignored(verdict) == {"grace": "the contributor may not approve"}


def test_a10_changing_the_implementer_does_not_free_the_old_one(tmp_path: Path) -> None:
    """Who was the implementer in base is still none to approve."""
    mini = Mini.create(tmp_path / "lab", {RFC: rfc(implementer="grace")})
    mini.branch({RFC: rfc("approved", implementer="alan")})
    assert mini.judge(GRACE).word == "needs-approval"


def test_a11_an_approval_lapses_when_what_was_approved_changes(mini: Mini, monkeypatch: Patch) -> None:
    """A typo keeps it, a wider window loses it, and going back revives it."""
    mini.branch({RFC: rfc("approved")})
    held = {**GRACE, "fingerprint": mini.judge().fingerprint or ""}
    mini.branch({RFC: rfc("approved", title="A new and faster disk")})
    assert mini.judge(held).word == "approved"
    wider = "{start: 2026-04-05T01:00:00Z, end: 2026-04-05T08:00:00Z}"
    mini.branch({RFC: rfc("approved", window=wider)})
    verdict = mini.judge(held)
    assert verdict.word == "needs-approval"
    assert "has changed" in ignored(verdict)["grace"]
    with monkeypatch.context() as patch:
        patch.setattr(tally, "_loose", lambda *_: None)
        assert mini.judge(held).word == "approved"
    mini.branch({RFC: rfc("approved")})
    assert mini.judge(held).word == "approved"


def test_a11_an_approval_of_an_older_head_or_of_nothing_does_not_count(mini: Mini) -> None:
    """A commit that is not the head, and no binding at all."""
    old = mini.branch({RFC: rfc("approved")})
    mini.branch({RFC: rfc("approved", reason="It is full, and slow")}, by="dennis")
    for approval, why in (
        (Approval("grace", "approve", "x", commit=old, at=TODAY), "it was given for another commit"),
        (Approval("grace", "approve", "x", at=TODAY), "it does not say what it was given for"),
    ):
        verdict = judgement.judge(Repo(mini.top), "main", "pull", Evidence((approval,)), NOW)
        assert (verdict.word, ignored(verdict)) == ("needs-approval", {"grace": why})


def test_a13_who_left_or_lost_the_role_does_not_count(tmp_path: Path) -> None:
    """Base says who is there and what they are, now."""
    gone = {"records/person/grace.yaml": "title: grace\nemails: [grace@lab.example]\nstatus: left\n"}
    mini = Mini.create(tmp_path / "gone", gone)
    mini.branch({RFC: rfc("approved")})
    assert ignored(mini.judge(GRACE)) == {"grace": "nobody of this id is an active person on the target branch"}
    rota = "title: Change manager\nholders: [grace]\n"
    rota += "rota: [{from: 2026-04-01T00:00:00Z, until: 2026-05-01T00:00:00Z, holder: radia}]\n"
    mini = Mini.create(tmp_path / "rota", {"records/role/change-manager.yaml": rota})
    mini.branch({RFC: rfc("approved")})
    assert ignored(mini.judge(GRACE)) == {"grace": "does not hold the role change-manager"}
    assert mini.judge({"person": "radia", "role": "change-manager"}).word == "approved"


def test_a14_one_person_does_not_fill_two_roles(tmp_path: Path, monkeypatch: Patch) -> None:
    """Radia is on the board and a deputy of the change manager: she counts once."""
    mini = Mini.create(tmp_path / "lab")
    mini.branch({"records/role/ecab.yaml": "title: Emergency board\nholders: [edsger, ada]\n"})
    both = [{"person": "radia", "role": "change-manager"}, {"person": "radia", "role": "cab"}]
    edsger = {"person": "edsger", "role": "cab"}
    assert sum(missing(mini.judge(*both, edsger)).values()) == 1

    def greedy(demands: object, able: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
        return {d.role: tuple(able.get(d.role, ())[: d.count]) for d in demands}  # type: ignore[attr-defined]

    monkeypatch.setattr(tally, "assign", greedy)
    assert mini.judge(*both, edsger).word == "approved"


def test_a15_a_trailer_or_a_field_is_a_claim_and_no_evidence(mini: Mini) -> None:
    """Anybody can write Approved-by."""
    mini.branch({RFC: rfc("approved")}, message="Ask\n\nApproved-by: Grace <grace@lab.example>")
    assert mini.judge().word == "needs-approval"


def test_a17_a_commit_of_nobody_is_refused(mini: Mini, monkeypatch: Patch) -> None:
    """Who cannot be attributed could be the one who approves."""
    mini.branch({RFC: rfc("approved")}, by="ghost@elsewhere.example", committer="ada")
    assert codes(mini.judge(GRACE)) == {"unattributable-author"}
    monkeypatch.setattr(authority, "_unattributable", lambda _: ())
    assert mini.judge(GRACE).word == "approved"


def test_a20_a_tag_named_like_the_branch_is_not_the_branch(mini: Mini, monkeypatch: Patch) -> None:
    """Git would take the tag; base is the branch."""
    mini.branch({RFC: rfc("approved")})
    mini.branch({POLICY_PATH: WEAK, "records/role/weak.yaml": WEAK_ROLE}, name="evil")
    mini.git("tag", "main", "evil")
    main = mini.git("rev-parse", "refs/heads/main")
    assert mini.judge().inputs["base"] == main

    def as_git_does(repo: Repo, name: str) -> str:
        return repo.text("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")

    monkeypatch.setattr(Repo, "commit", as_git_does)
    assert mini.judge().inputs["base"] != main


def test_a21_a_shallow_clone_is_undecidable(mini: Mini, monkeypatch: Patch, tmp_path: Path) -> None:
    """What is cut off may hold the conflict, or the author."""
    mini.branch({RFC: rfc("approved")}, by="grace")
    mini.git("checkout", "--quiet", "pull")
    mini.put({RFC: rfc("approved", title="A fast new disk")})
    mini.commit("Polish")
    mini.git("checkout", "--quiet", "main")
    clone = Mini(tmp_path / "clone")
    mini.git("clone", "--quiet", "--depth=1", "--no-single-branch", f"file://{mini.top}", str(clone.top))
    verdict = clone.judge(base="origin/main", head="origin/pull")
    assert (verdict.word, verdict.exit_code) == ("undecidable", 3)
    assert "shallow" in verdict.doubts[0][0]
    monkeypatch.setattr(Repo, "is_shallow", lambda _: False)
    assert "shallow" not in str(clone.judge(base="origin/main", head="origin/pull").doubts)


def test_a21_unrelated_histories_and_conflicts_are_undecidable(mini: Mini) -> None:
    """There is no merge result to judge."""
    mini.git("checkout", "--quiet", "--orphan", "pull")
    mini.put({RFC: rfc("approved")})
    mini.commit("A world of its own")
    mini.git("checkout", "--quiet", "main")
    assert "no common history" in mini.judge().doubts[0][0]
    mini.branch({RFC: rfc("approved", title="Ours")})
    mini.put({RFC: rfc(title="Theirs")})
    mini.commit("Meanwhile")
    verdict = mini.judge()
    assert verdict.word == "undecidable"
    assert RFC in verdict.doubts[0][0]


def test_a22_what_only_a_merge_commit_changes_is_judged(mini: Mini, monkeypatch: Patch) -> None:
    """The list of commits does not show it, the merge result does."""
    mini.branch({"README.md": "Hello\n"})
    mini.git("checkout", "--quiet", "pull")
    mini.git("checkout", "--quiet", "-b", "side", "main")
    mini.put({"NOTES.md": "Hello\n"})
    mini.commit("Side")
    mini.git("checkout", "--quiet", "pull")
    mini.git("merge", "--quiet", "--no-ff", "--no-commit", "side")
    mini.put({"records/ci/db01.yaml": machine("version: '6.66'\n")})
    mini.commit("Merge side")
    mini.git("checkout", "--quiet", "main")
    assert set(mini.git("log", "--name-only", "--format=", "main..pull").split()) == {"NOTES.md", "README.md"}
    assert "uncovered-change" in codes(mini.judge())

    merge = facts.merge
    monkeypatch.setattr(facts, "merge", lambda repo, base, _: merge(repo, base, "refs/heads/side"))
    assert mini.judge().word == "approved"


def test_a24_a_conflict_of_meaning_with_what_was_merged_meanwhile_is_seen(mini: Mini) -> None:
    """Base is the tip of the branch, not the point where the pull request began."""
    mini.branch({RFC: rfc("approved")})
    other = rfc("approved", title="Another disk", affects="[host01]")
    mini.put({RFC.replace("0001", "0002"): other})
    mini.commit("Merged meanwhile")
    verdict = mini.judge(GRACE)
    assert codes(verdict) == {"no-conflict"}
    assert {c.other for c in verdict.conflicts} == {"RFC-2026-0002"}


def test_a26_a_replaced_object_is_not_believed(mini: Mini, monkeypatch: Patch) -> None:
    """Git replace shows another commit under the same name; the gate sees the real one."""
    real = mini.branch({RFC: rfc("approved")}, by="grace")
    fake = mini.branch({RFC: rfc("approved")}, name="fake", by="ada")
    mini.git("replace", real, fake)
    assert mini.git("log", "-1", "--format=%ae", real) == "ada@lab.example"
    assert ignored(mini.judge(GRACE)) == {"grace": "the author may not approve"}
    monkeypatch.delitem(process.ENVIRONMENT, "GIT_NO_REPLACE_OBJECTS")
    assert mini.judge(GRACE).word == "approved"


def test_a27_a_name_that_looks_like_an_option_is_a_name(mini: Mini) -> None:
    """No file is written, and nothing is judged."""
    with pytest.raises(Fatal):
        mini.judge(head=f"--output={mini.top}/x")
    assert not (mini.top / "x").exists()


def test_a29_a_rule_that_is_moved_away_is_seen(mini: Mini, monkeypatch: Patch) -> None:
    """A rename is a removal and an addition."""
    mini.git("checkout", "--quiet", "-B", "pull", "main")
    mini.put({".github/workflows/gate.yml": "on: push\n" * 20})
    mini.commit("A gate")
    mini.git("branch", "--force", "main", "pull")
    mini.git("checkout", "--quiet", "-B", "pull", "main")
    (mini.top / "docs").mkdir()
    mini.git("mv", ".github/workflows/gate.yml", "docs/gate.md")
    mini.commit("Tidy up")
    mini.git("checkout", "--quiet", "main")
    assert mini.judge().type == "governance"

    def only_new(repo: Repo, base: str, tree: str) -> Iterator[Changed]:
        for path in repo.text("diff-tree", "-r", "-M", "--name-only", base, tree).splitlines():
            yield Changed(path, "100644", "100644", "0" * 40)

    monkeypatch.setattr(facts, "differing", only_new)
    assert mini.judge().word == "approved"


@pytest.mark.parametrize("path", ["records/rfc/RFC-2026-0009.yaml", "records/evil", "schemas/evil.json"])
def test_a30_a_link_is_no_record_and_no_rule(mini: Mini, path: str) -> None:
    """A symbolic link under records or rules is refused."""
    mini.git("checkout", "--quiet", "-B", "pull", "main")
    (mini.top / path).symlink_to("../../../../etc/hostname")
    mini.commit("Link")
    mini.git("checkout", "--quiet", "main")
    assert "irregular-file" in codes(mini.judge())


@pytest.mark.parametrize("path", ["records/rfc/RFC-2.yaml.txt", "records/rfc/RFC-2026-٠٠٠١.yaml", "records/RFC/x.yaml"])
def test_a32_nothing_under_records_escapes_its_kind(mini: Mini, path: str) -> None:
    """What no kind claims is refused."""
    mini.branch({path: rfc("approved")})
    assert mini.judge().word == "refused"


def test_a33_attributes_and_mailmap_change_nothing(tmp_path: Path) -> None:
    """Addresses and blobs are read raw, whatever base says about showing them."""
    mini = Mini.create(
        tmp_path / "lab",
        {".mailmap": "Ada <ada@lab.example> <grace@lab.example>\n", ".gitattributes": "*.yaml -diff\n"},
    )
    mini.branch({RFC: rfc("approved")}, by="grace")
    assert ignored(mini.judge(GRACE)) == {"grace": "the author may not approve"}


JUMPS = [("draft", "approved"), ("submitted", "implemented"), ("closed", "draft")]


@pytest.mark.parametrize(("source", "target"), JUMPS)
def test_a43_a_state_cannot_be_jumped_or_reopened(tmp_path: Path, monkeypatch: Patch, source: str, target: str) -> None:
    """Only the ways of the lifecycle lead on."""
    done = {"review": "{at: 2026-03-08T09:00:00Z, by: ada, findings: Fine}", "outcome": "successful"}
    mini = Mini.create(tmp_path / "lab", {RFC: rfc(source, **done)})
    mini.branch({RFC: rfc(target, **done)})
    assert codes(mini.judge(GRACE)) == {"no-such-move"}
    monkeypatch.setattr(lifecycle, "_lost_way", lambda *_: ())
    assert mini.judge(GRACE).word == "approved"


def test_a43_what_was_approved_cannot_be_edited(tmp_path: Path, monkeypatch: Patch) -> None:
    """Scope creep after the approval is refused; prose may be mended."""
    mini = Mini.create(tmp_path / "lab", {RFC: rfc("approved")})
    mini.branch({RFC: rfc("approved", affects="[db01, dns01]")})
    assert codes(mini.judge()) == {"frozen-field"}
    with monkeypatch.context() as patch:
        patch.setattr(lifecycle, "_frozen", lambda *_: ())
        assert mini.judge().word == "approved"
    mini.branch({RFC: rfc("approved", title="A new disk, a big one")})
    assert mini.judge().word == "approved"


@pytest.mark.parametrize("status", ["approved", "implementing", "withdrawn"])
def test_a44_a_request_is_not_born_approved(mini: Mini, monkeypatch: Patch, status: str) -> None:
    """A record starts where its lifecycle starts."""
    mini.branch({RFC.replace("0001", "0002"): rfc(status, title="Born late")})
    assert codes(mini.judge(GRACE)) == {"not-a-start"}
    monkeypatch.setattr(lifecycle, "_lost_way", lambda *_: ())
    assert mini.judge().word == "approved"


def test_a42_a_request_that_was_approved_cannot_be_removed(tmp_path: Path, monkeypatch: Patch) -> None:
    """What happened stays on record, and its id is not free again."""
    mini = Mini.create(tmp_path / "lab", {RFC: rfc("approved")})
    mini.branch({RFC: None})
    assert codes(mini.judge()) == {"removed-record"}
    monkeypatch.setattr(lifecycle, "_removed", lambda *_: ())
    assert mini.judge().word == "approved"


def test_a45_a_window_in_the_past_a_freeze_or_at_short_notice_is_refused(tmp_path: Path) -> None:
    """The clock is the verifier's, the calendar is base's."""
    freeze = "title: Freeze\ntype: freeze\nwindows: [{start: 2026-04-04T00:00:00Z, end: 2026-04-05T02:00:00Z}]\n"
    mini = Mini.create(tmp_path / "lab", {"records/calendar/freeze.yaml": freeze})
    for start, end in (("2026-03-05", "2026-03-06"), ("2026-04-02", "2026-04-03"), ("2026-04-05", "2026-04-06")):
        mini.branch({RFC: rfc("approved", window=f"{{start: {start}T01:00:00Z, end: {end}T05:00:00Z}}")})
        assert codes(mini.judge(GRACE)) == {"in-window"}, start
    mini.branch({RFC: rfc("approved", window="{start: 2026-04-05T16:00:00+14:00, end: 2026-04-05T20:00:00+14:00}")})
    assert mini.judge(GRACE).word == "approved"
    files = {RFC: rfc("approved"), "records/calendar/freeze.yaml": freeze.replace("-05T02", "-04T02")}
    mini.branch(files)
    assert codes(mini.judge(GRACE)) >= {"in-window", "mixed-governance"}


def test_a46_the_radius_cannot_be_shrunk_by_deleting_the_edge(monkeypatch: Patch) -> None:
    """The service that stood on the machine counts, though the pull request cuts it off."""
    records = {path.removeprefix("records/"): text for path, text in lab().items()}
    cut = {**records, "service/archive.yaml": records["service/archive.yaml"].replace("[host01]", "[dns01]")}
    base, merged = world(records), world(cut)
    assert "archive" in {hit.record.id for hit in blast_radius(base, merged, ["ci/host01"]).affected}

    def of_merged(*rest: object) -> object:
        return assess(merged.catalog, merged.graph, rest[2])  # type: ignore[arg-type]

    monkeypatch.setattr(import_module("itsmctl.risk.radius"), "assess", of_merged)
    assert "archive" not in {hit.record.id for hit in blast_radius(base, merged, ["ci/host01"]).affected}


def test_a46_a_machine_that_is_left_out_of_the_request_is_not_covered(mini: Mini) -> None:
    """To cut the edge in the same pull request, its owner must be named, and then it counts as lost."""
    alone = machine().replace("A machine", "A database")
    mini.branch({RFC: rfc("approved", affects="[host01]"), "records/ci/db01.yaml": alone})
    verdict = mini.judge(GRACE)
    assert codes(verdict) == {"uncovered-change"}
    assert verdict.impact is not None
    assert {hit.record.id for hit in verdict.impact.affected} == {"host01", "db01", "wiki", "archive"}


def test_a48_a_back_out_plan_that_says_nothing_is_refused(mini: Mini, monkeypatch: Patch) -> None:
    """TBD, a placeholder, or nothing that can be seen."""
    for idle in ("TBD", "'<how to go back>'", "'...'", "'\u2800'"):
        mini.branch({RFC: rfc("approved", plan=PLAN_WITH.format(idle))})
        assert "planned" in codes(mini.judge(GRACE)), idle
    monkeypatch.setattr(guards, "GUARDS", {**guards.GUARDS, "planned": lambda *_: yes("so they say")})
    assert "planned" not in codes(mini.judge(GRACE))


EMERGENCY = {
    "type": "emergency",
    "emergency": "{incident: INC-2026-0001, review_by: 2026-04-07T00:00:00Z}",
    "window": "{start: 2026-04-01T07:00:00Z, end: 2026-04-01T12:00:00Z}",
}


@pytest.mark.parametrize("status", ["", "resolved"])
def test_a51_an_emergency_needs_an_incident_that_is_older_and_open(
    tmp_path: Path, monkeypatch: Patch, status: str
) -> None:
    """An incident made for the purpose, or one that is over, justifies nothing."""
    over = INCIDENT.replace("in-progress", "resolved") + "resolved_at: 2026-04-01T07:00:00Z\nresolution: Restarted\n"
    before = {"records/incident/INC-2026-0001.yaml": over} if status else {}
    mini = Mini.create(tmp_path / "lab", before)
    files = {} if status else {"records/incident/INC-2026-0001.yaml": INCIDENT}
    mini.branch({RFC: rfc("approved", **EMERGENCY), **files})
    edsger = {"person": "edsger", "role": "ecab"}
    assert codes(mini.judge(edsger)) == {"emergency-justified"}
    monkeypatch.setattr(guards, "GUARDS", {**guards.GUARDS, "emergency-justified": lambda *_: yes("so they say")})
    assert mini.judge(edsger).word == "approved"


def test_facts_are_read_from_the_object_store_alone(mini: Mini) -> None:
    """A work tree that was changed by hand, or is empty, changes no verdict."""
    mini.branch({RFC: rfc("approved")})
    first = mini.judge()
    mini.put({POLICY_PATH: None, RFC: None})
    assert as_data(mini.judge()) == as_data(first)
