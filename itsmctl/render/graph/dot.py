"""A picture into DOT, which Graphviz draws."""

from itertools import groupby

from itsmctl.render.escape import printable
from itsmctl.render.graph.picture import Arrow, Box, Group, Picture

__all__ = ["dot"]

HEAD = """digraph itsmctl {
  rankdir=LR;
  node [shape=box, style=rounded, fontname="sans-serif"];
  edge [fontname="sans-serif", fontsize=10];"""


# Colour and line by fate: neither alone says it.
FATES = {
    "down": 'style="rounded,filled,bold", fillcolor="#A8261C", fontcolor="white"',
    "degraded": 'style="rounded,filled,dashed", fillcolor="#FFE3A3"',
}


def dot(drawn: Picture) -> str:
    """Write a directed graph: one cluster a kind, a redundancy as a hexagon, degrading links dashed."""
    lines = [HEAD]
    for kind, boxes in groupby(drawn.boxes, key=lambda box: box.kind):
        lines += [f"  subgraph {quoted(f'cluster_{kind}')} {{", f"    label={quoted(kind)};"]
        lines += [f"    {_box(box)}" for box in boxes]
        lines += ["  }"]
    lines += [f"  {_hexagon(group)}" for group in drawn.groups]
    lines += [f"  {_arrow(arrow)}" for arrow in drawn.arrows]
    return "\n".join([*lines, "}"]) + "\n"


def quoted(text: str) -> str:
    r"""Quote a text for DOT, in which only ``"`` and a backslash mean something."""
    escaped = printable(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _box(box: Box) -> str:
    label = f"{quoted(box.title)[:-1]}\\n{quoted(box.id)[1:]}"
    style = ', penwidth=3, style="rounded,bold"' if box.focus else ""
    if box.fate in FATES:
        style = f"{', penwidth=3' if box.focus else ''}, {FATES[box.fate]}"
    return f"{quoted(box.key)} [label={label}{style}];"


def _hexagon(group: Group) -> str:
    style = f", {FATES[group.fate].replace('rounded,', '')}" if group.fate else ""
    return f'{quoted(group.key)} [shape=hexagon, label="{group.words}"{style}];'


def _arrow(arrow: Arrow) -> str:
    words = [f"label={quoted(arrow.label)}"] if arrow.label else []
    words += ["style=dashed"] if arrow.effect != "down" else []
    attributes = f" [{', '.join(words)}]" if words else ""
    return f"{quoted(arrow.source)} -> {quoted(arrow.target)}{attributes};"
