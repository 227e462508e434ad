"""A repository's schemas lie over the package's: what it overrides, adds, and leaves to the package."""

import json
from typing import Any

import pytest

from itsmctl.findings import Fatal
from itsmctl.kinds import load
from itsmctl.tree import from_dict
from tests.kinds.gadget import with_gadget
from tests.world import schemas

SHIPPED = schemas()


def changed(name: str, **words: Any) -> dict[str, str]:
    """Return one shipped schema with other words at its top, by path."""
    path = f"schemas/{name}.json"
    return {path: json.dumps({**json.loads(SHIPPED[path]), **words}, indent=2)}


def test_without_schemas_the_packages_hold() -> None:
    """The same kinds and the same digest as with a copy of each."""
    bare, copied = load(from_dict({"records/role/a.yaml": "title: A\n"})), load(from_dict(SHIPPED))

    assert bare.by_name == copied.by_name
    assert bare.digest == copied.digest
    assert bare.source("rfc").path == "package:schemas/rfc.json"
    assert copied.source("rfc").path == "schemas/rfc.json"


def test_one_file_overrides_one_kind() -> None:
    """The others stay the package's, and the digest tells."""
    kinds = load(from_dict(changed("team", title="Squad")))

    assert kinds.by_name["team"].title == "Squad"
    assert kinds.by_name["rfc"] == load(from_dict({})).by_name["rfc"]
    assert kinds.digest != load(from_dict({})).digest


def test_a_new_kind_adds() -> None:
    """Alone in the repository's folder."""
    tree = with_gadget()
    alone = from_dict({"schemas/gadget.json": tree.read("schemas/gadget.json") or b""})

    assert set(load(alone).by_name) == {*load(from_dict({})).by_name, "gadget"}


def test_definitions_that_an_older_copy_lacks_come_from_the_package() -> None:
    """Its own win, the package's kinds find the others, and both count in the digest."""
    shared = json.loads(SHIPPED["schemas/common.json"])
    older = {name: value for name, value in shared["$defs"].items() if name != "ref"}
    older["slug"] = {**older["slug"], "description": "Ours."}
    kinds = load(from_dict({"schemas/common.json": json.dumps({**shared, "$defs": older})}))

    assert kinds.documents["common.json"]["$defs"]["ref"] == shared["$defs"]["ref"]
    assert kinds.documents["common.json"]["$defs"]["slug"]["description"] == "Ours."
    assert kinds.digest != load(from_dict({})).digest


def test_a_wrong_override_is_told_in_its_own_file() -> None:
    """With the line of the word, also when the package's part is sound."""
    override = changed("team", **{"x-itsm": {"process": "change-management", "control": "chaos"}})
    line = next(n for n, text in enumerate(override["schemas/team.json"].splitlines(), 1) if "chaos" in text)

    with pytest.raises(Fatal) as caught:
        load(from_dict(override))

    where = caught.value.where
    assert where is not None
    assert (where.path, where.line) == ("schemas/team.json", line)


@pytest.mark.parametrize("kind", ["rfc", "incident", "policy", "person", "kpi", "service", "ci"])
def test_a_bare_override_of_a_shipped_kind_is_a_kind(kind: str) -> None:
    """It inherits only words about fields that it has, so that nothing is told about words that it does not say."""
    shipped = json.loads(SHIPPED[f"schemas/{kind}.json"])["x-itsm"]
    bare = {
        "title": "Bare",
        "type": "object",
        "properties": {"title": {"type": "string"}},
        "x-itsm": {"process": shipped["process"], "control": shipped["control"]},
    }

    assert load(from_dict({f"schemas/{kind}.json": json.dumps(bare)})).by_name[kind].title == "Bare"
