"""An incident into its priority, its targets and its course in time."""

from collections.abc import Iterator, Mapping
from typing import Any

from itsmctl.catalog import Record
from itsmctl.clock import instant
from itsmctl.site.escape import Md, inline, prose_cell
from itsmctl.site.facts.change import change
from itsmctl.site.view import View

__all__ = ["incident"]

STEPS = {"detected_at": "Detected", "responded_at": "Work began", "resolved_at": "Resolved", "closed_at": "Closed"}


def incident(view: View, record: Record) -> Mapping[str, Any]:
    """Return priority by the policy's matrix, the course in time, and what the affected records take with them."""
    matrix = view.site.snapshot.policy("incident").get("priority", {})
    data = record.data
    priority = matrix.get(data.get("impact"), {}).get(data.get("urgency"), "")
    steps = sorted(_steps(data), key=lambda step: instant(step[0]))
    return {**change(view, record), "priority": priority, "steps": [(view.day(at), what) for at, what in steps]}


def _steps(data: Mapping[str, Any]) -> Iterator[tuple[str, Md]]:
    for name, told in STEPS.items():
        if name in data:
            yield str(data[name]), Md(told)
    for outage in data.get("outages", ()):
        what = inline(f"{outage.get('service')} {outage.get('effect', 'down')}")
        yield outage["start"], Md("Outage begins: ") + what
        if "end" in outage:
            yield outage["end"], Md("Outage ends: ") + what
    for one in data.get("escalations", ()):
        yield one["at"], inline(f"Escalated ({one.get('type', '')}) to {one.get('to', '')}")
    for one in data.get("major", {}).get("timeline", ()):
        yield one["at"], prose_cell(str(one.get("what", "")))
