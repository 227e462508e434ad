"""Records and their history into figures: every one says what it counted, and what it does not know."""

from itsmctl.kpi.chosen import chosen
from itsmctl.kpi.measures import MEASURES, PARAMETERS
from itsmctl.kpi.question import Measure, Point
from itsmctl.kpi.reckon import Figure, ask, reckon
from itsmctl.kpi.report import check, rounded, to_json
from itsmctl.kpi.stats import Limits

__all__ = [
    "MEASURES",
    "PARAMETERS",
    "Figure",
    "Limits",
    "Measure",
    "Point",
    "ask",
    "check",
    "chosen",
    "reckon",
    "rounded",
    "to_json",
]
