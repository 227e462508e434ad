"""What a person starts from: a new record with its next id, a new repository with what it needs."""

from itsmctl.authoring.draft import draft
from itsmctl.authoring.number import next_id, taken
from itsmctl.authoring.start import starter

__all__ = ["draft", "next_id", "starter", "taken"]
