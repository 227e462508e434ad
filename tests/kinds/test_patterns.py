"""A pattern that one of the judges cannot compile is told when the schema is read, not when a record meets it."""

import json

import pytest

from itsmctl.findings import Fatal
from itsmctl.kinds import load
from itsmctl.tree import from_dict
from tests.world import schemas


@pytest.mark.parametrize("pattern", ["(", "[", r"\p{L}+", "a{2", r"\Z", "(?<name>x)"])
def test_a_pattern_that_not_both_understand_ends_the_run(pattern: str) -> None:
    """With the schema's file and line, and a hint."""
    files = dict(schemas())
    schema = json.loads(files["schemas/ci.json"])
    schema["properties"]["version"] = {"description": "A version.", "type": "string", "pattern": pattern}
    files["schemas/ci.json"] = json.dumps(schema, indent=2).encode()

    with pytest.raises(Fatal, match="is no regular expression") as caught:
        load(from_dict(files))

    assert caught.value.where is not None
    assert caught.value.where.path == "schemas/ci.json"
    assert caught.value.where.line > 1
    assert "ECMAScript" in caught.value.hint
