"""The gate: two commits, evidence and an instant into a verdict on the pull request."""

from itsmctl.gate.decide import decide
from itsmctl.gate.evidence import Approval, Evidence, read
from itsmctl.gate.facts import Facts, Path, Undecidable, gather
from itsmctl.gate.judge import judge
from itsmctl.gate.verdict import Verdict, to_json

__all__ = [
    "Approval",
    "Evidence",
    "Facts",
    "Path",
    "Undecidable",
    "Verdict",
    "decide",
    "gather",
    "judge",
    "read",
    "to_json",
]
