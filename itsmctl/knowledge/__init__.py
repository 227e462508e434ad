"""What is known: errors that were seen before, found by their words and their place in the graph."""

from itsmctl.knowledge.match import Match, incident_text, match

__all__ = ["Match", "incident_text", "match"]
