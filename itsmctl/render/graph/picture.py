"""A catalogue and its graph into what a drawing shows: boxes, named redundancies and arrows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from itsmctl.catalog import Catalog, Record
from itsmctl.graph import Graph, Need

__all__ = ["Arrow", "Box", "Group", "Picture", "collapse", "picture"]


@dataclass(frozen=True, slots=True)
class Box:
    """One record, or the number of records that a collapsed box stands for."""

    key: str
    kind: str
    id: str
    title: str
    state: str
    focus: bool = False
    count: int = 1


@dataclass(frozen=True, slots=True)
class Group:
    """A named redundancy: ``owner`` holds while ``need`` of ``of`` members are up."""

    key: str
    owner: str
    need: int
    of: int
    effect: str
    label: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """From what depends to what it depends on; either end can be a group's key."""

    source: str
    target: str
    effect: str
    label: str


@dataclass(frozen=True, slots=True)
class Picture:
    """All that one drawing shows, sorted."""

    boxes: tuple[Box, ...]
    groups: tuple[Group, ...]
    arrows: tuple[Arrow, ...]


def picture(catalog: Catalog, graph: Graph, focus: Iterable[str] = (), depth: int | None = None) -> Picture:
    """Choose what to draw: every dependency, or what the focus (keys) needs and what needs it.

    ``depth`` limits the steps from the focus in either direction.
    """
    chosen = set(focus)
    shown = _around(graph, chosen, depth) if chosen else {*graph.needs, *graph.needed_by}
    boxes = tuple(_box(catalog.records[key], focus=key in chosen) for key in sorted(shown))
    needs = [need for key in sorted(shown) for need in graph.needs.get(key, ()) if shown & set(need.members)]
    groups = tuple(_group(need) for need in needs if need.group)
    return Picture(boxes, groups, tuple(arrow for need in needs for arrow in _arrows(need, shown)))


def _around(graph: Graph, chosen: set[str], depth: int | None) -> set[str]:
    """Walk from the chosen records to what they need and to what needs them, each way on its own."""
    down = _walk(
        chosen,
        {key: [m for need in needs for m in need.members] for key, needs in graph.needs.items()},
        depth,
    )
    up = _walk(chosen, {key: [need.owner for need in needs] for key, needs in graph.needed_by.items()}, depth)
    return down | up


def _walk(start: set[str], following: Mapping[str, list[str]], depth: int | None) -> set[str]:
    seen, level, steps = set(start), set(start), 0
    while level and (depth is None or steps < depth):
        level = {one for key in level for one in following.get(key, ())} - seen
        seen |= level
        steps += 1
    return seen


def _box(record: Record, *, focus: bool) -> Box:
    return Box(record.key, record.kind.name, record.id, record.title, record.state or "", focus)


def _group_key(need: Need) -> str:
    return f"{need.owner}#{need.number}"


def _group(need: Need) -> Group:
    return Group(_group_key(need), need.owner, need.need, len(need.members), need.effect.word, need.label)


def _arrows(need: Need, shown: set[str]) -> Iterable[Arrow]:
    members = [member for member in need.members if member in shown]
    if not need.group:
        return [Arrow(need.owner, member, need.effect.word, need.label) for member in members]
    key = _group_key(need)
    return [
        Arrow(need.owner, key, need.effect.word, need.label),
        *(Arrow(key, member, "degraded", "") for member in members),
    ]


def collapse(drawn: Picture) -> Picture:
    """Fold the records of a kind into one box, but for those in focus; arrows between two are one."""
    folded = {box.key: box.key if box.focus else f"{box.kind}/*" for box in drawn.boxes}
    folded.update({group.key: folded[group.owner] for group in drawn.groups})
    counts: dict[str, int] = {}
    for box in drawn.boxes:
        counts[folded[box.key]] = counts.get(folded[box.key], 0) + 1
    kept = {folded[box.key]: box for box in drawn.boxes}
    boxes = (
        box if key == box.key else Box(key, box.kind, "*", f"{counts[key]} of kind {box.kind}", "", count=counts[key])
        for key, box in sorted(kept.items())
    )
    weights: dict[tuple[str, str], int] = {}
    for arrow in drawn.arrows:
        ends = folded[arrow.source], folded[arrow.target]
        weights[ends] = weights.get(ends, 0) + 1
    arrows = (Arrow(*ends, "down", f"{n} links") for ends, n in sorted(weights.items()) if ends[0] != ends[1])
    return Picture(tuple(boxes), (), tuple(arrows))
