"""Lifecycles and dependencies into Mermaid text; every label is escaped, every node can be clicked."""

from collections.abc import Callable, Iterable, Mapping

from itsmctl.catalog import Record
from itsmctl.graph import Graph, Need, State
from itsmctl.kinds import Lifecycle
from itsmctl.site.escape import Md, label

__all__ = ["around", "lifecycle", "services"]

MOST = 16  # arrows on one side of a diagram, so that its labels stay readable
Url = Callable[[Record], str]


def fence(lines: Iterable[str]) -> Md:
    """Write lines as a fenced diagram."""
    return Md("```mermaid\n" + "\n".join(lines) + "\n```\n")


def lifecycle(lifecycle: Lifecycle, state: str | None) -> Md:
    """Draw the states and moves of a kind; the record's present state stands out."""
    states = [
        *lifecycle.start,
        *(m.source for m in lifecycle.moves),
        *(m.target for m in lifecycle.moves),
        *lifecycle.end,
    ]
    names = {name: f"s{n}" for n, name in enumerate(dict.fromkeys(states))}
    lines = ["stateDiagram-v2", "  direction LR"]
    lines += [f'  state "{label(name)}" as {node}' for name, node in names.items()]
    lines += [f"  [*] --> {names[name]}" for name in lifecycle.start]
    lines += [f"  {names[m.source]} --> {names[m.target]}" for m in lifecycle.moves]
    lines += [f"  {names[name]} --> [*]" for name in lifecycle.end]
    if state in names:
        lines += [
            "  classDef here fill:#E8A87C,stroke:#2C3E50,color:#2C3E50,font-weight:bold",
            f"  class {names[state]} here",
        ]
    return fence(lines)


def services(records: Mapping[str, Record], graph: Graph, url: Url, group: str) -> Md:
    """Draw which service needs which, in boxes by a field; what a service needs indirectly through CIs is not drawn."""
    nodes = {key: f"n{n}" for n, key in enumerate(key for key, one in records.items() if one.kind.service)}
    lines = ["flowchart LR"]
    grouped: dict[str, list[str]] = {}
    for key, node in nodes.items():
        record = records[key]
        grouped.setdefault(str(record.data.get(group, "other")), []).append(_node(record, node))
    for n, (name, found) in enumerate(sorted(grouped.items())):
        lines += [f'  subgraph g{n}["{label(name)}"]', *(f"    {line}" for line in found), "  end"]
    for owner, node in nodes.items():
        for need in graph.needs.get(owner, ()):
            lines += [f"  {node} {_arrow(need)} {nodes[member]}" for member in need.members if member in nodes]
    lines += _style(nodes, records, url)
    return fence(lines)


def around(record: Record, records: Mapping[str, Record], graph: Graph, url: Url) -> Md:
    """Draw what needs a record, one step up, and what it needs, one step down, two where that stays readable.

    The record's own groups are boxes, with one arrow to the box.
    """
    own = graph.needs.get(record.key, ())
    above = [(need.owner, record.key, need) for need in graph.needed_by.get(record.key, ())]
    below = [(record.key, member, need) for need in own if not need.group for member in need.members]
    deeper = [
        (key, member, need) for _, key, _ in below for need in graph.needs.get(key, ()) for member in need.members
    ]
    edges = [*above[:MOST], *below[:MOST], *(deeper if len(below) + len(deeper) <= MOST else ())]
    groups = [need for need in own if need.group]
    keys = dict.fromkeys([record.key, *(key for owner, member, _ in edges for key in (owner, member))])
    keys |= dict.fromkeys(member for need in groups for member in need.members)
    nodes = {key: f"n{n}" for n, key in enumerate(keys)}
    lines = ["flowchart LR", *(f"  {_node(records[key], node)}" for key, node in nodes.items())]
    lines += [line for n, need in enumerate(groups) for line in _group(n, need, nodes)]
    lines += dict.fromkeys(f"  {nodes[owner]} {_arrow(need)} {nodes[member]}" for owner, member, need in edges)
    lines += [*_style(nodes, records, url), "  class n0 here"]
    return fence(lines)


def _group(number: int, need: Need, nodes: Mapping[str, str]) -> list[str]:
    members = (f"    {nodes[member]}" for member in need.members)
    box = f'  subgraph g{number}["{need.need} of {len(need.members)}"]'
    return [box, "    direction LR", *members, "  end", f"  n0 -.-> g{number}"]


def _node(record: Record, node: str) -> str:
    left, right = ('(["', '"])') if record.kind.service else ('["', '"]')
    return f"{node}{left}{label(record.title, 34)}{right}"


def _arrow(need: Need) -> str:
    """Say how much it hurts: thick for essential, thin for degrading, dotted for one of a group."""
    if need.group:
        return f'-. "{need.need} of {len(need.members)}" .->'
    return "==>" if need.effect is State.DOWN else "-->"


def _style(nodes: Mapping[str, str], records: Mapping[str, Record], url: Url) -> list[str]:
    lines = ["  classDef here stroke-width:4px,font-weight:bold"]
    lines += [f'  click {node} href "{url(records[key])}"' for key, node in nodes.items()]
    own = [node for key, node in nodes.items() if records[key].kind.service]
    if own:
        lines += ["  classDef service fill:#5B8FAE,stroke:#2C3E50,color:#fff", f"  class {','.join(own)} service"]
    return lines
