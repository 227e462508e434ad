"""The second vocabulary: what fields and states mean, and how a schema is told that its words are wrong."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from itsmctl.findings import Fatal, Severity
from itsmctl.kinds import Kind, load
from itsmctl.tree import from_dict
from tests.kinds.gadget import with_gadget
from tests.world import schemas

Schema = dict[str, Any]


def gadget(change: Callable[[Schema], object]) -> Kind:
    """Load the kinds with a gadget that is changed."""
    return load(with_gadget(change)).by_name["gadget"]


def fault_of(change: Callable[[Schema], object]) -> Fatal:
    """Return the error that a changed gadget ends the run with."""
    with pytest.raises(Fatal) as caught:
        load(with_gadget(change))
    return caught.value


def words(**more: Any) -> Callable[[Schema], object]:
    """Add words to x-itsm."""
    return lambda schema: schema["x-itsm"].update(more)


def cycle(**more: Any) -> Callable[[Schema], object]:
    """Add words to the lifecycle."""
    return lambda schema: schema["x-itsm"]["lifecycle"].update(more)


def test_states_have_meanings_and_the_older_word_end_is_one_of_them() -> None:
    """A schema of before means by end what it means by means.ended now."""
    old = gadget(lambda _: None).lifecycle
    new = gadget(cycle(end=[], means={"in-use": ["built"], "ended": ["scrapped"]})).lifecycle

    assert old is not None
    assert new is not None
    assert old.end == new.end == ("scrapped",)
    assert new.means == {"in-use": frozenset({"built"}), "ended": frozenset({"scrapped"})}


def test_what_an_approval_leads_to_is_in_force_where_nothing_is_said() -> None:
    """Until the work is done or the record has ended."""
    moves = [
        {"from": "idea", "to": "built", "activity": "build-gadget", "guards": ["approved"]},
        {"from": "built", "to": "scrapped", "activity": "scrap-gadget"},
    ]
    silent = gadget(cycle(moves=moves)).lifecycle
    done = gadget(cycle(moves=moves, means={"done": ["built"]})).lifecycle
    told = gadget(cycle(moves=moves, means={"in-force": ["idea"]})).lifecycle

    assert silent is not None
    assert done is not None
    assert told is not None
    assert silent.means["in-force"] == {"built"}
    assert "in-force" not in done.means
    assert told.means["in-force"] == {"idea"}


def test_roles_lead_to_fields_in_order() -> None:
    """One field or several; the owner's role is there without a word."""
    kind = gadget(words(fields={"done": "built_at", "affects": ["parts", "depends_on.ref"]}))

    assert kind.role("done") == ("built_at",)
    assert kind.role("affects") == ("parts", "depends_on.ref")
    assert kind.role("owner") == ("owner",)
    assert kind.role("doer") == ()


def test_what_only_decorates_has_defaults() -> None:
    """Four words make a kind; what good style asks beside them is a note."""
    bare = {
        "title": "Badge",
        "type": "object",
        "properties": {"colour": {"type": "string"}},
        "x-itsm": {"process": "tinkering", "control": "operational"},
    }
    kinds = load(with_gadget(more={"badge.json": json.dumps(bare)}))
    kind = kinds.by_name["badge"]

    assert (kind.plural, kind.icon, kind.section, kind.approvals) == ("Badges", "📄", "governance", "change")
    assert {note.severity for note in kinds.notes} == {Severity.NOTE}
    assert {note.where.path for note in kinds.notes} == {"schemas/badge.json"}
    assert sum("description" in note.message for note in kinds.notes) == 1


def test_a_new_section_may_be_named() -> None:
    """It opens a part of the site of its own."""
    assert gadget(words(section="workshop")).section == "workshop"


@pytest.mark.parametrize(
    ("change", "message", "hint"),
    [
        (words(fields={"dooer": "built_at"}), "no word dooer", "doer"),
        (words(fields={"done": "build_at"}), "names the field build_at", "built_at"),
        (words(fields={"done": "parts.at"}), "names the field parts.at", ""),
        (words(orders=[["built_at", "part"]]), "names the field part", "parts"),
        (words(orders=[["built_at", "status"]]), "holds no time but a text", "time"),
        (words(due=[{"field": "build_at", "code": "late"}]), "names the field build_at", "built_at"),
        (words(due=[{"field": "built_at", "code": "Late One"}]), "Late One", ""),
        (words(ages=[{"state": "bilt", "limit": "P1D", "code": "old"}]), "names the state bilt", "built"),
        (words(ages=[{"field": "built_at", "limit": "soon", "code": "old"}]), "soon", ""),
        (words(ages=[{"limit": "P1D", "code": "old"}]), "oneOf", ""),
        (words(unique=[["serial"]]), "names the field serial", ""),
        (words(pairs=[["parts", "gizmo.parts"]]), "names the kind gizmo", ""),
        (words(pairs=[["parts", "ci.prats"]]), "names the field prats", ""),
        (words(rules=[{"code": "r", "holds": "true"}]), "message", ""),
        (words(rules=[{"code": "r", "holds": "true", "message": "m", "at": "wher"}]), "names the field wher", ""),
        (words(page={"columns": ["stats"]}), "names the field stats", "status"),
        (words(page={"order": "-stats"}), "names the field stats", "status"),
        (words(page={"search": {"titel": 4}}), "names the field titel", "title"),
        (words(page={"tones": {"lost": "bad"}}), "names the word lost", ""),
        (cycle(means={"done": ["built"], "void": ["built"]}), "cannot mean both void and done", ""),
        (cycle(means={"finished": ["built"]}), "finished", ""),
        (cycle(means={"done": ["bilt"]}), "names the state bilt", "built"),
        (cycle(stops=["bilt"]), "names the state bilt", "built"),
    ],
)
def test_a_wrong_word_of_the_vocabulary_is_told(change: Callable[[Schema], object], message: str, hint: str) -> None:
    """With the file, and where there is one near with the word that was meant."""
    fault = fault_of(change)

    assert message in fault.message
    assert hint in fault.hint
    assert fault.where is not None
    assert fault.where.path == "schemas/gadget.json"
    assert fault.where.line > 1


