"""A KPI record and its figure into what its page shows: value against target, the series, the formula."""

from collections.abc import Mapping
from typing import Any

from itsmctl.catalog import Record
from itsmctl.kpi import Figure, formula, rounded
from itsmctl.site.badge import badge
from itsmctl.site.chart import chart
from itsmctl.site.escape import Md, inline
from itsmctl.site.view import View

__all__ = ["aim", "amount", "kpi", "met"]

SIGNS = {"percent": "%", "hours": "h", "days": "d"}


def kpi(view: View, record: Record) -> Mapping[str, Any]:
    """Return the figure, if one was reckoned, its chart, and the measure's formula."""
    figure = view.site.kpis.get(record.id)
    catalog = view.site.snapshot.catalog
    owners = ((kind, name) for name in (figure.records if figure else ()) for kind in catalog.owners.get(name, ()))
    behind = [catalog.get(kind, name) for kind, name in owners]
    return {
        "figure": figure,
        "amount": amount(figure),
        "met": met(figure),
        "aim": aim(record),
        "chart": chart(figure, f"{record.title} by month") if figure else Md(""),
        "formula": formula(record.data),
        "behind": behind,
    }


def amount(figure: Figure | None) -> Md:
    """Write the value with its unit."""
    if figure is None or figure.value is None:
        return Md("–")
    return inline(f"{round(figure.value, 2):g} {SIGNS.get(figure.unit, '')}")


def aim(record: Record) -> Md:
    """Write the target with its direction: *≥ 95 %*."""
    if "target" not in record.data:
        return Md("–")
    sign = "≥" if record.data.get("direction") == "above" else "≤"
    return inline(f"{sign} {rounded(record.data['target'])} {SIGNS.get(str(record.data.get('unit')), '')}")


def met(figure: Figure | None) -> Md:
    """Say whether the target is met, as a badge."""
    if figure is None or figure.met is None:
        return Md("–")
    return badge("met", "good") if figure.met else badge("missed", "bad")
