"""Records and their history into figures: every one says what it counted, and what it does not know."""

from itsmctl.kpi.chosen import chosen
from itsmctl.kpi.explain import explain, explain_record, formula
from itsmctl.kpi.measures import MEASURES, Measure
from itsmctl.kpi.question import Point
from itsmctl.kpi.reckon import Figure, Group, ask, reckon
from itsmctl.kpi.report import check, rounded, to_json
from itsmctl.kpi.stats import Limits

__all__ = [
    "MEASURES",
    "Figure",
    "Group",
    "Limits",
    "Measure",
    "Point",
    "ask",
    "check",
    "chosen",
    "explain",
    "explain_record",
    "formula",
    "reckon",
    "rounded",
    "to_json",
]
