"""What a person starts from: a new record with its next id, a new repository with what it needs, a record mended."""

from itsmctl.authoring.draft import draft, refusal
from itsmctl.authoring.fix import Fix, Left, alone, difference, fixes
from itsmctl.authoring.number import next_id, taken
from itsmctl.authoring.start import WRITTEN, blob_id, lock_of, lock_text, managed, starter
from itsmctl.authoring.trial import trial
from itsmctl.authoring.upgrade import Ground, Step, plan, rebased
from itsmctl.authoring.values import given

__all__ = [
    "WRITTEN",
    "Fix",
    "Ground",
    "Left",
    "Step",
    "alone",
    "blob_id",
    "difference",
    "draft",
    "fixes",
    "given",
    "lock_of",
    "lock_text",
    "managed",
    "next_id",
    "plan",
    "rebased",
    "refusal",
    "starter",
    "taken",
    "trial",
]
