"""A RACI record into a matrix: one row an activity, one column a role."""

from collections.abc import Mapping
from typing import Any

from itsmctl.catalog import Record
from itsmctl.site.escape import Md, inline
from itsmctl.site.fields import humanise
from itsmctl.site.view import View

__all__ = ["raci"]


def raci(view: View, record: Record) -> Mapping[str, Any]:
    """Return the roles in the order in which they appear, and the rows with their letters."""
    activities: Mapping[str, Mapping[str, str]] = record.data.get("activities", {})
    roles = list(dict.fromkeys(role for row in activities.values() for role in row))
    rows = [
        (_title(view, record, name), [_cell(row.get(role, "")) for role in roles]) for name, row in activities.items()
    ]
    return {"roles": [_role(view, role) for role in roles], "matrix": rows}


def _title(view: View, record: Record, name: str) -> str:
    process = view.site.snapshot.catalog.get("process", str(record.data.get("process", "")))
    found = (
        one.get("title") for one in (process.data.get("activities", ()) if process else ()) if one.get("id") == name
    )
    return next(found, None) or humanise(name)


def _role(view: View, name: str) -> Md:
    role = view.site.snapshot.catalog.get("role", name.rpartition("/")[2])
    return view.go(role) if role else inline(name)


def _cell(letters: str) -> Md:
    shown = "".join(f'<span class="raci raci--{letter}">{letter}</span>' for letter in letters if letter in "RACI")
    return Md(shown) or Md("–")
