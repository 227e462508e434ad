"""Files into records, and names into links."""

import pytest

from itsmctl.catalog import Catalog, mentions
from itsmctl.findings import Change, Fatal
from itsmctl.kinds import Reference
from itsmctl.snapshot import take
from itsmctl.tree import LIMIT, Entry, Tree, from_dict
from tests.world import ROLE, ci, codes, schemas, tree, world

SERVICE = "title: {}\ncategory: core\nstatus: operational\ncriticality: low\nowner: operations\nvalue: Something\n"


def catalog() -> Catalog:
    """Take two machines, a service and a role."""
    return world(
        {
            **ROLE,
            "ci/lab-db01.yaml": ci("Database"),
            "ci/backup.yaml": ci("Backup server", "backup: {to: service/backup}\n"),
            "service/backup.yaml": SERVICE.format("Backup") + "depends_on: [lab-db01]\n",
        }
    ).catalog


def test_a_sub_folder_is_not_part_of_the_identity() -> None:
    """The first folder is the kind, the stem is the id."""
    snapshot = world({**ROLE, "ci/rack-1/shelf 2/lab-db01.yaml": ci()})

    record = snapshot.catalog.records["ci/lab-db01"]
    assert (record.kind.name, record.id, record.path) == ("ci", "lab-db01", "records/ci/rack-1/shelf 2/lab-db01.yaml")
    assert snapshot.findings == ()


def test_the_first_path_owns_a_doubled_id() -> None:
    """The second is a finding, and no record."""
    snapshot = world({**ROLE, "ci/b/a.yaml": ci("Second"), "ci/a/A.yaml": ci("First")})

    (finding,) = snapshot.findings
    assert finding.code == "duplicate-id"
    assert finding.where.path == "records/ci/b/a.yaml"
    assert finding.related[0].path == "records/ci/a/A.yaml"
    assert [r.title for r in snapshot.of("ci")] == ["First"]


@pytest.mark.parametrize("mode", ["120000", "160000", "100755", "100664"])
def test_only_a_plain_file_is_a_record(mode: str) -> None:
    """A link, a repository, an executable and any other mode are findings, and are not read."""
    entries = {**tree(ROLE).entries, "records/ci/a.yaml": Entry(mode, 9, b"title: A\n")}

    snapshot = take(Tree(entries))

    assert codes(snapshot) == ["irregular-file"]
    assert "ci/a" not in snapshot.catalog.records


def test_a_file_that_is_too_large_or_cannot_be_read_is_a_finding() -> None:
    """It says which of the two."""
    entries = dict(tree({**ROLE, "ci/large.yaml": b"#" * (LIMIT + 1)}).entries)
    entries["records/ci/locked.yaml"] = Entry("100644", 12, None)

    found = take(Tree(entries)).findings

    assert [f.code for f in found] == ["unreadable-file", "unreadable-file"]
    assert "larger than 1,048,576 bytes" in found[0].message
    assert "cannot be read" in found[1].message
    assert world({**ROLE, "ci/limit.yaml": ci() + "#" * (LIMIT - len(ci()))}).findings == ()


def test_a_name_that_is_no_text_is_shown_as_its_escapes() -> None:
    """A file name cannot steer a terminal."""
    snapshot = take(from_dict({**schemas(), "records/ci/a\x1b[2J\udcff.yaml": ci(), "records/c\ni/a.yaml": ""}))

    for finding in snapshot.findings:
        assert finding.message.isprintable()
        assert finding.where.path.isprintable()


def test_a_link_leads_both_ways() -> None:
    """Out of the record that names, into the one that is named."""
    made = catalog()

    assert [link.target for link in made.links_out["service/backup"]] == ["ci/lab-db01", "role/operations"]
    assert {(link.source, link.inverse) for link in made.links_in["ci/lab-db01"]} == {("service/backup", "supports")}
    assert {link.target for link in made.links_out["ci/backup"]} == {"service/backup", "role/operations"}


def test_a_record_that_is_not_valid_has_no_data_but_keeps_its_links() -> None:
    """It can be named, so that one fault does not make ten."""
    snapshot = world(
        {**ROLE, "ci/a.yaml": ci("A", "nope: 1\ndepends_on: [b]\n"), "ci/b.yaml": ci("B", "depends_on: [a]\n")}
    )

    record = snapshot.catalog.records["ci/a"]
    assert not record.valid
    assert dict(record.data) == {}
    assert (record.title, record.state) == ("a", None)
    assert codes(snapshot) == ["schema"]
    assert {link.source for link in snapshot.catalog.links_in["ci/b"]} == {"ci/a"}
    assert [need.owner for need in snapshot.graph.needed_by["ci/a"]] == ["ci/b"]


def test_a_name_is_an_id_or_kind_and_id() -> None:
    """What two kinds own must be said with its kind, unless only one of them is asked for."""
    made = catalog()

    assert made.named("lab-db01").key == "ci/lab-db01"
    assert made.named("service/backup").key == "service/backup"
    assert made.named("backup", ("ci",)).key == "ci/backup"
    assert made.get("ci", "nowhere") is None
    with pytest.raises(Fatal, match="several records") as caught:
        made.named("backup")
    assert caught.value.hint == "say ci/backup or service/backup"
    with pytest.raises(Fatal, match="no record lab-db1") as caught:
        made.named("lab-db1")
    assert (caught.value.hint, caught.value.code) == ("did you mean lab-db01?", 2)


