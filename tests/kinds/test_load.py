"""Schemas into kinds; a schema that cannot be used ends the run at its place."""

from collections.abc import Callable
from typing import Any

import pytest

from itsmctl.findings import Fatal
from itsmctl.kinds import load
from itsmctl.kinds.model import Identity
from itsmctl.tree import from_dict
from tests.kinds.gadget import FAULTS, with_gadget
from tests.world import schemas


def test_a_kind_is_what_its_schema_says() -> None:
    """Name, words for people, identity, lifecycle and references."""
    kind = load(with_gadget()).by_name["gadget"]

    assert (kind.name, kind.title, kind.plural, kind.icon) == ("gadget", "Gadget", "Gadgets", "🛠️")
    assert (kind.process, kind.control, kind.section) == ("tinkering", "operational", "governance")
    assert kind.normative == ("parts",)
    assert kind.lifecycle is not None
    assert kind.lifecycle.needs == {"built": ("parts",)}
    assert [(m.source, m.target, m.activity, m.guards) for m in kind.lifecycle.moves] == [
        ("idea", "built", "build-gadget", ())
    ]
    parts = next(r for r in kind.references if r.path == ("parts", "*"))
    assert (parts.to, parts.relation, parts.inverse) == (("gadget", "ci"), "contains", "part-of")
    assert ("owner",) in {r.path for r in kind.references}
    assert ("depends_on", "*", "any_of", "*") in {r.path for r in kind.references}


def test_every_shipped_schema_is_a_kind() -> None:
    """But for the two that describe no kind."""
    names = {path.removeprefix("schemas/").removesuffix(".json") for path in schemas()}

    assert set(load(from_dict(schemas())).by_name) == names - {"common", "kind"}


def test_the_digest_changes_with_any_schema() -> None:
    """What was checked under other schemas must be checked again."""
    plain, more = load(from_dict(schemas())), load(with_gadget())

    assert plain.digest != more.digest
    assert plain.digest == load(from_dict(schemas())).digest


@pytest.mark.parametrize(("change", "word"), [(c, w) for _, c, w in FAULTS], ids=[name for name, *_ in FAULTS])
def test_a_wrong_word_ends_the_run_and_is_named(change: Callable[[dict[str, Any]], object], word: str) -> None:
    """With the file and a line in it."""
    with pytest.raises(Fatal) as caught:
        load(with_gadget(change))

    assert word in caught.value.message
    assert caught.value.code == 3
    assert caught.value.where is not None
    assert caught.value.where.path == "schemas/gadget.json"


def test_the_line_of_a_fault_is_that_of_the_word() -> None:
    """Not just the file."""
    tree = with_gadget(lambda s: s["x-itsm"]["lifecycle"]["moves"][0].update(guards=["blessed"]))

    with pytest.raises(Fatal) as caught:
        load(tree)

    where = caught.value.where
    assert where is not None
    text = (tree.read("schemas/gadget.json") or b"").decode()
    assert "blessed" in text.splitlines()[where.line - 1]


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        (b'{\n  "a": }', "not JSON", 2),
        (b"[]", "a JSON object", 1),
        (b"\xff", "not UTF-8", 1),
        (b"[" * 100_000, "nested too deeply", 1),
        (b"", "not JSON", 1),
    ],
)
def test_a_schema_that_is_no_json_ends_the_run(text: bytes, message: str, line: int) -> None:
    """With its place."""
    with pytest.raises(Fatal, match=message) as caught:
        load(with_gadget(more={"broken.json": text}))

    assert caught.value.where is not None
    assert (caught.value.where.path, caught.value.where.line) == ("schemas/broken.json", line)


def test_a_definition_may_contain_itself_one_step_down() -> None:
    """A tree of parts is a shape like any other; so are two ways to the same definition."""
    defs = {
        "leaf": {"type": "object"},
        "one": {"$ref": "#/$defs/leaf"},
        "two": {"$ref": "#/$defs/leaf"},
        "tree": {
            "allOf": [{"$ref": "#/$defs/one"}, {"$ref": "#/$defs/two"}],
            "properties": {
                "branches": {"type": "array", "items": {"$ref": "#/$defs/tree"}},
                "by": {
                    "type": "array",
                    "prefixItems": [{"type": "string", "x-ref": {"to": ["ci"], "relation": "by", "inverse": "of"}}],
                },
            },
            "patternProperties": {"^x-": {"$ref": "common.json#/$defs/ref"}},
        },
    }

    def change(schema: dict[str, Any]) -> None:
        schema["$defs"] = defs
        schema["properties"]["tree"] = {"description": "Branches.", "$ref": "#/$defs/tree"}

    kind = load(with_gadget(change)).by_name["gadget"]

    assert ("tree", "by", "*") in {reference.path for reference in kind.references}


def test_schemas_that_are_nested_too_deeply_end_the_run() -> None:
    """A chain of a thousand definitions is no schema."""
    chain = {f"d{n}": {"$ref": f"#/$defs/d{n + 1}"} for n in range(3000)}

    with pytest.raises(Fatal, match="nested too deeply"):
        load(with_gadget(lambda s: s.update({"$defs": {**chain, "d3000": {"type": "string"}}})))


def test_a_repository_cannot_loosen_the_vocabulary() -> None:
    """Its own kind.json is not asked."""
    with pytest.raises(Fatal):
        load(with_gadget(lambda s: s["x-itsm"].update(magic=True), {"kind.json": "{}"}))


@pytest.mark.parametrize(
    ("form", "good", "bad"),
    [
        (
            "RFC-{year}-{number:04}",
            ["RFC-2026-0042", "RFC-2026-12345"],
            ["RFC-2026-042", "RFC-26-0042", "rfc-2026-0042"],
        ),
        ("KEDB-{area}-{number:03}", ["KEDB-DB-001", "KEDB-K8S-1000"], ["KEDB-db-001", "KEDB--001", "KEDB-DB-0001"]),
        ("", ["a", "A.b_c-9", "9" * 63], ["", "-a", ".a", "a" * 64, "a/b", "a b", "ä", "a\n"]),
    ],
)
def test_an_id_fits_its_form_wholly_or_not_at_all(form: str, good: list[str], bad: list[str]) -> None:
    """ASCII only, from the first character to the last."""
    pattern = Identity(form).pattern

    assert [id_ for id_ in good if not pattern.fullmatch(id_)] == []
    assert [id_ for id_ in bad if pattern.fullmatch(id_)] == []


def test_an_id_is_made_by_its_form() -> None:
    """And is one."""
    made = Identity("RFC-{year}-{number:04}").make(year=2026, number=7, area="")

    assert made == "RFC-2026-0007"
    assert Identity("KEDB-{area}-{number:03}").make(year=2026, number=7, area="DB") == "KEDB-DB-007"
