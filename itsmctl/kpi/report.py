"""Figures into JSON, rounded once and here; and KPI records into what is wrong with them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from itsmctl.catalog import Record
from itsmctl.clock import stamp
from itsmctl.document import in_text
from itsmctl.findings import Finding, Severity
from itsmctl.kpi.asked import asked
from itsmctl.kpi.fault import Fault
from itsmctl.kpi.reckon import Figure
from itsmctl.snapshot import Snapshot

__all__ = ["check", "rounded", "to_json"]

PLACES = 4


def to_json(figures: Iterable[Figure], as_of: datetime) -> dict[str, Any]:
    """Return the figures as version 1 of the format."""
    return {"version": 1, "as_of": stamp(as_of), "kpis": [_figure(figure) for figure in figures]}


def _figure(figure: Figure) -> dict[str, Any]:
    drawn = figure.limits
    groups = [
        {"by": dict(group.of), "value": rounded(group.value), "n": group.n, "open": group.open}
        for group in figure.groups
    ]
    return {
        "id": figure.id,
        "title": figure.title,
        "measure": figure.measure or None,
        "value": rounded(figure.value),
        "unit": figure.unit,
        "n": figure.n,
        "open": figure.open,
        "declared": figure.declared,
        "recorded": figure.n - figure.declared,
        "target": figure.target,
        "direction": figure.direction or None,
        "met": figure.met,
        "period": {"from": stamp(figure.since) if figure.since else None, "until": stamp(figure.as_of)},
        "series": [{"month": p.month, "value": rounded(p.value), "n": p.n} for p in figure.series],
        "limits": {"mean": rounded(drawn.mean), "lower": rounded(drawn.lower), "upper": rounded(drawn.upper)}
        if drawn
        else "too few",
        "reason": figure.reason or None,
        "note": figure.note or None,
        "records": list(figure.records),
    } | ({"groups": groups} if groups else {})


def rounded(value: float | None) -> float | int | None:
    """Round to four places; a whole number is written as one."""
    if value is None:
        return None
    short = round(value, PLACES)
    return int(short) if short == int(short) else short


def check(snapshot: Snapshot) -> list[Finding]:
    """Return a finding for each KPI record that asks for what no measure can give."""
    findings: list[Finding] = []
    for record in snapshot.of("kpi"):
        made = asked(record.data, snapshot) if record.valid else []
        findings += [_finding(record, fault) for fault in made] if isinstance(made, list) else []
    return findings


def _finding(record: Record, fault: Fault) -> Finding:
    where = in_text(record.document, fault.path, fault.line, fault.column)
    message = f"{fault.message}\n{fault.caret}" if fault.caret else fault.message
    return Finding(fault.code, Severity.ERROR, message, where, fault.hint or fault.otherwise, (), record.id)
