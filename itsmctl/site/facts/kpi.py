"""A KPI record and its figure into what its page shows: value against target, the series, the formula."""

from collections.abc import Mapping
from typing import Any

from itsmctl.catalog import Record
from itsmctl.site.chart import chart
from itsmctl.site.escape import Md
from itsmctl.site.view import View

__all__ = ["kpi"]


def kpi(view: View, record: Record) -> Mapping[str, Any]:
    """Return the figure, if one was reckoned, and its chart."""
    figure = view.site.kpis.get(record.id)
    series = list(getattr(figure, "series", ()) or ())
    target = record.data.get("target")
    drawn = chart(series, target, str(record.data.get("unit", ""))) if series else Md("")
    return {"figure": figure, "chart": drawn, "figure_text": "", "met": "", "basis": "", "formula": ""}
