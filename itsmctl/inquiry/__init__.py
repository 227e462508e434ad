"""What the gate is asked, put together once: two snapshots, what differs, who had a hand in it, evidence, now."""

from itsmctl.inquiry.evidence import Approval, Evidence, read
from itsmctl.inquiry.facts import Commit, Facts, Path, Undecidable, digest
from itsmctl.inquiry.inquiry import Inquiry, inquire, running, worked_on
from itsmctl.inquiry.request import NOTHING, Authority, Request
from itsmctl.inquiry.scope import Scope, governs

__all__ = [
    "NOTHING",
    "Approval",
    "Authority",
    "Commit",
    "Evidence",
    "Facts",
    "Inquiry",
    "Path",
    "Request",
    "Scope",
    "Undecidable",
    "digest",
    "governs",
    "inquire",
    "read",
    "running",
    "worked_on",
]
