"""What a person starts from: a new record with its next id, a new repository with what it needs, a record mended."""

from itsmctl.authoring.draft import draft, refusal
from itsmctl.authoring.fix import Fix, Left, difference, fixes
from itsmctl.authoring.number import next_id, taken
from itsmctl.authoring.start import starter
from itsmctl.authoring.trial import trial
from itsmctl.authoring.values import given

__all__ = ["Fix", "Left", "difference", "draft", "fixes", "given", "next_id", "refusal", "starter", "taken", "trial"]
