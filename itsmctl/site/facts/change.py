"""A record that affects others into the joint blast radius of what it affects."""

from collections.abc import Mapping
from typing import Any

from itsmctl.catalog import Record
from itsmctl.graph import State
from itsmctl.impact import assess
from itsmctl.site.view import View

__all__ = ["change"]


def change(view: View, record: Record) -> Mapping[str, Any]:
    """Return what would suffer if all that the record affects were lost at once; nothing in graphs beyond the limit."""
    catalog, graph = view.site.snapshot.catalog, view.site.snapshot.graph
    affected = [link.target for link in view.site.out(record) if link.relation == "affects"]
    if not affected or not view.site.blast.impacts:
        return {"affected": affected, "services_hit": [], "others_hit": []}
    hits = assess(catalog, graph, dict.fromkeys(affected, State.DOWN)).affected
    return {
        "affected": affected,
        "services_hit": [hit for hit in hits if hit.record.kind.name == "service"],
        "others_hit": [hit for hit in hits if hit.record.kind.name != "service" and hit.record.key not in affected],
    }
