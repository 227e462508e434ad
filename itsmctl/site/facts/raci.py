"""A RACI record into a matrix: one row an activity, one column a role."""

from collections.abc import Mapping
from typing import Any

from itsmctl.catalog import Record
from itsmctl.site.escape import Md, inline
from itsmctl.site.fields import humanise
from itsmctl.site.view import View

__all__ = ["letters", "raci"]

FIELD = "activities"
Column = Record | str  # a role, or what names none


def raci(view: View, record: Record) -> Mapping[str, Any]:
    """Return the roles in the order in which they appear, and the rows with their letters."""
    rows = letters(view, record)
    process = view.site.snapshot.catalog.one(record, "process")
    titles = {one.get("id"): one.get("title") for one in (process.data.get(FIELD, ()) if process else ())}
    columns = {_name(column): column for row in rows.values() for column, _ in row}
    cells = {name: {_name(column): letter for column, letter in row} for name, row in rows.items()}
    return {
        "roles": [inline(role) if isinstance(role, str) else view.go(role) for role in columns.values()],
        "matrix": [
            (titles.get(name) or humanise(name), [_cell(row.get(column, "")) for column in columns])
            for name, row in cells.items()
        ],
    }


def letters(view: View, record: Record) -> dict[str, list[tuple[Column, str]]]:
    """Return, by activity, each role (a text where it names none) with its letters, in the order of the file."""
    targets = {link.path: link.target for link in view.site.out(record)}
    records = view.site.snapshot.catalog.records
    return {
        name: [(records.get(targets.get((FIELD, name, role), ""), role), told) for role, told in row.items()]
        for name, row in record.data.get(FIELD, {}).items()
    }


def _name(column: Column) -> str:
    return column if isinstance(column, str) else column.key


def _cell(letters: str) -> Md:
    shown = "".join(f'<span class="raci raci--{letter}">{letter}</span>' for letter in letters if letter in "RACI")
    return Md(shown) or Md("–")
