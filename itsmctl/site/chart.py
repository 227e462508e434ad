"""The series of a figure into a small picture: values by month, the target, and the control limits."""

from itsmctl.kpi import Figure
from itsmctl.site.escape import Md, inline

__all__ = ["chart"]

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 640, 220, 52, 20, 16, 28


def chart(figure: Figure, title: str) -> Md:
    """Draw a figure's months as an SVG line with dots; nothing for fewer than two.

    Labels are the only text, and are escaped; colours come from the style sheet.
    """
    values = [point.value for point in figure.series]
    if len(values) < 2:  # noqa: PLR2004 - one dot is no line
        return Md("")
    levels = _levels(figure)
    top = max([*values, *(value for _, value, _ in levels)]) or 1.0
    step = (WIDTH - LEFT - RIGHT) / (len(values) - 1)
    dots = [(round(LEFT + n * step, 1), _y(value, top)) for n, value in enumerate(values)]
    marks = (_dot(x, y, f"{p.month}: {p.value:.4g}, n = {p.n}") for (x, y), p in zip(dots, figure.series, strict=True))
    parts = [
        _level("base", _y(0, top), "0"),
        *(_level(name, _y(value, top), told) for name, value, told in levels),
        f'<polyline points="{" ".join(f"{x},{y}" for x, y in dots)}"/>',
        *marks,
        _text(4, TOP + 4, f"{top:.3g}"),
        _text(4, HEIGHT - BOTTOM + 4, "0"),
        _text(LEFT, HEIGHT - 6, figure.series[0].month),
        _text(WIDTH - RIGHT, HEIGHT - 6, figure.series[-1].month, "end"),
    ]
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{inline(title).replace(chr(34), "")}"'
    return Md(f'<div class="chart"><svg {box}>{"".join(parts)}</svg></div>')


def _levels(figure: Figure) -> list[tuple[str, float, str]]:
    """Return target and control limits: class of the line, value, what to say."""
    found = [("aim", figure.target, "target")] if figure.target is not None else []
    if figure.limits:
        drawn = figure.limits
        found += [
            ("limit", drawn.lower, "lower limit"),
            ("mean", drawn.mean, "mean"),
            ("limit", drawn.upper, "upper limit"),
        ]
    return [(name, max(value, 0.0), f"{told} {value:.4g}") for name, value, told in found]


def _y(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP), 1)


def _level(name: str, y: float, told: str) -> str:
    line = f'<line class="{name}" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}">'
    return f"{line}<title>{inline(told)}</title></line>"


def _dot(x: float, y: float, told: str) -> str:
    return f'<circle cx="{x}" cy="{y}" r="4"><title>{inline(told)}</title></circle>'


def _text(x: float, y: float, text: str, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{inline(text)}</text>'
