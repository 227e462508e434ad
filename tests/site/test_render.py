"""``itsmctl render`` on a small repository: what it writes, where, and as of when."""

from collections.abc import Callable, Mapping
from pathlib import Path

from itsmctl.cli import main
from tests.world import ROLE, Sandbox, ci

Make = Callable[[Mapping[str, str | bytes]], Sandbox]


def test_pages_assets_and_navigation_lie_in_the_build_folder(sandbox: Make) -> None:
    """Nothing else in the repository is touched."""
    made = sandbox({**ROLE, "ci/a.yaml": ci("One")})
    assert main(["render", "--root", str(made.top)]) == 0
    assert (made.top / "build/docs/configuration/ci/a.md").is_file()
    assert (made.top / "build/docs/assets/site.css").is_file()
    assert (made.top / "build/nav.yml").is_file()
    assert made.git("status", "--porcelain") == "?? build/"


def test_another_output_gets_the_pages_and_nothing_lies_beside_it(sandbox: Make, tmp_path: Path) -> None:
    """Neither a navigation nor a note is written outside of the folder that was asked for."""
    made = sandbox({**ROLE, "ci/a.yaml": ci("One")})
    there = tmp_path / "there"
    assert main(["render", "--root", str(made.top), "--output", str(there / "docs")]) == 0
    assert [path.name for path in there.iterdir()] == ["docs"]
    assert not (made.top / "build").exists()


def test_an_earlier_revision_gives_the_pages_of_then(sandbox: Make) -> None:
    """Title, records and change log are those of that commit."""
    made = sandbox({**ROLE, "ci/a.yaml": ci("One")})
    made.write({"records/ci/a.yaml": ci("Two"), "records/ci/b.yaml": ci("New")})
    made.commit("Later")
    docs = made.top / "build/docs/configuration/ci"
    assert main(["render", "--root", str(made.top)]) == 0
    assert "**Two**" in (docs / "a.md").read_text()
    assert "| **2** |" in (docs / "a.md").read_text()
    assert main(["render", "--root", str(made.top), "--at", "HEAD~1"]) == 0
    assert "**One**" in (docs / "a.md").read_text()
    assert "| **2** |" not in (docs / "a.md").read_text()
    assert not (docs / "b.md").exists()


def test_a_repository_without_a_commit_has_pages_too(tmp_path: Path) -> None:
    """Their change log says that nothing is committed yet."""
    from tests.world import schemas

    made = Sandbox.create(tmp_path / "young")
    made.write({**schemas(), "records/role/operations.yaml": "title: Operations\n"})
    assert main(["render", "--root", str(made.top)]) == 0
    assert "not committed yet" in (made.top / "build/docs/people/role/operations.md").read_text()
