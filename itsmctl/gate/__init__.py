"""The gate: two commits, evidence and an instant into a verdict on the pull request."""

from itsmctl.gate.decision import decide
from itsmctl.gate.facts import gather
from itsmctl.gate.judgement import judge
from itsmctl.gate.verdict import Verdict, to_json
from itsmctl.inquiry import Approval, Evidence, Facts, Path, Undecidable, read

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
