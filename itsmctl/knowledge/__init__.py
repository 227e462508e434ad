"""What is known: errors that were seen before, found by their words and their place in the graph."""

from itsmctl.knowledge.match import Match, asked_text, match

__all__ = ["Match", "asked_text", "match"]
