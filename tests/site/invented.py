"""A kind that only a schema knows, with all that a page can be told: roles, meanings, columns, colours, a section."""

import json
from collections.abc import Mapping
from typing import Any

from tests.world import ROLE, ci

OBSERVATION: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Observation",
    "description": "A time slot at the dish.",
    "type": "object",
    "allOf": [{"$ref": "common.json#/$defs/record"}],
    "required": ["status"],
    "properties": {
        "status": {
            "description": "Where it stands.",
            "type": "string",
            "enum": ["wished", "granted", "paused", "failed", "observed", "dropped", "filed"],
        },
        "sky": {"description": "What the sky is like.", "type": "string", "enum": ["clear", "rain"]},
        "wished_at": {"$ref": "common.json#/$defs/time", "description": "When it was asked for."},
        "slot": {
            "description": "When the dish is free for it.",
            "type": "object",
            "properties": {
                "start": {"$ref": "common.json#/$defs/time", "description": "From."},
                "end": {"$ref": "common.json#/$defs/time", "description": "Until, not included."},
            },
            "additionalProperties": False,
        },
        "uses": {
            "description": "What it looks through.",
            "type": "array",
            "items": {
                "$ref": "common.json#/$defs/ref",
                "x-ref": {"to": ["ci"], "relation": "affects", "inverse": "affected-by"},
            },
        },
        "observer": {
            "$ref": "common.json#/$defs/ref",
            "description": "Who sits there.",
            "x-ref": {"to": ["role"], "relation": "observed-by", "inverse": "observes"},
        },
        "seats": {
            "description": "How many of which role sit there.",
            "type": "object",
            "propertyNames": {"x-ref": {"to": ["role"], "relation": "seats", "inverse": "seated-in"}},
            "additionalProperties": {"type": "integer"},
        },
        "noise": {"$ref": "common.json#/$defs/text", "description": "How a disturbance looks."},
        "remedy": {"$ref": "common.json#/$defs/text", "description": "What helps."},
        "depends_on": {"$ref": "common.json#/$defs/depends_on"},
    },
    "unevaluatedProperties": False,
    "x-itsm": {
        "process": "observing",
        "icon": "🔭",
        "plural": "Observations",
        "section": "radio-sky",
        "id": "OBS-{year}-{number:03}",
        "control": "operational",
        "fields": {
            "doer": "observer",
            "opened": "wished_at",
            "window": "slot",
            "affects": "uses",
            "symptom": "noise",
            "workaround": "remedy",
        },
        "lifecycle": {
            "field": "status",
            "start": ["wished"],
            "means": {
                "planned": ["wished"],
                "in-force": ["granted"],
                "waiting": ["paused"],
                "done": ["observed", "filed"],
                "void": ["dropped"],
                "ended": ["filed", "dropped"],
            },
            "moves": [
                {"from": "wished", "to": "granted", "activity": "grant"},
                {"from": "granted", "to": "observed", "activity": "observe"},
                {"from": "observed", "to": "filed", "activity": "file"},
            ],
        },
        "page": {
            "columns": ["doer", "status", "sky", "window", "affects"],
            "order": "-slot.start",
            "home": True,
            "tones": {"failed": "bad", "rain": "warn"},
            "search": {"noise": 5, "title": 1},
        },
    },
}
STATES = ("wished", "granted", "paused", "failed", "observed", "dropped", "filed")


def records() -> Mapping[str, str | bytes]:
    """Return one observation in each state, a month apart: the later its slot, the earlier it was wished for."""
    made = {
        f"observation/OBS-2026-00{n}.yaml": (
            f"title: Look {n}\nstatus: {state}\nsky: {'rain' if n == 1 else 'clear'}\n"
            "uses: [dish]\nobserver: operations\n"
            f"wished_at: 2026-01-{20 - n}T00:00:00Z\n"
            f"slot: {{start: 2026-0{n}-01T00:00:00Z, end: 2026-0{n}-02T00:00:00Z}}\n"
        )
        for n, state in enumerate(STATES, 1)
    }
    made["observation/OBS-2026-002.yaml"] += (
        "noise: Hum at midnight\nremedy: Switch the lamp off\nseats: {operations: 2}\n"
    )
    made["observation/OBS-2026-001.yaml"] += "depends_on: [dish]\n"
    made["observation/OBS-2026-008.yaml"] = "title: Bare\nstatus: wished\n"
    return {**ROLE, "ci/dish.yaml": ci("Dish"), **made}


def schema() -> Mapping[str, str | bytes]:
    """Return the file of the kind."""
    return {"schemas/observation.json": json.dumps(OBSERVATION, indent=2)}
