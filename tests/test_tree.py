"""The same files, wherever they are read from."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from itsmctl.repo import Repo
from itsmctl.tree import LIMIT, Entry, Tree, at_commit, from_dict, from_disk, share
from tests.world import ROLE, Sandbox, ci

Make = Callable[[Mapping[str, str | bytes]], Sandbox]
RECORDS: Mapping[str, str | bytes] = {
    **ROLE,
    "ci/lab-db01.yaml": ci("Database node"),
    "ci/rack 1/größe.yaml": ci("A name that is no id"),
    "ci/empty.yaml": b"",
    "ci/twin.yaml": ci("Database node"),
    "ci/bytes.yaml": b"\xff\x00\n",
    "ci/large.yaml": b"x" * (LIMIT + 1),
    "ci/limit.yaml": b"x" * LIMIT,
}


def test_a_tree_read_from_disk_equals_the_tree_at_its_commit(sandbox: Make) -> None:
    """Odd names, bytes that are no text, empty, equal and large files, links and executables."""
    made = sandbox(RECORDS)
    (made.top / "records/ci/link.yaml").symlink_to("lab-db01.yaml")
    (made.top / "records/ci/run.yaml").write_text(ci("Executable"))
    (made.top / "records/ci/run.yaml").chmod(0o755)
    (made.top / "records/service").symlink_to("ci")
    commit = made.commit("Odd files")
    repo = Repo(made.top)

    disk, committed = from_disk(repo), at_commit(repo, commit)

    assert disk == committed
    assert committed.commit == commit
    assert disk.commit is None
    assert disk.entries["records/ci/link.yaml"] == Entry("120000", len("lab-db01.yaml"), None)
    assert disk.entries["records/ci/run.yaml"].mode == "100755"
    assert disk.entries["records/ci/large.yaml"] == Entry("100644", LIMIT + 1, None)
    assert disk.read("records/ci/limit.yaml") == b"x" * LIMIT
    assert disk.read("records/ci/nowhere.yaml") is None


def test_a_folder_of_another_repository_is_seen_as_one(sandbox: Make) -> None:
    """A submodule is no file, on disk as in the commit."""
    made = sandbox(ROLE)
    Sandbox.create(made.top / "records/ci/sub").commit("Other")
    commit = made.commit("Add a repository in the repository")
    repo = Repo(made.top)

    assert from_disk(repo) == at_commit(repo, commit)
    assert at_commit(repo, commit).entries["records/ci/sub"] == Entry("160000", -1, None)


def test_what_git_ignores_is_no_record(sandbox: Make) -> None:
    """New files count, ignored and deleted ones do not."""
    made = sandbox({**ROLE, "ci/gone.yaml": ci()})
    made.write({".gitignore": "*.swp\n", "records/ci/new.yaml": ci(), "records/ci/.new.yaml.swp": "x"})
    (made.top / "records/ci/gone.yaml").unlink()

    below = [path for path, _ in from_disk(Repo(made.top)).below("records")]

    assert below == ["records/ci/new.yaml", "records/role/operations.yaml"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_that_may_not_be_read_has_no_content(sandbox: Make) -> None:
    """It is there, and a finding will say so."""
    made = sandbox({"ci/a.yaml": ci()})
    (made.top / "records/ci/a.yaml").chmod(0)

    assert from_disk(Repo(made.top)).entries["records/ci/a.yaml"].data is None


def test_a_tree_of_a_dictionary_has_only_plain_files() -> None:
    """Text is UTF-8; what is too large has a size and no content."""
    made = from_dict({"records/ci/a.yaml": "é", "records/ci/b.yaml": b"x" * (LIMIT + 1)})

    assert made.entries["records/ci/a.yaml"] == Entry("100644", 2, "é".encode())
    assert made.entries["records/ci/b.yaml"] == Entry("100644", LIMIT + 1, None)


def test_below_a_folder_is_not_beside_it() -> None:
    """``records-old`` does not lie in ``records``."""
    made = from_dict({"records/b/x": "", "records/a/x": "", "records-old/x": "", "records": ""})

    assert [path for path, _ in made.below("records")] == ["records/a/x", "records/b/x"]


def test_what_is_shared_lies_beside_the_package_or_in_it() -> None:
    """Schemas and templates are found from a checkout and from a wheel."""
    assert (share("schemas") / "kind.json").is_file()
    assert share("nothing") == Path(share("schemas").parent, "nothing")


def test_two_trees_are_equal_by_their_files() -> None:
    """The commit is where they were read, not what they are."""
    assert Tree({}, "a" * 40) == Tree({})
