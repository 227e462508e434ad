"""Files that may be lost, and files that may not."""

from pathlib import Path

import pytest

from itsmctl.repo import read_state, write_state
from itsmctl.repo.store import create_file, write_atomic


def test_what_is_kept_is_read_back(tmp_path: Path) -> None:
    """In a folder that is made when needed."""
    write_state(tmp_path / "new" / "folder", "cache", b"data")

    assert read_state(tmp_path / "new" / "folder", "cache") == b"data"
    assert read_state(tmp_path, "nothing") == b""


def test_a_place_that_cannot_be_written_is_no_reason_to_fail(tmp_path: Path) -> None:
    """What can be made again need not be kept."""
    (tmp_path / "file").write_text("in the way")

    write_state(tmp_path / "file", "cache", b"data")

    assert (tmp_path / "file").read_text() == "in the way"


def test_a_write_that_breaks_leaves_the_old_content(tmp_path: Path) -> None:
    """And no temporary file."""
    (tmp_path / "a").write_bytes(b"old")

    with pytest.raises(TypeError):
        write_atomic(tmp_path / "a", "no bytes")  # type: ignore[arg-type]

    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


def test_a_new_file_never_replaces_one(tmp_path: Path) -> None:
    """Even if it came a moment ago."""
    create_file(tmp_path / "x" / "a", b"first")

    with pytest.raises(FileExistsError):
        create_file(tmp_path / "x" / "a", b"second")
    assert (tmp_path / "x" / "a").read_bytes() == b"first"
    assert [path.name for path in (tmp_path / "x").iterdir()] == ["a"]
