"""An impact into text and Markdown: services first, because they are what people miss."""

from collections.abc import Iterable

from itsmctl.graph import State
from itsmctl.impact import Affected, GroupState, Impact
from itsmctl.render.escape import cell, code, markdown
from itsmctl.render.paint import painted

__all__ = ["ARROW", "COLOURS", "MARKS", "impact_markdown", "impact_text", "shortened"]

MARKS = {State.DOWN: "❌ down", State.DEGRADED: "⚠️ degraded"}
ARROW = " → "
SHOWN = 10  # steps of a path; the middle of a longer one says nothing to a person
COLOURS = {State.DOWN: "31", State.DEGRADED: "33"}


def impact_text(impact: Impact, *, kind: str | None = None, colour: bool = False) -> str:
    """Write what a scenario takes down for a terminal: services first, then the rest, each with its path.

    ``kind`` keeps only records of one kind.
    """
    lines = [f"If {_scenario(impact)}:", ""]
    services, others = _parts(impact, kind)
    for heading, hits in (("services", services), (f"of kind {kind}" if kind else "everything else", others)):
        if hits:
            lines += [painted(heading, "1", colour=colour), *_aligned(hits, colour=colour), ""]
    lines.append(_summary(impact))
    return "\n".join(lines) + "\n"


def _parts(impact: Impact, kind: str | None) -> tuple[tuple[Affected, ...], tuple[Affected, ...]]:
    reached = impact.reached(kind)
    services = tuple(hit for hit in reached if hit.record.kind.service)
    return services, tuple(hit for hit in reached if not hit.record.kind.service)


def _scenario(impact: Impact) -> str:
    return " and ".join(f"{record.id} is {state.word}" for record, state in impact.forced)


def _aligned(hits: tuple[Affected, ...], *, colour: bool) -> list[str]:
    width = max(len(hit.record.id) for hit in hits)
    rows = [(painted(f"{hit.state.word:<8}", COLOURS[hit.state], colour=colour), hit) for hit in hits]
    return [f"  {state}  {hit.record.id:<{width}}  {_path(hit)}{_groups(hit.groups)}" for state, hit in rows]


def _path(hit: Affected) -> str:
    return ARROW.join(shortened([step.id for step in hit.via], hit.omitted))


def shortened(steps: list[str], omitted: int) -> list[str]:
    """Keep the first and the last steps of a long way, and say how many are left out between them."""
    hidden = omitted + max(0, len(steps) - SHOWN)
    return [steps[0], f"… {hidden} more …", *steps[-SHOWN + 1 :]] if hidden else steps


def _groups(groups: Iterable[GroupState]) -> str:
    told = [f"{g.up} of {g.of} up, needs {g.need}" for g in groups]
    return f"  ({'; '.join(told)})" if told else ""


def _summary(impact: Impact) -> str:
    reached = impact.reached()
    services = [hit for hit in reached if hit.record.kind.service]
    down = sum(hit.state is State.DOWN for hit in services)
    counts = [f"{sum(hit.state is s for hit in reached)} {s.word}" for s in (State.DOWN, State.DEGRADED)]
    if not reached:
        return "Nothing else suffers."
    share = f"{down} service{'' if down == 1 else 's'} down, {len(services) - down} degraded"
    return f"{len(reached)} records suffer: {', '.join(counts)}; {share}"


def impact_markdown(impact: Impact, *, kind: str | None = None) -> str:
    """Write what a scenario takes down as Markdown: a table of services, and one of the rest folded away."""
    services, others = _parts(impact, kind)
    parts = [f"**If {markdown(_scenario(impact))}:** {markdown(_summary(impact))}\n"]
    if services:
        parts.append(_table(services))
    if others:
        what = f"of kind {kind}" if kind else "other records"
        parts.append(f"<details><summary>{len(others)} {what}</summary>\n\n{_table(others)}\n</details>\n")
    return "\n".join(parts)


def _table(hits: Iterable[Affected]) -> str:
    rows = [
        f"| {MARKS[hit.state]} | {cell(hit.record.title)} ({code(hit.record.id)}) "
        f"| {cell(_path(hit) + _groups(hit.groups))} |\n"
        for hit in hits
    ]
    return "| State | Record | Path |\n|---|---|---|\n" + "".join(rows)
