"""What was read is remembered, and what is remembered is what reading it again would give."""

from pathlib import Path

import pytest

from itsmctl.repo import create_file, read_state, write_atomic, write_state
from itsmctl.snapshot import Memory, take
from tests.world import ci, tree

RECORDS = {"role/operations.yaml": "title: Operations\n", "ci/a.yaml": ci("A"), "ci/b.yaml": ci("B", "tags: [1]\n")}


def kept() -> bytes:
    """Return what a first run leaves behind."""
    memory = Memory()
    take(tree(RECORDS), read=memory)
    return memory.dump() or b""


def test_a_remembered_snapshot_equals_a_fresh_one() -> None:
    """Values, findings and places are the same with and without memory."""
    fresh = take(tree(RECORDS))
    again = take(tree(RECORDS), read=Memory(kept()))

    assert again.findings == fresh.findings
    assert {k: (r.data, r.document, r.valid) for k, r in again.catalog.records.items()} == {
        k: (r.data, r.document, r.valid) for k, r in fresh.catalog.records.items()
    }


def test_a_file_with_a_finding_is_read_again() -> None:
    """Only valid files are remembered."""
    memory = Memory(kept())
    snapshot = take(tree(RECORDS), read=memory)

    assert [finding.record for finding in snapshot.findings] == ["b"]
    assert memory.dump() is None


def test_a_changed_file_is_read_again() -> None:
    """The digest is of the content, so an old value cannot stand for a new text."""
    memory = Memory(kept())
    snapshot = take(tree({**RECORDS, "ci/a.yaml": ci("Another")}), read=memory)

    assert snapshot.catalog.records["ci/a"].title == "Another"
    assert memory.dump()


def test_the_same_text_under_another_kind_is_read_again() -> None:
    """A value that one kind allows is judged anew as a record of another kind."""
    moved = {**RECORDS, "team/a.yaml": RECORDS["ci/a.yaml"]}

    assert take(tree(moved), read=Memory(kept())).findings == take(tree(moved)).findings


@pytest.mark.parametrize("stored", [b"", b"\x00", b"nonsense", b"\x81\xa1a\x01", b"\x82\xa5label\xa1x\xa6values\x80"])
def test_what_cannot_be_understood_counts_as_nothing(stored: bytes) -> None:
    """A damaged or foreign memory is no error."""
    assert take(tree(RECORDS), read=Memory(stored)).findings == take(tree(RECORDS)).findings


def test_changed_schemas_forget_everything() -> None:
    """What was valid under other schemas is not known to be valid now."""
    changed = tree(RECORDS)
    entries = dict(changed.entries)
    schema = entries["schemas/ci.json"]
    narrowed = (schema.data or b"").replace(b'"virtual-machine"', b'"other-machine"')
    entries["schemas/ci.json"] = type(schema)(schema.mode, len(narrowed), narrowed)
    common = entries["schemas/common.json"]
    narrowed = (common.data or b"").replace(b'"virtual-machine"', b'"other-machine"')
    entries["schemas/common.json"] = type(common)(common.mode, len(narrowed), narrowed)

    findings = take(type(changed)(entries), read=Memory(kept())).findings

    assert {finding.record for finding in findings} == {"a", "b"}


def test_a_file_is_replaced_whole_and_never_created_over_another(tmp_path: Path) -> None:
    """Nothing is left of a write that did not happen."""
    write_atomic(tmp_path / "a", b"one")
    write_atomic(tmp_path / "a", b"two")
    with pytest.raises(FileExistsError):
        create_file(tmp_path / "a", b"three")

    assert (tmp_path / "a").read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_state_that_cannot_be_kept_is_no_error(tmp_path: Path) -> None:
    """A git directory that is read-only or gone costs speed, not the answer."""
    (tmp_path / "file").write_bytes(b"")
    write_state(tmp_path / "file", "name", b"data")

    assert read_state(tmp_path / "file", "name") == b""
