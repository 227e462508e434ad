"""A file of evidence into approvals: who decided what, in which role, on which content."""

import json
from dataclasses import dataclass, field
from typing import Any

from itsmctl.clock import instant
from itsmctl.document import Document, parse, place
from itsmctl.document import Path as Steps
from itsmctl.findings import Fatal
from itsmctl.inquiry.facts import digest

__all__ = ["Approval", "Evidence", "read"]

TEXT = {"type": "string", "minLength": 1, "maxLength": 300}
# Full ids only, and not git's name for nothing, forty zeros: a value that names nothing is a mistake, or a try.
OBJECT = {"type": "string", "pattern": "^(?!0+$)([0-9a-f]{40}|[0-9a-f]{64})$"}
DIGEST = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}
DAY, TIME, OFFSET = "[0-9]{4}-[0-9]{2}-[0-9]{2}", "[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?", "(Z|[+-][0-9]{2}:[0-9]{2})"
INSTANT = {"type": "string", "maxLength": 40, "pattern": f"^{DAY}T{TIME}{OFFSET}$"}
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
                "required": ["person", "decision", "source", "at"],
                "additionalProperties": False,
                "properties": {
                    **dict.fromkeys(("person", "role", "source"), TEXT),
                    **dict.fromkeys(("commit", "tree"), OBJECT),
                    "decision": {"enum": ["approve", "reject"]},
                    "fingerprint": DIGEST,
                    "at": INSTANT,
                },
            },
        },
    },
}


@dataclass(frozen=True, slots=True)
class Approval:
    """One decision of one person; ``role`` is empty when the source cannot know it, as a forge's reviews.

    It is bound to what has the ``fingerprint``; without one to this very ``commit`` or ``tree``, by full id.
    ``at`` is when it was made, RFC 3339.
    """

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
    document = _parsed(data, name)
    value = document.value
    import jsonschema_rs

    error = next(iter(jsonschema_rs.validator_for(SHAPE).iter_errors(value)), None)
    if error:
        raise _bad(document, tuple(error.instance_path), error.message)
    given = tuple(Approval(**entry) for entry in value["approvals"])
    for number, approval in enumerate(given):
        try:
            instant(approval.at)
        except (ValueError, OverflowError) as wrong:
            raise _bad(document, ("approvals", number, "at"), str(wrong)) from None
    return Evidence(given, tuple(value.get("contributors", ())), digest(data))


def _parsed(data: bytes, name: str) -> Document:
    try:
        return Document(name, data.decode("utf-8"), json.loads(data, object_pairs_hook=_once))
    except (ValueError, RecursionError):
        document, faults = parse(name, data)
    if faults:
        raise Fatal(f"evidence cannot be read: {faults[0].message}", hint=faults[0].hint, where=faults[0].where)
    return document


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("a key stands there twice")
    return value


def _bad(document: Document, path: Steps, why: str) -> Fatal:
    at = "/".join(str(step) for step in path) or "the file"
    hint = 'write {"version": 1, "approvals": [{"person", "role", "decision", "fingerprint", "source", "at"}]}'
    return Fatal(f"evidence is not in its form: {at}: {why[:200]}", hint=hint, where=place(document, path))
