"""Indicators into a table for people and into CSV for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime

from itsmctl.clock import stamp
from itsmctl.kpi import Figure, Group, rounded
from itsmctl.render.paint import painted
from itsmctl.render.table import padded

__all__ = ["figures_csv", "figures_text"]

COLUMNS = ("kpi", "value", "unit", "target", "met", "n", "open", "declared", "note")
RIGHT = frozenset(COLUMNS.index(name) for name in ("value", "n", "open", "declared"))
TINTS = {"✓": "32", "✗": "31"}
FORMULA = ("=", "+", "@", "\t", "\r")  # a cell that starts so is reckoned by a spreadsheet
MET = {True: "yes", False: "no", None: ""}


def figures_text(figures: Iterable[Figure], as_of: datetime, *, colour: bool = False) -> str:
    """Write figures as an aligned table: value, target, whether it is met, how many values stand behind it."""
    rows = [list(COLUMNS), *(row for figure in figures for row in (_cells(figure), *_groups(figure, "  ")))]
    if len(rows) == 1:
        return "there is no KPI record; itsmctl kpi --measure NAME reckons without one\n"
    lines = [_line(row, colour=colour) for row in padded(rows, RIGHT)]
    return f"as of {stamp(as_of)}\n\n" + "".join(f"{line}\n" for line in lines)


def figures_csv(figures: Iterable[Figure], as_of: datetime) -> str:
    """Write figures as CSV; a cell that a spreadsheet would take for a formula is made text."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(("as_of", *COLUMNS))
    for figure in figures:
        cells = _cells(figure)
        rows = [[*cells[:4], MET[figure.met], *cells[5:]], *_groups(figure, f"{figure.id}: ")]
        for row in rows:
            table.writerow([as_of.isoformat(), *(f"'{cell}" if cell[:1] in FORMULA else cell for cell in row)])
    return out.getvalue()


def _groups(figure: Figure, before: str) -> Iterator[list[str]]:
    """Yield a row for each group of a figure."""
    for group in figure.groups:
        name = ", ".join(f"{word} {value}" for word, value in group.of.items())
        yield [f"{before}{name}", _shown(group), figure.unit, "", "", str(group.n), str(group.open), "", ""]


def _shown(of: Figure | Group) -> str:
    value = rounded(of.value)
    return "–" if value is None else f"{value}"


def _cells(figure: Figure) -> list[str]:
    target = "" if figure.target is None else f"{'≥' if figure.direction == 'above' else '≤'} {figure.target:g}"
    met = {True: "✓", False: "✗", None: ""}[figure.met]
    told = "; ".join(text for text in (figure.reason, figure.note) if text)
    return [
        figure.id,
        _shown(figure),
        figure.unit,
        target,
        met,
        *map(str, (figure.n, figure.open, figure.declared)),
        told,
    ]


def _line(row: list[str], *, colour: bool) -> str:
    cells = (painted(cell, TINTS[word], colour=colour) if (word := cell.strip()) in TINTS else cell for cell in row)
    return "  ".join(cells).rstrip()
