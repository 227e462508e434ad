"""Incidents and the graph: what another graph would have saved, and what is most likely to blame."""

from itsmctl.diagnosis.blame import Blame, Suspect, blame
from itsmctl.diagnosis.failing import Told, affected, outages
from itsmctl.diagnosis.replay import Outage, Replay, Replayed, replay

__all__ = ["Blame", "Outage", "Replay", "Replayed", "Suspect", "Told", "affected", "blame", "outages", "replay"]
