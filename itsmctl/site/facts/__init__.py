"""What special pages reckon beyond what any template can ask for, by the name of the template that asks."""

from collections.abc import Callable, Mapping
from typing import Any

from itsmctl.catalog import Record
from itsmctl.site.facts.incident import incident
from itsmctl.site.facts.kpi import kpi
from itsmctl.site.facts.process import process
from itsmctl.site.facts.raci import raci
from itsmctl.site.facts.service import service
from itsmctl.site.view import View

__all__ = ["FACTS"]

FACTS: Mapping[str, Callable[[View, Record], Mapping[str, Any]]] = {
    "incident.md": incident,
    "kpi.md": kpi,
    "process.md": process,
    "raci.md": raci,
    "service.md": service,
}
