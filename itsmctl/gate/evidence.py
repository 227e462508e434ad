"""A file of evidence into approvals: who decided what, in which role, on which content."""

import json
from dataclasses import dataclass, field
from typing import Any

from itsmctl.document import parse
from itsmctl.findings import Fatal, Location
from itsmctl.gate.facts import digest

__all__ = ["Approval", "Evidence", "read"]

TEXT = {"type": "string", "minLength": 1, "maxLength": 300}
SHAPE = {
    "type": "object",
    "required": ["version", "approvals"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": 1},
        "contributors": {"type": "array", "items": TEXT},
        "approvals": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["person", "decision", "source"],
                "additionalProperties": False,
                "properties": {
                    **dict.fromkeys(("person", "role", "commit", "tree", "fingerprint", "source", "at"), TEXT),
                    "decision": {"enum": ["approve", "reject"]},
                },
            },
        },
    },
}


@dataclass(frozen=True, slots=True)
class Approval:
    """One decision of one person; ``role`` is empty when the source cannot know it, as a forge's reviews."""

    person: str
    decision: str
    source: str
    role: str = ""
    commit: str = ""
    tree: str = ""
    fingerprint: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All decisions in the order in which they were made, and people who may not approve (who opened, who pushed)."""

    approvals: tuple[Approval, ...] = ()
    contributors: tuple[str, ...] = ()
    digest: str | None = field(default=None)


def read(data: bytes, name: str) -> Evidence:
    """Read evidence, version 1, JSON or YAML; raises Fatal for what is not in its form: it must not count as none."""
    value = _value(data, name)
    import jsonschema_rs

    error = next(iter(jsonschema_rs.validator_for(SHAPE).iter_errors(value)), None)
    if error:
        at = "/".join(str(step) for step in error.instance_path) or "the file"
        raise _bad(name, f"{at}: {error.message[:200]}")
    given = tuple(Approval(**entry) for entry in value["approvals"])
    return Evidence(given, tuple(value.get("contributors", ())), digest(data))


def _value(data: bytes, name: str) -> Any:
    try:
        return json.loads(data, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        document, faults = parse(name, data)
    if faults:
        raise Fatal(f"evidence cannot be read: {faults[0].message}", hint=faults[0].hint, where=faults[0].where)
    return document.value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key stands there twice")
    return value


def _bad(name: str, why: str) -> Fatal:
    hint = 'write {"version": 1, "approvals": [{"person", "role", "decision", "fingerprint", "source", "at"}]}'
    return Fatal(f"evidence is not in its form: {why}", hint=hint, where=Location(name))
