"""A series of values by month into a small picture: a line, its target, its control limits."""

from collections.abc import Sequence

from itsmctl.site.escape import Md, inline

__all__ = ["chart"]

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 200, 48, 16, 14, 24


def chart(series: Sequence[tuple[str, float | None]], target: float | None, unit: str) -> Md:
    """Draw month and value as an SVG line with dots; months without a value are gaps.

    Labels are the only text, and are escaped; colours come from the style sheet.
    """
    known = [value for _, value in series if value is not None]
    if not known:
        return Md("")
    top = max([*known, target or 0]) or 1
    step = (WIDTH - LEFT - RIGHT) / max(len(series) - 1, 1)

    def y(value: float) -> float:
        return round(HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP), 1)

    points = [
        (round(LEFT + n * step, 1), y(value), month, value)
        for n, (month, value) in enumerate(series)
        if value is not None
    ]
    told = f"{len(known)} values in {unit}, the last is {known[-1]:g}"
    parts = [
        _level("base", y(0), ""),
        _level("aim", y(target), f"target {target:g}") if target is not None else "",
        f'<polyline points="{" ".join(f"{x},{at}" for x, at, _, _ in points)}"/>',
        *(
            f'<circle cx="{x}" cy="{at}" r="3.5">{_title(f"{month}: {value:g}")}</circle>'
            for x, at, month, value in points
        ),
        _text(4, y(top) + 4, f"{top:g}"),
        _text(4, y(0), "0"),
        _text(LEFT, HEIGHT - 6, series[0][0]),
        _text(WIDTH - RIGHT - 52, HEIGHT - 6, series[-1][0]) if len(series) > 1 else "",
    ]
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{inline(told)}"'
    return Md(f'<div class="chart"><svg {box}>{"".join(parts)}</svg></div>')


def _level(name: str, y: float, told: str) -> str:
    return f'<line class="{name}" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}">{_title(told)}</line>'


def _title(text: str) -> str:
    return f"<title>{inline(text)}</title>" if text else ""


def _text(x: float, y: float, text: str) -> str:
    return f'<text x="{x}" y="{y}">{inline(text)}</text>'
