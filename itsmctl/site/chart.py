"""A series of values by month into a small picture: a line, its target, its control limits."""

from collections.abc import Sequence
from typing import Any

from itsmctl.site.escape import Md, inline

__all__ = ["chart"]

WIDTH, HEIGHT, LEFT, BOTTOM = 640, 200, 48, 24


def chart(series: Sequence[tuple[str, float | None]], target: Any, unit: str) -> Md:
    """Draw month and value as an SVG line with dots; months without a value are gaps.

    Labels are the only text, and are escaped; colours come from the style sheet.
    """
    known = [value for _, value in series if value is not None]
    if not known:
        return Md("")
    top = max([*known, target or 0]) * 1.1 or 1
    step = (WIDTH - LEFT - 16) / max(len(series) - 1, 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - 12), 1)

    points = [(round(LEFT + n * step, 1), y(value), month, value) for n, (month, value) in enumerate(series) if value is not None]
    line = " ".join(f"{px},{py}" for px, py, _, _ in points)
    dots = "".join(f'<circle cx="{px}" cy="{py}" r="3.5"><title>{inline(month)}: {value:g}</title></circle>'
                   for px, py, month, value in points)  # fmt: skip
    axis = f'<text x="4" y="{y(top / 1.1) + 4}">{top / 1.1:g}</text><text x="4" y="{y(0)}">0</text>'
    ends = f'<text x="{LEFT}" y="{HEIGHT - 6}">{inline(series[0][0])}</text>' + (
        f'<text x="{WIDTH - 16}" y="{HEIGHT - 6}" text-anchor="end">{inline(series[-1][0])}</text>' if len(series) > 1 else "")
    aim = (f'<line class="aim" x1="{LEFT}" x2="{WIDTH - 16}" y1="{y(target)}" y2="{y(target)}"><title>target {target:g}</title></line>'
           if isinstance(target, int | float) else "")  # fmt: skip
    told = f"{len(known)} values in {inline(unit)}, the last is {known[-1]:g}"
    return Md(f'<div class="chart"><svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{told}">'
              f'<line class="base" x1="{LEFT}" x2="{WIDTH - 16}" y1="{y(0)}" y2="{y(0)}"/>{aim}'
              f'<polyline points="{line}"/>{dots}{axis}{ends}</svg></div>')  # fmt: skip
