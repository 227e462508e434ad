"""A picture into Mermaid, which GitHub and the site draw."""

import re
from itertools import groupby

from itsmctl.render.escape import printable
from itsmctl.render.graph.picture import Arrow, Box, Group, Picture, collapse

__all__ = ["CHARACTERS", "EDGES", "mermaid", "mermaid_within"]

# What Mermaid draws before it refuses, unless its host allows more.
EDGES = 500
CHARACTERS = 50_000
LOOKS = {
    "focus": "stroke-width:4px",
    "down": "fill:#A8261C,stroke:#7A150D,color:#FFFFFF",
    "degraded": "fill:#FFE3A3,stroke:#A66B00,color:#3D2B00,stroke-dasharray:6 3",
}
SIGNS = {"down": "✕ ", "degraded": "! "}
# Ink that means nothing to Mermaid inside quotes; letters of any script pass too.
UNSAFE = re.compile(r"[^\w .,:/()=+*%-]")


def mermaid(drawn: Picture) -> str:
    """Write a flowchart: one subgraph a kind, a redundancy as a hexagon that says how many it needs."""
    names = {
        key: f"n{number}" for number, key in enumerate([*(b.key for b in drawn.boxes), *(g.key for g in drawn.groups)])
    }
    lines = ["flowchart LR"]
    for kind, boxes in groupby(drawn.boxes, key=lambda box: box.kind):
        lines += [f'  subgraph k_{re.sub("[^a-z0-9]", "_", kind)}["{kind}"]']
        lines += [f"    {_box(names[box.key], box)}" for box in boxes]
        lines += ["  end"]
    lines += [f"  {_hexagon(names[group.key], group)}" for group in drawn.groups]
    lines += [f"  {_arrow(names, arrow)}" for arrow in drawn.arrows]
    marked = {"focus": [box.key for box in drawn.boxes if box.focus]}
    fates = [(box.key, box.fate) for box in drawn.boxes] + [(group.key, group.fate) for group in drawn.groups]
    for word in ("down", "degraded"):
        marked[word] = [key for key, fate in fates if fate == word]
    for word, keys in marked.items():
        if keys:
            lines += [f"  classDef {word} {LOOKS[word]}", f"  class {','.join(names[key] for key in keys)} {word}"]
    return "\n".join(lines) + "\n"


def mermaid_within(drawn: Picture) -> tuple[str, bool]:
    """Write a flowchart that Mermaid will draw; say whether kinds had to be folded into one box each."""
    text = mermaid(drawn)
    if len(drawn.arrows) <= EDGES and len(text) <= CHARACTERS:
        return text, False
    return mermaid(collapse(drawn)), True


def escaped(text: str) -> str:
    """Write a text for a quoted Mermaid label: everything that could end it or mean something as its code."""
    return UNSAFE.sub(lambda match: f"#{ord(match.group())};", printable(text))


def _box(name: str, box: Box) -> str:
    title = SIGNS.get(box.fate, "") + escaped(box.title)
    label = title if box.id == "*" else f"{title}<br/>{escaped(box.id)}"
    return f'{name}("{label}")' if box.service else f'{name}["{label}"]'


def _hexagon(name: str, group: Group) -> str:
    return f'{name}{{{{"{group.words}"}}}}'


def _arrow(names: dict[str, str], arrow: Arrow) -> str:
    line = "-->" if arrow.effect == "down" else "-.->"
    label = f'|"{escaped(arrow.label)}"|' if arrow.label else ""
    return f"{names[arrow.source]} {line}{label} {names[arrow.target]}"
