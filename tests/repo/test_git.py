"""Git as the program sees it."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from itsmctl.findings import Fatal
from itsmctl.repo import Repo, create, find
from tests.world import ROLE, Sandbox, ci

Make = Callable[[Mapping[str, str | bytes]], Sandbox]


def test_a_repository_is_found_from_a_folder_in_it(sandbox: Make) -> None:
    """Its top, whatever the folder."""
    made = sandbox(ROLE)

    assert find(made.top / "records" / "role").top == made.top


def test_a_folder_without_a_repository_ends_the_run(tmp_path: Path) -> None:
    """The hint says how to begin."""
    with pytest.raises(Fatal, match="not in a git repository") as caught:
        find(tmp_path)

    assert "itsmctl init" in caught.value.hint
    with pytest.raises(Fatal, match="there is no folder"):
        find(tmp_path / "nowhere")


def test_a_name_is_a_branch_before_it_is_a_tag(sandbox: Make) -> None:
    """Whoever may push a tag cannot choose what main is."""
    made = sandbox(ROLE)
    first = made.git("rev-parse", "HEAD")
    second = made.commit("Second")
    made.git("tag", "main", first)
    made.git("branch", first, second)
    repo = Repo(made.top)

    assert repo.commit("main") == second
    assert repo.commit(first) == first
    assert repo.commit(first[:10]) == first
    assert repo.commit("main~1") == first
    assert repo.commit("HEAD") == second


@pytest.mark.parametrize("name", ["nowhere", "--all", "-h", "main:records", "a b", "", "../x", "f" * 40])
def test_what_names_no_commit_ends_the_run(sandbox: Make, name: str) -> None:
    """Never an option of git, never another object."""
    repo = Repo(sandbox(ROLE).top)

    with pytest.raises(Fatal, match="names no commit"):
        repo.commit(name)


def test_a_branch_without_a_commit_is_told_apart(tmp_path: Path) -> None:
    """The repository is there, the first commit is not."""
    repo = create(tmp_path)

    with pytest.raises(Fatal, match="no commit yet"):
        repo.commit("HEAD")
    assert not repo.has_commits()


def test_a_shallow_clone_says_what_to_fetch(sandbox: Make, tmp_path: Path) -> None:
    """History that was cut off is not history that does not exist."""
    made = sandbox(ROLE)
    first = made.git("rev-parse", "HEAD")
    made.commit("Second")
    made.git("clone", "--quiet", "--depth=1", f"file://{made.top}", str(tmp_path / "clone"))
    repo = find(tmp_path / "clone")

    assert repo.is_shallow()
    assert not find(made.top).is_shallow()
    with pytest.raises(Fatal, match="shallow clone") as caught:
        repo.commit(first)
    assert "--unshallow" in caught.value.hint


def test_objects_come_in_the_order_asked_for(sandbox: Make) -> None:
    """Content with line breaks and without, and empty."""
    made = sandbox({"ci/a.yaml": "one\ntwo", "ci/b.yaml": b"", "ci/c.yaml": "x\n"})
    repo = Repo(made.top)
    oids = {v.path: v.oid for v in repo.files(repo.commit("main"), "records")}
    wanted = [oids[f"records/ci/{name}.yaml"] for name in "cab"]

    assert [data for _, data in repo.blobs(wanted)] == [b"x\n", b"one\ntwo", b""]


def test_a_missing_object_ends_the_run(sandbox: Make) -> None:
    """A damaged repository gives no answer."""
    with pytest.raises(Fatal, match="is missing"):
        list(Repo(sandbox(ROLE).top).blobs(["e" * 40]))


def test_the_callers_environment_does_not_decide(sandbox: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that a hook left behind, or a replaced object, changes nothing."""
    made = sandbox({"ci/a.yaml": ci("Real")})
    repo = Repo(made.top)
    before = list(repo.files(repo.commit("main"), "records"))
    other = made.git("commit-tree", "-m", "Other", made.git("mktree", "--missing"))
    made.git("replace", made.git("rev-parse", "main"), other)
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_WORK_TREE", "/nowhere")

    assert list(repo.files(repo.commit("main"), "records")) == before


def test_a_failing_command_says_what_git_said(sandbox: Make) -> None:
    """In one line, without its prefix."""
    with pytest.raises(Fatal, match="git ls-tree failed: Not a valid object name"):
        list(Repo(sandbox(ROLE).top).files("nowhere"))


def test_a_command_can_be_fed_and_its_failure_is_told(sandbox: Make) -> None:
    """What git reads from its input comes in pieces."""
    repo = Repo(sandbox(ROLE).top)

    assert len(repo.feed("hash-object", "--stdin", chunks=[b"a", b"b"])) == 41
    with pytest.raises(Fatal, match="git fast-import failed"):
        repo.feed("fast-import", "--quiet", chunks=[b"nonsense\n"] * 10)


def test_what_breaks_while_feeding_ends_the_command(sandbox: Make) -> None:
    """The error is the one that was raised; no process stays behind."""

    def broken() -> object:
        yield b"a"
        raise ValueError("the disk is on fire")

    with pytest.raises(ValueError, match="on fire"):
        Repo(sandbox(ROLE).top).feed("hash-object", "--stdin", chunks=broken())  # type: ignore[arg-type]
