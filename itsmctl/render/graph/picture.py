"""A catalogue and its graph into what a drawing shows: boxes, named redundancies and arrows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from itsmctl.catalog import Catalog, Record
from itsmctl.graph import Graph, Need, State

__all__ = ["Arrow", "Box", "Group", "Picture", "collapse", "picture"]


@dataclass(frozen=True, slots=True)
class Box:
    """One record, or the number of records that a collapsed box stands for; ``fate`` is its state in a scenario."""

    key: str
    kind: str
    id: str
    title: str
    state: str
    focus: bool = False
    count: int = 1
    part: str = ""
    service: bool = False
    fate: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A named redundancy: ``owner`` holds while ``need`` of ``of`` members are up; ``up`` are, if it was hit."""

    key: str
    owner: str
    need: int
    of: int
    effect: str
    label: str
    up: int | None = None

    @property
    def words(self) -> str:
        """Say what it needs, and what is left of it."""
        return f"{self.need} of {self.of}" if self.up is None else f"{self.up} of {self.of} up, needs {self.need}"

    @property
    def fate(self) -> str:
        """Return how it fares: down with too few members, degraded when one is not ok, else nothing."""
        if self.up is None:
            return ""
        return "down" if self.up < self.need else "degraded"


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


def picture(
    catalog: Catalog,
    graph: Graph,
    focus: Iterable[str] = (),
    depth: int | None = None,
    states: Mapping[str, State] | None = None,
    lost: Iterable[str] = (),
) -> Picture:
    """Choose what to draw: every dependency, or what the focus (keys) needs and what needs it.

    ``depth`` limits the steps from the focus in either direction. With ``states``, which a scenario leads to, each
    record has its fate, and without a focus only what suffers is drawn, with all members of the redundancies hit;
    what is ``lost`` (keys) stands out as the focus does.
    """
    chosen = set(focus)
    if chosen:
        shown = _around(graph, chosen, depth)
    else:
        shown = {*graph.needs, *graph.needed_by} if states is None else _hit(graph, states)
    marked = chosen.union(lost)
    boxes = tuple(_box(catalog.records[key], states, focus=key in marked) for key in sorted(shown))
    needs = [need for key in sorted(shown) for need in graph.needs.get(key, ()) if shown & set(need.named)]
    groups = tuple(_group(need, states or {}) for need in needs if need.group)
    return Picture(boxes, groups, tuple(arrow for need in needs for arrow in _arrows(need, shown)))


def _hit(graph: Graph, states: Mapping[str, State]) -> set[str]:
    """Return what suffers, and who still stands in the redundancies that were hit."""
    needs = (need for key in states for need in graph.needs.get(key, ()) if need.group)
    return {*states, *(member for need in needs if states.keys() & set(need.members) for member in need.members)}


def _around(graph: Graph, chosen: set[str], depth: int | None) -> set[str]:
    """Walk from the chosen records to what they need and to what needs them, each way on its own."""
    down = _walk(
        chosen,
        {key: [m for need in needs for m in need.named] for key, needs in graph.needs.items()},
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


def _box(record: Record, states: Mapping[str, State] | None, *, focus: bool) -> Box:
    fate = "" if states is None else states.get(record.key, State.OK).word
    part = str(record.data.get("class") or "")
    return Box(
        record.key,
        record.kind.name,
        record.id,
        record.title,
        record.state or "",
        focus,
        part=part,
        service=record.kind.service,
        fate=fate,
    )


def _group_key(need: Need) -> str:
    return f"{need.owner}#{need.number}"


def _group(need: Need, states: Mapping[str, State]) -> Group:
    hit = any(member in states for member in need.members)
    up = sum(states.get(member) is not State.DOWN for member in need.members) if hit else None
    return Group(_group_key(need), need.owner, need.need, len(need.members), need.effect.word, need.label, up)


def _arrows(need: Need, shown: set[str]) -> Iterable[Arrow]:
    members = [member for member in need.named if member in shown]
    if not need.group:
        return [Arrow(need.owner, member, need.effect.word, need.label) for member in members]
    key = _group_key(need)
    return [
        Arrow(need.owner, key, need.effect.word, need.label),
        *(Arrow(key, member, "degraded", "") for member in members),
    ]


def collapse(drawn: Picture) -> Picture:
    """Fold the records of a class, or of a kind without classes, into one box for each fate.

    Those in focus stay; arrows between two boxes are one.
    """
    folded = {box.key: box.key if box.focus else _fold(box) for box in drawn.boxes}
    folded.update({group.key: folded[group.owner] for group in drawn.groups})
    counts: dict[str, int] = {}
    for box in drawn.boxes:
        counts[folded[box.key]] = counts.get(folded[box.key], 0) + 1
    kept = {folded[box.key]: box for box in drawn.boxes}
    boxes = (
        box if key == box.key else _folded(key, box, counts[key])
        for key, box in sorted(kept.items(), key=lambda item: (item[1].kind, item[0]))
    )
    weights: dict[tuple[str, str], int] = {}
    for arrow in drawn.arrows:
        ends = folded[arrow.source], folded[arrow.target]
        weights[ends] = weights.get(ends, 0) + 1
    arrows = (
        Arrow(*ends, "down", f"{n} link{'' if n == 1 else 's'}")
        for ends, n in sorted(weights.items())
        if ends[0] != ends[1]
    )
    return Picture(tuple(boxes), (), tuple(arrows))


def _fold(box: Box) -> str:
    return "/".join(part for part in (box.kind, box.part, box.fate, "*") if part)


def _folded(key: str, box: Box, count: int) -> Box:
    title = f"{count} × {box.part or box.kind}"
    return Box(key, box.kind, "*", title, "", count=count, part=box.part, service=box.service, fate=box.fate)
