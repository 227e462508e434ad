"""A picture into JSON, version 1: for other programs."""

from dataclasses import asdict

from itsmctl.render.escape import as_text
from itsmctl.render.graph.picture import Picture

__all__ = ["graph_json"]


def graph_json(drawn: Picture) -> str:
    """Write nodes, groups and edges; ``from`` depends on ``to``."""
    value = {
        "version": 1,
        "nodes": [
            {"key": b.key, "kind": b.kind, "id": b.id, "title": b.title, "state": b.state, "fate": b.fate}
            for b in drawn.boxes
        ],
        "groups": [asdict(group) for group in drawn.groups],
        "edges": [{"from": a.source, "to": a.target, "effect": a.effect, "as": a.label} for a in drawn.arrows],
    }
    return as_text(value)
