"""What is asked for into one digest: an approval counts while it is the same."""

import json
from collections.abc import Mapping
from typing import Any

from itsmctl.catalog import Record
from itsmctl.delta import Change
from itsmctl.inquiry import Inquiry, Request, digest

__all__ = ["fingerprint"]

PROSE = ("title", "description", "notes")  # shared by all kinds


def fingerprint(inquiry: Inquiry, request: Request | None) -> str:
    """Return the digest of canonical JSON: the request's normative fields, controlled records, radius and level.

    Prose is left out: who mends a typo keeps the approvals, who widens the window loses them. Governed files count
    by their content.
    """
    value = {
        "request": _normative(request.record) if request else None,
        "altered": {change.key: _content(change) for change in inquiry.scope.altered},
        "governed": {path.path: [path.after, path.oid] for path in inquiry.scope.governed},
        "reach": {hit.record.key: hit.state.word for hit in request.impact.affected} if request else {},
        "level": request.level if request else None,
    }
    return digest(_canonical(value))


def _normative(record: Record) -> Mapping[str, Any]:
    return {"record": record.key, **{name: record.data.get(name) for name in record.kind.normative}}


def _content(change: Change) -> str | None:
    if change.after is None:
        return None
    value = change.after.document.value
    kept = {k: v for k, v in value.items() if k not in PROSE} if isinstance(value, dict) else change.after.document.text
    return digest(_canonical(kept))


def _canonical(value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()