def test_a_record_is_called_by_its_kind_too_where_its_id_alone_would_be_two() -> None:
    """By key or record; an id that one kind owns is enough, also for a record that is not there."""
    catalog = world({**ROLE, "ci/operations.yaml": ci(), "ci/a.yaml": ci()}).catalog
    assert catalog.name("ci/a") == catalog.name(catalog.records["ci/a"]) == "a"
    assert catalog.name("ci/operations") == "ci/operations"
    assert catalog.name(catalog.records["role/operations"]) == "role/operations"
    assert catalog.name("ci/gone") == "gone"


def test_a_reference_may_say_a_kind_that_is_not_allowed() -> None:
    """Then it is of the wrong kind, not dangling."""
    assert codes(world({**ROLE, "ci/a.yaml": ci("A", "depends_on: [role/operations]\n")})) == ["wrong-kind"]
    assert codes(world({**ROLE, "ci/a.yaml": ci("A", "depends_on: [ci/nowhere]\n")})) == ["dangling-reference"]
    assert codes(world({**ROLE, "ci/a.yaml": ci("A", "location: somewhere\n")})) == []


def test_many_dangling_references_are_all_found() -> None:
    """The first few with a suggestion, the others with advice."""
    names = ", ".join(f"lab-db{number:03}" for number in range(100, 140))

    found = world({**ROLE, "ci/lab-db01.yaml": ci("A", f"depends_on: [{names}]\n")}).findings

    assert len(found) == 40
    assert found[0].hint == "did you mean lab-db01?"
    assert found[-1].hint.startswith("add records/ci/lab-db139.yaml")


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        (("a",), {"a": "x"}, [(("a",), "x")]),
        (("a",), {"a": 5}, []),
        (("a",), {"b": "x"}, []),
        (("a", "*"), {"a": ["x", 1, "y"]}, [(("a", 0), "x"), (("a", 2), "y")]),
        (("a", "*"), {"a": {"k": "x"}}, [(("a", "k"), "x")]),
        (("a", "*"), {"a": "x"}, []),
        (("a", "**"), {"a": {"k": 1, "l": 2}}, [(("a", "k"), "k"), (("a", "l"), "l")]),
        (("a", "**"), {"a": ["k"]}, []),
        (("a", "*", "b"), {"a": [{"b": "x"}, "s"]}, [(("a", 0, "b"), "x")]),
        ((), None, []),
    ],
)  # fmt: skip
def test_a_reference_finds_the_texts_at_its_path(
    path: tuple[str, ...], value: object, expected: list[tuple[tuple[str | int, ...], str]]
) -> None:
    """And passes over whatever does not have the shape."""
    reference = Reference(path, ("ci",), "names", "named-by", {}, or_text=False, field="x")

    assert list(mentions(value, reference)) == expected


@pytest.mark.parametrize("name", ["con", "CON", "nul", "aux.x", "com1", "lpt9.a.b", "a.", "prn"])
def test_an_id_that_windows_cannot_check_out_is_a_finding(name: str) -> None:
    """Git would refuse the whole repository there; the same name as part of another is no fault."""
    assert codes(world({**ROLE, f"ci/{name}.yaml": ci()})) == ["bad-id"]
    assert codes(world({**ROLE, f"ci/x{name}x.yaml": ci()})) == []


@pytest.mark.parametrize("folder", ["aux", "rack.", "a:b", "what?"])
def test_a_folder_that_windows_cannot_check_out_is_a_finding(folder: str) -> None:
    """Sub-folders have no other rules."""
    assert codes(world({**ROLE, f"ci/{folder}/a.yaml": ci()})) == ["bad-id"]


def test_an_id_that_is_too_long_says_how_long_it_is() -> None:
    """The limit is told with it."""
    (finding,) = world({**ROLE, f"ci/{'a' * 70}.yaml": ci()}).findings

    assert "is 70 characters long, and an id has 63 at most" in finding.message


def edits(records: dict[str, str]) -> list[tuple[tuple[str | int, ...], object, Change]]:
    """Return the edits that the findings of records carry."""
    found = world({**ROLE, **records}).findings
    return [(f.edit.path, f.edit.value, f.edit.change) for f in found if f.edit]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("lab-db1", "lab-db01"),
        ("Lab-DB01", "lab-db01"),
        ("ci/lab-db1", "ci/lab-db01"),
        ("role/lab-db01", "ci/lab-db01"),
        ("lab-db02", None),
        ("lab-dbxx", None),
        ("role/operations", None),
    ],
)
def test_a_reference_with_one_answer_carries_it(written: str, meant: str | None) -> None:
    """Another number is another thing, and what is merely like it is a suggestion only."""
    records = {"ci/lab-db01.yaml": ci(), "role/lab-db01.yaml": "title: R\n"}

    found = edits({**records, "ci/a.yaml": ci("A", f"depends_on: [{written}]\n")})

    assert found == ([(("depends_on", 0), meant, Change.SET)] if meant else [])


def test_two_near_names_are_no_answer() -> None:
    """Neither is sure."""
    records = {"ci/web-one.yaml": ci("One"), "ci/web-onx.yaml": ci("Two")}

    assert edits({**records, "ci/a.yaml": ci("A", "depends_on: [web-on]\n")}) == []
