"""What records need into text and Markdown: what can take them down alone comes first."""

from collections.abc import Sequence

from itsmctl.graph import State
from itsmctl.impact import Bond, Needed
from itsmctl.render.escape import cell, code
from itsmctl.render.impact import ARROW, COLOURS, MARKS, shortened
from itsmctl.render.paint import painted

__all__ = ["upstream_markdown", "upstream_text"]

BONDS = {Bond.ESSENTIAL: "essential", Bond.GROUP: "in a group", Bond.DEGRADING: "degrading"}


def upstream_text(names: Sequence[str], needed: Sequence[Needed], *, colour: bool = False) -> str:
    """Write what some records need for a terminal, by how firmly, each with the way to it."""
    lines = [f"What {' and '.join(names)} need{'s' if len(names) == 1 else ''}:", ""]
    width = max((len(one.record.id) for one in needed), default=0)
    for bond, heading in BONDS.items():
        found = [one for one in needed if one.bond is bond]
        if found:
            lines += [painted(heading, "1", colour=colour), *(_line(one, width, colour=colour) for one in found), ""]
    return "\n".join([*lines, _summary(needed)]) + "\n"


def _line(one: Needed, width: int, *, colour: bool) -> str:
    state = painted(f"{one.alone.word:<8}", COLOURS.get(one.alone, "32"), colour=colour)
    return f"  {state}  {one.record.id:<{width}}  {_way(one)}"


def _way(one: Needed) -> str:
    return ARROW.join(shortened([step.id for step in one.via], one.omitted))


def _summary(needed: Sequence[Needed]) -> str:
    if not needed:
        return "Nothing: it stands alone."
    alone = sum(one.alone is State.DOWN for one in needed)
    return f"{len(needed)} records are needed; the loss of {alone} of them alone is enough (first column: what it does)"


def upstream_markdown(names: Sequence[str], needed: Sequence[Needed]) -> str:
    """Write what some records need as Markdown."""
    lines = [f"**What {' and '.join(map(code, names))} need{'s' if len(names) == 1 else ''}:** {_summary(needed)}", ""]
    if needed:
        lines += ["| Loss alone | Record | Bond | Way |", "|---|---|---|---|"]
    for one in needed:
        name = f"{cell(one.record.title)} ({code(one.record.id)})"
        lines.append(f"| {MARKS.get(one.alone, '✅ ok')} | {name} | {BONDS[one.bond]} | {cell(_way(one))} |")
    return "\n".join(lines) + "\n"
