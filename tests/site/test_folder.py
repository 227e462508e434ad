"""Rendered files reach the disk whole, and nobody else's file is touched."""

from pathlib import Path

import pytest

from itsmctl.findings import Fatal
from itsmctl.site import assets, build, pages, write
from itsmctl.snapshot import take
from itsmctl.tree import Entry, Tree
from tests.world import NOW, ROLE, ci, tree


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    """A file that is as it should be keeps its time of change."""
    write(tmp_path, {"a.md": "one", "b/c.md": "two"})
    before = (tmp_path / "a.md").stat().st_mtime_ns
    done = write(tmp_path, {"a.md": "one", "b/c.md": "three", "d.png": b"\x00"})
    assert (done.changed, done.same, done.removed) == (2, 1, 0)
    assert (tmp_path / "a.md").stat().st_mtime_ns == before
    assert (tmp_path / "b" / "c.md").read_text() == "three"


def test_a_page_that_no_record_makes_any_more_is_removed(tmp_path: Path) -> None:
    """With its folder, if that is empty."""
    write(tmp_path, {"a.md": "one", "b/c.md": "two"})
    assert write(tmp_path, {"a.md": "one"}).removed == 1
    assert not (tmp_path / "b").exists()


def test_what_others_wrote_stays(tmp_path: Path) -> None:
    """A file beside the made ones is not removed."""
    (tmp_path / "mine.md").write_text("mine")
    write(tmp_path, {"a.md": "one"})
    write(tmp_path, {})
    assert [path.name for path in tmp_path.iterdir() if not path.name.startswith(".")] == ["mine.md"]


def test_what_others_wrote_is_not_overwritten(tmp_path: Path) -> None:
    """A file of theirs in the way ends the run before anything is written."""
    (tmp_path / "b.md").write_text("mine")
    with pytest.raises(Fatal, match="was not made by itsmctl"):
        write(tmp_path, {"a.md": "one", "b.md": "two"})
    assert (tmp_path / "b.md").read_text() == "mine"
    assert not (tmp_path / "a.md").exists()


def test_a_note_that_names_other_folders_removes_nothing_there(tmp_path: Path) -> None:
    """The list of made files is no way out of the folder."""
    victim = tmp_path / "victim"
    victim.write_text("keep")
    folder = tmp_path / "docs"
    write(folder, {"a.md": "one"})
    (folder / ".made-by-itsmctl.json").write_text(f'["../victim", "{victim}", "a.md", 7]')
    write(folder, {})
    assert victim.read_text() == "keep"
    assert not (folder / "a.md").exists()


def test_a_repositorys_own_asset_replaces_the_packaged_one(tmp_path: Path) -> None:
    """By name; a link is no file of the repository."""
    own = tmp_path / "site" / "assets"
    own.mkdir(parents=True)
    (own / "site.css").write_text("/* ours */")
    (own / "secret").symlink_to("/etc/passwd")
    found = assets(tmp_path)
    assert found["assets/site.css"] == b"/* ours */"
    assert "assets/vendor/mermaid.min.js" in found
    assert "assets/secret" not in found


@pytest.mark.parametrize(
    ("text", "told", "line"),
    [
        ("# {{ title }}\n{{ nothing.there }}\n", "nothing", 2),
        ("# {{ title }}\n\n{% if %}\n", "Expected", 3),
        ("# {{ ''.__class__.__mro__ }}\n", "unsafe", 1),
    ],
)
def test_a_template_that_fails_is_named_with_its_line(text: str, told: str, line: int) -> None:
    """A wrong name, wrong syntax, or a way out of the sandbox ends the run at the template's place."""
    entries = tree({**ROLE, "ci/a.yaml": ci()}).entries
    own = Entry("100644", len(text), text.encode())
    with pytest.raises(Fatal, match=told) as caught:
        pages(take(Tree({**entries, "templates/pages/ci.md": own})), {}, {}, NOW)
    assert str(caught.value.where) == f"templates/pages/ci.md:{line}:1"


def test_a_repository_without_configuration_of_the_site_is_told_so(tmp_path: Path) -> None:
    """There is nothing to build from."""
    with pytest.raises(Fatal, match=r"there is no mkdocs\.yml"):
        build(tmp_path, "mkdocs", strict=True)
