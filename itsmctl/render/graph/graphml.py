"""A picture into GraphML, which network tools read."""

from itsmctl.render.escape import printable
from itsmctl.render.graph.picture import Picture

__all__ = ["graphml"]


def graphml(drawn: Picture) -> str:
    """Write nodes with kind, id, title and state, groups with what they need, edges with effect and label."""
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    for box in drawn.boxes:
        graph.add_node(box.key, kind=box.kind, id=box.id, title=printable(box.title), state=box.state, fate=box.fate)
    for group in drawn.groups:
        graph.add_node(group.key, kind="group", need=group.need, of=group.of, effect=group.effect)
    for arrow in drawn.arrows:
        graph.add_edge(arrow.source, arrow.target, effect=arrow.effect, label=arrow.label)
    return "\n".join(nx.generate_graphml(graph, named_key_ids=True)) + "\n"
