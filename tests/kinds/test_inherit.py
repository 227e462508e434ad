"""A repository's copy of a shipped kind, made before the words of meaning existed, goes on working."""

import json
from typing import Any

from itsmctl.kinds.inherit import inherited
from tests.world import schemas

RFC: dict[str, Any] = json.loads(schemas()["schemas/rfc.json"])
PERSON: dict[str, Any] = json.loads(schemas()["schemas/person.json"])
CI: dict[str, Any] = json.loads(schemas()["schemas/ci.json"])
WORDS = ("fields", "orders", "due", "ages", "pairs", "unique", "rules", "approvals", "page")


def older(schema: dict[str, Any]) -> dict[str, Any]:
    """Take the words of meaning out, as they were not there before."""
    copy: dict[str, Any] = json.loads(json.dumps(schema))
    for word in WORDS:
        copy["x-itsm"].pop(word, None)
    lifecycle = copy["x-itsm"].get("lifecycle")
    if lifecycle:
        lifecycle["end"] = lifecycle.pop("means")["ended"]
        lifecycle.pop("stops", None)
    return copy


def test_what_an_older_copy_does_not_say_is_as_shipped() -> None:
    """Roles, orders and meanings; end is its own word for what has ended."""
    made = inherited(older(RFC), RFC)

    assert made["x-itsm"]["fields"] == RFC["x-itsm"]["fields"]
    assert made["x-itsm"]["orders"] == RFC["x-itsm"]["orders"]
    assert made["x-itsm"]["lifecycle"]["stops"] == ["approved"]
    shipped = dict(RFC["x-itsm"]["lifecycle"]["means"])
    assert made["x-itsm"]["lifecycle"]["end"] == shipped.pop("ended")
    assert made["x-itsm"]["lifecycle"]["means"] == shipped


def test_what_a_copy_says_itself_stays() -> None:
    """A word is wholly its own."""
    own = older(RFC)
    own["x-itsm"]["fields"] = {"doer": "requested_by"}
    own["x-itsm"]["lifecycle"]["means"] = {"done": ["closed"]}

    made = inherited(own, RFC)

    assert made["x-itsm"]["fields"] == {"doer": "requested_by"}
    assert made["x-itsm"]["lifecycle"]["means"] == {"done": ["closed"]}


def test_a_copy_without_a_field_or_a_state_inherits_nothing_about_it() -> None:
    """It would be wrong there, and its author never wrote it."""
    own = older(RFC)
    del own["properties"]["window"]
    own["properties"]["status"]["enum"].remove("scheduled")

    made = inherited(own, RFC)["x-itsm"]

    assert "window" not in made["fields"]
    assert made["fields"]["doer"] == "implementer"
    assert ["window.start", "window.end"] not in made["orders"]
    assert made["lifecycle"]["means"]["in-force"] == ["approved", "implementing"]


def test_a_pair_is_inherited_while_its_own_end_is_there() -> None:
    """The other end is a field of another kind."""
    assert inherited(older(CI), CI)["x-itsm"]["pairs"] == [["asset", "asset.ci"]]
    own = older(CI)
    del own["properties"]["asset"]

    assert "pairs" not in inherited(own, CI)["x-itsm"]


def test_a_kind_that_had_no_lifecycle_gets_the_shipped_one() -> None:
    """Else nobody would know that a person has left."""
    own = older(PERSON)
    del own["x-itsm"]["lifecycle"]

    assert inherited(own, PERSON)["x-itsm"]["lifecycle"] == PERSON["x-itsm"]["lifecycle"]


def test_a_kind_with_other_states_gets_no_lifecycle() -> None:
    """Its states are its own."""
    own = older(PERSON)
    del own["x-itsm"]["lifecycle"]
    own["properties"]["status"]["enum"] = ["here", "gone"]

    assert "lifecycle" not in inherited(own, PERSON)["x-itsm"]


def test_a_copy_whose_words_are_wrong_is_left_to_the_check() -> None:
    """Which tells what is wrong with it."""
    assert inherited({"title": "X"}, RFC) == {"title": "X"}
    assert inherited({"x-itsm": []}, RFC) == {"x-itsm": []}
