"""An incident into its priority and its course in time."""

from collections.abc import Iterator, Mapping
from typing import Any

from itsmctl.catalog import Record
from itsmctl.clock import instant, stamp
from itsmctl.diagnosis import outages
from itsmctl.site.escape import Md, inline, prose_cell
from itsmctl.site.fields import humanise
from itsmctl.site.view import View

__all__ = ["incident"]

STEPS = ("opened", "responded", "done", "closed")  # roles


def incident(view: View, record: Record) -> Mapping[str, Any]:
    """Return priority by the policy's matrix, and the course in time."""
    matrix = view.site.snapshot.policy("incident").get("priority", {})
    data = record.data
    priority = matrix.get(data.get("impact"), {}).get(data.get("urgency"), "")
    steps = sorted(_steps(view, record), key=lambda step: instant(step[0]))
    return {"priority": priority, "steps": [(view.day(at), what) for at, what in steps]}


def _steps(view: View, record: Record) -> Iterator[tuple[str, Md]]:
    for field in (field for role in STEPS for field in record.kind.role(role)):
        if record.at(field):
            yield str(record.at(field)), inline(humanise(field.removesuffix("_at")))
    for outage in outages(view.site.snapshot, record):
        what = inline(f"{outage.record.id} {outage.effect.word}")
        yield stamp(outage.start), Md("Outage begins: ") + what
        if outage.end:
            yield stamp(outage.end), Md("Outage ends: ") + what
    for one in record.data.get("escalations", ()):
        yield one["at"], inline(f"Escalated ({one.get('type', '')}) to {one.get('to', '')}")
    for one in record.data.get("major", {}).get("timeline", ()):
        yield one["at"], prose_cell(str(one.get("what", "")))
