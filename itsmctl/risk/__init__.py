"""What a change may break, as named factors with their points: the score, and the level that the policy makes of it."""

from itsmctl.risk.factor import Factor
from itsmctl.risk.radius import blast_radius
from itsmctl.risk.reach import weighs
from itsmctl.risk.score import LEVELS, Risk, score

__all__ = ["LEVELS", "Factor", "Risk", "blast_radius", "score", "weighs"]