def test_orders_that_contradict_each_other_are_a_fault() -> None:
    """A time cannot come before itself."""

    def change(schema: Schema) -> None:
        schema["properties"]["used_at"] = {"$ref": "common.json#/$defs/time", "description": "When."}
        schema["x-itsm"]["orders"] = [["built_at", "used_at"], ["used_at", "built_at"]]

    assert "used_at comes before built_at, and by another order after it" in fault_of(change).message


def test_all_faults_of_all_schemas_are_told_at_once() -> None:
    """Each with its own place, in the order of the files."""

    def change(schema: Schema) -> None:
        schema["x-itsm"]["contrl"] = "x"
        schema["x-itsm"]["proces"] = "y"
        schema["x-itsm"]["lifecycle"]["stops"] = []
        schema["properties"]["parts"]["$ref"] = "#/$defs/nothing"

    broken = schemas()["schemas/team.json"].replace(b'"control": "governance"', b'"control": "guvernance"')
    with pytest.raises(Fatal) as caught:
        load(
            from_dict(
                {**{p: e.data or b"" for p, e in with_gadget(change).below("schemas")}, "schemas/team.json": broken}
            )
        )
    reasons = [caught.value.message, *(one.message for one in caught.value.more)]
    places = [caught.value.where, *(one.where for one in caught.value.more)]

    assert len(reasons) == 5
    for word in ("contrl", "proces", "stops", "nothing", "guvernance"):
        assert sum(word in reason for reason in reasons) == 1, word
    assert len({str(place) for place in places}) == 5


def test_names_that_are_none_are_told_beside_words_that_are_wrong() -> None:
    """Whoever mends a schema sees all of it, not what is next."""

    def change(schema: Schema) -> None:
        schema["x-itsm"].pop("control")
        schema["x-itsm"]["fields"] = {"doer": "nobody", "dooer": "owner"}
        schema["x-itsm"]["lifecycle"]["stops"] = ["bilt"]
        schema["x-itsm"]["lifecycle"]["moves"] = "none"
        schema["x-itsm"]["page"] = {"order": "-stats", "columns": 7}

    fatal = fault_of(change)
    told = "\n".join([fatal.message, *(one.message for one in fatal.more)])

    for word in ("control", "field nobody", "no word dooer", "state bilt", "moves", "field stats", "columns"):
        assert word in told, word


def test_a_field_is_found_through_lists_and_maps() -> None:
    """As the dotted paths of the vocabulary write it."""
    form = load(from_dict(schemas())).by_name["rfc"].form

    assert [form.at(path) is not None for path in ("review.by", "downtime.service", "affects", "plan.back_out")] == [
        True
    ] * 4
    assert form.at("review.nobody") is None
    assert form.at("") is form
    window = form.at("window.start")
    assert window is not None
    assert (window.type, window.required) == ("time", True)


def test_what_only_some_records_must_say_is_not_required() -> None:
    """An agreement of one type needs a customer, every one a type and, as all records do, a title."""
    fields = load(from_dict(schemas())).by_name["agreement"].fields

    assert [fields[name].required for name in ("customer", "type", "title", "owner")] == [False, True, True, False]


def test_the_form_says_what_a_field_holds() -> None:
    """Type, choices, prose, what a list holds, and what it refers to."""
    form = load(from_dict(schemas())).by_name["rfc"].form

    def of(path: str) -> Any:
        found = form.at(path)
        assert found is not None, path
        return found

    assert of("status").values[0] == "draft"
    assert of("reason").prose
    assert of("labels").type == "map"
    assert of("affects").items.reference.relation == "affects"
    assert of("requested_by").reference.to == ("person",)
    assert of("window").normative
    assert not of("title").normative
    assert next(iter(form.inner)) == "title"
