"""Everything known at one moment, and what is remembered of it."""

from itsmctl.snapshot import Memory, Snapshot, take
from itsmctl.tree import Tree
from tests.world import ROLE, ci, tree, world

RECORDS: dict[str, str | bytes] = {
    **ROLE,
    "ci/a.yaml": ci("A"),
    "ci/b.yaml": ci("B", "depends_on: [a]\n"),
    "ci/bad.yaml": ci("C", "nope: 1\n"),
    "ci/torn.yaml": "a: [",
    "policy/incident.yaml": "title: Incident policy\ncategories: [application]\n",
}


def test_a_policy_is_read_by_its_subject() -> None:
    """Nothing where there is none."""
    snapshot = world(RECORDS)

    assert snapshot.policy("incident")["categories"] == ["application"]
    assert snapshot.policy("change") == {}


def test_every_stage_adds_its_findings() -> None:
    """Each names its record."""
    snapshot = world({**RECORDS, "stray.yaml": "", "ci/c.yaml": ci("C", "depends_on: [nowhere, {any_of: []}]\n")})

    assert [(f.code, f.record) for f in snapshot.findings] == [
        ("stray-file", ""),
        ("schema", "bad"),
        ("yaml-syntax", "torn"),
        ("dangling-reference", "c"),
        ("group-empty", "c"),
    ]


def test_other_kinds_can_judge() -> None:
    """The schemas of another tree, as the gate does with those of the base."""
    ours = world(RECORDS).kinds
    bare = {path: entry for path, entry in tree(RECORDS).entries.items() if not path.startswith("schemas/")}

    assert take(Tree(bare), kinds=ours).findings == world(RECORDS).findings


def equal(one: Snapshot, other: Snapshot) -> bool:
    """Compare what was read."""
    left = {key: (r.data, r.valid, r.document) for key, r in one.catalog.records.items()}
    right = {key: (r.data, r.valid, r.document) for key, r in other.catalog.records.items()}
    return left == right and sorted(one.findings, key=str) == sorted(other.findings, key=str)


def test_what_is_remembered_is_what_would_be_read() -> None:
    """First from nothing, then from the memory, then with a file changed."""
    first = Memory()
    assert equal(take(tree(RECORDS), read=first), world(RECORDS))
    stored = first.dump()
    assert stored

    second = Memory(stored)
    assert equal(take(tree(RECORDS), read=second), world(RECORDS))
    assert second.dump() is None

    changed = {**RECORDS, "ci/a.yaml": ci("Another"), "ci/new.yaml": ci("New")}
    third = Memory(stored)
    assert equal(take(tree(changed), read=third), world(changed))
    assert third.dump() not in (None, stored)


def test_a_damaged_memory_is_none() -> None:
    """Whatever lies there, the answer is the same."""
    first = Memory()
    take(tree(RECORDS), read=first)
    good = first.dump() or b""

    for stored in (b"", b"\xff", b"\x80", b"\xc1\xc1", good[:-3], b"\x81\xa1a\x01", good.replace(b"label", b"babel")):
        assert equal(take(tree(RECORDS), read=Memory(stored)), world(RECORDS))


def test_other_schemas_make_the_memory_void() -> None:
    """What was valid under one schema need not be under another."""
    first = Memory()
    take(tree(RECORDS), read=first)
    stricter = dict(tree(RECORDS).entries)
    path = "schemas/ci.json"
    data = (stricter[path].data or b"").replace(b'"required": ["class",', b'"required": ["verified_at", "class",')
    stricter[path] = type(stricter[path])(stricter[path].mode, len(data), data)

    snapshot = take(Tree(stricter), read=Memory(first.dump() or b""))

    assert not snapshot.catalog.records["ci/a"].valid
