"""A process into its activities with who does them, its indicators, its kinds of records and what is open."""

from collections.abc import Mapping
from typing import Any

from itsmctl.catalog import Record
from itsmctl.site.escape import Md
from itsmctl.site.fields import humanise
from itsmctl.site.view import View

__all__ = ["process"]


def process(view: View, record: Record) -> Mapping[str, Any]:
    """Return what the process page asks for; a process without a RACI matrix has no names beside its activities."""
    assigned = view.site.into(record, kind="raci")
    letters: dict[str, Mapping[str, str]] = {}
    for one in assigned:
        letters |= one.data.get("activities", {})
    named = {one.get("id"): one.get("title") for one in record.data.get("activities", ())}
    names = dict.fromkeys([*named, *letters])
    kinds = [kind for kind in view.site.snapshot.kinds.by_name.values() if kind.process == record.id]
    return {
        "activities": [(named.get(n) or humanise(str(n)), *_who(view, letters.get(str(n), {}))) for n in names],
        "matrices": assigned,
        "indicators": view.site.into(record, kind="kpi"),
        "kinds": [(kind, len(view.site.of(kind.name))) for kind in kinds],
        "drawn": [kind for kind in kinds if kind.lifecycle],
    }


def _who(view: View, row: Mapping[str, str]) -> tuple[Md, Md]:
    """Return who answers for an activity, and who does it."""
    found = [
        [view.site.snapshot.catalog.get("role", role) for role, word in row.items() if one in word] for one in "AR"
    ]
    accountable, responsible = (view.all([role for role in roles if role]) for roles in found)
    return accountable, responsible
