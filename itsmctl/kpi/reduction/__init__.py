"""Records into one figure by words alone: it knows roles, meanings and expressions, and no kind, field or state."""

from itsmctl.kpi.reduction.compiled import Plan, compiled
from itsmctl.kpi.reduction.lapse import Lapse, lapses
from itsmctl.kpi.reduction.mark import Mark, mark, said
from itsmctl.kpi.reduction.run import run
from itsmctl.kpi.reduction.words import REDUCES, WORDS, Reduction, reduction

__all__ = [
    "REDUCES",
    "WORDS",
    "Lapse",
    "Mark",
    "Plan",
    "Reduction",
    "compiled",
    "lapses",
    "mark",
    "reduction",
    "run",
    "said",
]
