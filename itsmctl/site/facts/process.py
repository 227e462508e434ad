"""A process into its activities with who does them, its indicators, its kinds of records and what is open."""

from collections.abc import Iterable, Mapping
from typing import Any

from itsmctl.catalog import Record
from itsmctl.site.escape import Md
from itsmctl.site.facts.raci import Column, letters
from itsmctl.site.fields import humanise
from itsmctl.site.view import View

__all__ = ["process"]


def process(view: View, record: Record) -> Mapping[str, Any]:
    """Return what the process page asks for; a process without a RACI matrix has no names beside its activities."""
    assigned = view.site.into(record, kind="raci")
    rows: dict[str, list[tuple[Column, str]]] = {}
    for one in assigned:
        rows |= letters(view, one)
    named = {one.get("id"): one.get("title") for one in record.data.get("activities", ())}
    names = dict.fromkeys([*named, *rows])
    kinds = [kind for kind in view.site.snapshot.kinds.by_name.values() if kind.process == record.id]
    return {
        "activities": [(named.get(n) or humanise(str(n)), *_who(view, rows.get(str(n), ()))) for n in names],
        "matrices": assigned,
        "indicators": view.site.into(record, kind="kpi"),
        "kinds": [(kind, len(view.site.of(kind.name))) for kind in kinds],
        "drawn": [kind for kind in kinds if kind.lifecycle],
    }


def _who(view: View, row: Iterable[tuple[Column, str]]) -> tuple[Md, Md]:
    """Return who answers for an activity, and who does it."""
    found = [[role for role, told in row if letter in told and not isinstance(role, str)] for letter in "AR"]
    accountable, responsible = (view.all(roles) for roles in found)
    return accountable, responsible
