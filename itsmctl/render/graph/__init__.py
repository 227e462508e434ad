"""The dependency graph into drawings: Mermaid, DOT, GraphML and JSON."""

from itsmctl.render.graph.data import graph_json
from itsmctl.render.graph.dot import dot
from itsmctl.render.graph.graphml import graphml
from itsmctl.render.graph.mermaid import mermaid, mermaid_within
from itsmctl.render.graph.picture import Arrow, Box, Group, Picture, collapse, picture

__all__ = [
    "Arrow",
    "Box",
    "Group",
    "Picture",
    "collapse",
    "dot",
    "graph_json",
    "graphml",
    "mermaid",
    "mermaid_within",
    "picture",
]
