"""What the special pages say beyond a record's own fields; a kind that is not named here needs none of it."""

from collections.abc import Callable, Mapping
from typing import Any

from itsmctl.catalog import Record
from itsmctl.site.facts.change import change
from itsmctl.site.facts.ground import ground
from itsmctl.site.facts.incident import incident
from itsmctl.site.facts.kpi import kpi
from itsmctl.site.facts.process import process
from itsmctl.site.facts.raci import raci
from itsmctl.site.facts.service import service
from itsmctl.site.view import View

__all__ = ["facts"]

Facts = Callable[[View, Record], Mapping[str, Any]]
KINDS: Mapping[str, Facts] = {
    "service": service,
    "ci": ground,
    "rfc": change,
    "incident": incident,
    "known-error": change,
    "problem": change,
    "process": process,
    "raci": raci,
    "kpi": kpi,
}


def facts(view: View, record: Record) -> Mapping[str, Any]:
    """Return what the template of the record's kind asks for, by name."""
    found = KINDS.get(record.kind.name)
    return found(view, record) if found else {}
