"""A directed graph into its strongly connected components, each after all that it leads to, without recursion."""

from collections.abc import Iterable, Mapping, Sequence

__all__ = ["components", "named_components"]

DONE = -1


def components(edges: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the components of the nodes 0 … n - 1; ``edges[v]`` leads on from v. Linear (Tarjan 1972)."""
    order = [0] * len(edges)  # when a node was first seen, from 1; 0 for never, -1 once its component is known
    found: list[list[int]] = []
    trail: list[int] = []
    seen = 0
    for root in range(len(edges)):
        if order[root] == 0:
            seen = _search(root, edges, order, trail, found, seen)
    return found


def named_components(leads: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Return the components of what has a name; what a name leads to counts only where it is a key, too."""
    number = {name: place for place, name in enumerate(leads)}
    names = list(leads)
    edges = [[number[other] for other in others if other in number] for others in leads.values()]
    return [[names[place] for place in part] for part in components(edges)]


def _search(
    root: int, edges: Sequence[Sequence[int]], order: list[int], trail: list[int], found: list[list[int]], seen: int
) -> int:
    """Search from one root; return how many nodes were seen by then."""
    seen += 1
    order[root] = seen
    trail.append(root)
    # Of each node on the way: itself, what it still leads to, and the earliest open node that it reaches.
    way = [(root, iter(edges[root]))]
    low = [seen]
    while way:
        node, rest = way[-1]
        for other in rest:
            if order[other] == 0:
                seen += 1
                order[other] = seen
                trail.append(other)
                way.append((other, iter(edges[other])))
                low.append(seen)
                break
            if order[other] != DONE and order[other] < low[-1]:
                low[-1] = order[other]
        else:
            way.pop()
            earliest = low.pop()
            if earliest == order[node]:
                found.append(_closed(node, order, trail))
            elif earliest < low[-1]:
                low[-1] = earliest
    return seen


def _closed(node: int, order: list[int], trail: list[int]) -> list[int]:
    """Take a whole component from the trail."""
    start = len(trail) - 1
    while trail[start] != node:
        start -= 1
    members = trail[start:]
    del trail[start:]
    for member in members:
        order[member] = DONE
    return members
