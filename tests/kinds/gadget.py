"""A kind that the program has never seen, and the ways in which its schema can be wrong."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from itsmctl.tree import Tree, from_dict
from tests.world import schemas

GADGET: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Gadget",
    "description": "A thing that nobody thought of when the program was written.",
    "type": "object",
    "allOf": [{"$ref": "common.json#/$defs/record"}],
    "required": ["status"],
    "properties": {
        "status": {"description": "Where it is.", "type": "string", "enum": ["idea", "built", "scrapped"]},
        "parts": {
            "description": "What it is made of.",
            "type": "array",
            "items": {
                "$ref": "common.json#/$defs/ref",
                "x-ref": {"to": ["gadget", "ci"], "relation": "contains", "inverse": "part-of"},
            },
        },
        "built_at": {"$ref": "common.json#/$defs/time", "description": "When."},
        "depends_on": {"$ref": "common.json#/$defs/depends_on"},
    },
    "unevaluatedProperties": False,
    "x-itsm": {
        "process": "tinkering",
        "icon": "🛠️",
        "plural": "Gadgets",
        "control": "operational",
        "id": "GDG-{area}-{number:02}",
        "normative": ["parts"],
        "lifecycle": {
            "field": "status",
            "start": ["idea"],
            "end": ["scrapped"],
            "times": {"built": "built_at"},
            "needs": {"built": ["parts"]},
            "moves": [{"from": "idea", "to": "built", "activity": "build-gadget"}],
        },
    },
}


def with_gadget(
    change: Callable[[dict[str, Any]], object] = lambda _: None, more: Mapping[str, str | bytes] | None = None
) -> Tree:
    """Make a tree whose schemas have a kind more, changed by a function."""
    schema = json.loads(json.dumps(GADGET))
    change(schema)
    text = json.dumps(schema, indent=2)
    return from_dict({**schemas(), "schemas/gadget.json": text, **{f"schemas/{n}": t for n, t in (more or {}).items()}})


FAULTS: list[tuple[str, Callable[[dict[str, Any]], object], str]] = [
    ("a misspelt word of the vocabulary", lambda s: s["x-itsm"].update(contrl="x"), "x-itsm"),
    (
        "a guard that does not exist",
        lambda s: s["x-itsm"]["lifecycle"]["moves"][0].update(guards=["blessed"]),
        "blessed",
    ),
    ("no vocabulary at all", lambda s: s.pop("x-itsm"), "x-itsm"),
    ("a type that JSON Schema does not know", lambda s: s["properties"]["status"].update(type="word"), "word"),
    ("a state that is none", lambda s: s["x-itsm"]["lifecycle"]["end"].append("lost"), "lost"),
    ("a move to a state that is none", lambda s: s["x-itsm"]["lifecycle"]["moves"][0].update(to="bilt"), "bilt"),
    ("a time field that is none", lambda s: s["x-itsm"]["lifecycle"]["times"].update(built="build_at"), "build_at"),
    ("a needed field that is none", lambda s: s["x-itsm"]["lifecycle"]["needs"].update(built=["part"]), "part"),
    ("a normative field that is none", lambda s: s["x-itsm"].update(normative=["partss"]), "partss"),
    ("a lifecycle field that is none", lambda s: s["x-itsm"]["lifecycle"].update(field="state"), "state"),
    (
        "a relation of three words",
        lambda s: s["properties"]["parts"]["items"]["x-ref"].update(relation="a-b-c"),
        "a-b-c",
    ),
    (
        "a reference to a kind that is none",
        lambda s: s["properties"]["parts"]["items"]["x-ref"].update(to=["gizmo"]),
        "gizmo",
    ),
    (
        "a $ref that leads nowhere",
        lambda s: s["properties"]["parts"].update({"$ref": "common.json#/$defs/nothing"}),
        "nothing",
    ),
    ("a $ref to the network", lambda s: s["properties"]["parts"].update({"$ref": "https://x.example/s"}), "x.example"),
    (
        "a $ref beside the fields that leads nowhere",
        lambda s: s["allOf"].append({"$ref": "#/$defs/nothing"}),
        "nothing",
    ),
    (
        "a definition that contains itself",
        lambda s: s.update({"$defs": {"a": {"anyOf": [{"$ref": "#/$defs/b"}]}, "b": {"$ref": "#/$defs/a"}}}),
        "leads back to itself",
    ),
]
