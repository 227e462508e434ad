"""A kind that this repository has never seen is gated without a line of Python."""

import json
from pathlib import Path

from tests.gate.mini import GRACE, Mini, codes, guards, missing

LOAN = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Loan of a telescope",
    "description": "Somebody takes a telescope home.",
    "type": "object",
    "allOf": [{"$ref": "common.json#/$defs/record"}],
    "required": ["status"],
    "properties": {
        "status": {"description": "Where it stands.", "enum": ["asked", "approved", "returned"]},
        "until": {"$ref": "common.json#/$defs/time", "description": "Until when."},
    },
    "unevaluatedProperties": False,
    "x-itsm": {
        "process": "change-management",
        "icon": "🔭",
        "plural": "Loans",
        "control": "operational",
        "normative": ["until"],
        "lifecycle": {
            "field": "status",
            "start": ["asked"],
            "end": ["returned"],
            "frozen": ["approved"],
            "moves": [
                {"from": "asked", "to": "approved", "activity": "authorise-change", "guards": ["approved"]},
                {"from": "approved", "to": "returned", "activity": "close-change"},
            ],
        },
    },
}


def loan(status: str, until: str = "2026-05-01T00:00:00Z") -> str:
    """Write a loan."""
    return f"title: A Dobson\nstatus: {status}\nuntil: {until}\n"


def test_a_new_kind_is_gated_by_its_schema_alone(tmp_path: Path) -> None:
    """Its moves, its guard, its frozen fields and its start."""
    path = "records/loan/dobson.yaml"
    mini = Mini.create(tmp_path / "lab", {"schemas/loan.json": json.dumps(LOAN), path: loan("asked")})
    mini.branch({path: loan("approved")})
    assert guards(mini.judge()) == {"approved": False}
    assert missing(mini.judge()) == {"change-manager": 1}
    assert mini.judge(GRACE).word == "approved"
    mini.branch({path: loan("returned")})
    assert codes(mini.judge()) == {"no-such-move"}
    mini.branch({"records/loan/refractor.yaml": loan("approved")})
    assert codes(mini.judge()) == {"not-a-start"}
    mini.branch({path: loan("approved")})
    mini.git("merge", "--quiet", "--ff-only", "pull")
    mini.branch({path: loan("approved", "2027-05-01T00:00:00Z")})
    assert codes(mini.judge()) == {"frozen-field"}
