"""Facts about the words of a verdict: what it calls the thing that was judged, and where it points."""

from pathlib import Path

import pytest

from itsmctl.render.verdict import verdict_github, verdict_markdown, verdict_text
from tests.gate.mini import INCIDENT, POLICY, RFC, Mini, rfc


def heading(mini: Mini) -> str:
    """Return the first line of what a terminal shows."""
    return verdict_text(mini.judge()).splitlines()[0]


def test_what_is_refused_is_not_called_a_change_without_control(tmp_path: Path) -> None:
    """A removed machine is no request; a removed request is named; only what passes is under no control."""
    mini = Mini.create(tmp_path / "lab", {RFC: rfc("approved")})
    mini.branch({"records/ci/dns02.yaml": None})
    assert heading(mini) == "⛔ Refused: no request for change"
    mini.branch({RFC: None})
    assert heading(mini) == "⛔ Refused: RFC-2026-0001"
    mini.branch({"records/incident/INC-2026-0001.yaml": INCIDENT})
    assert heading(mini) == "✅ Approved: no change under control"


def test_what_could_not_be_merged_is_not_called_anything(tmp_path: Path) -> None:
    """Before the merge result is known nothing is known of the change."""
    mini = Mini.create(tmp_path / "lab")
    mini.branch({RFC: rfc("approved", title="Ours")})
    mini.put({RFC: rfc(title="Theirs")})
    mini.commit("Meanwhile")
    assert heading(mini) == "❓ Cannot be decided: what it would change is not known"


def test_a_request_that_cannot_be_decided_is_named(tmp_path: Path) -> None:
    """The doubt is about the rules, the question is known."""
    mini = Mini.create(
        tmp_path / "lab", {"records/policy/change.yaml": POLICY.replace("types: [normal]", "types: [major]")}
    )
    mini.branch({RFC: rfc("approved")})
    assert heading(mini).startswith("❓ Cannot be decided: RFC-2026-0001, normal, ")


@pytest.mark.parametrize("write", [verdict_text, verdict_markdown, verdict_github])
def test_a_commit_of_nobody_is_named_and_no_folder_is_pointed_at(mini: Mini, write: object) -> None:
    """A commit has no line in a file; the hint says where the address belongs."""
    commit = mini.branch({RFC: rfc("approved")}, by="eve@elsewhere.example", committer="ada")
    said = write(mini.judge())  # type: ignore[operator]
    assert f"commit {commit[:12]} names eve" in said
    assert "in records/person/ on the target branch" in said
    assert "person:1" not in said
    assert "file=," not in said
    assert ":1:" not in said.replace("::", "")
