"""Functions that templates call by name on any page: diagrams, harm, bars, counts."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import Any

from itsmctl.catalog import Record, columns
from itsmctl.site import badge, diagram
from itsmctl.site.escape import Md, inline
from itsmctl.site.facts.ground import falls, ground, joint
from itsmctl.site.facts.kpi import aim, amount, met
from itsmctl.site.home import health, watched
from itsmctl.site.sections import Section
from itsmctl.site.view import View

__all__ = ["tools"]


def tools(view: View) -> Mapping[str, Callable[..., Any]]:
    """Return the functions of one page by the name that templates use."""
    snapshot = view.site.snapshot

    def service_map(group: str) -> Md:
        return diagram.services(snapshot.catalog.records, snapshot.graph, view.url, group)

    def surroundings(record: Record) -> Md:
        return diagram.around(record, snapshot.catalog.records, snapshot.graph, view.url)

    def count(section: Section) -> int:
        return sum(len(view.site.of(kind.name)) for kind in section.kinds)

    return {
        "lifecycle": diagram.lifecycle,
        "service_map": service_map,
        "surroundings": surroundings,
        "ground": partial(ground, view),
        "joint": partial(joint, view),
        "falls": partial(falls, view),
        "watched": partial(watched, view.site),
        "health": partial(health, view.site),
        "harm": badge.harm,
        "columns_of": columns,
        "count": count,
        "bar": _bar,
        "kinds_of": _kinds_of,
        "number": _number,
        "amount_of": amount,
        "aim_of": aim,
        "met_of": met,
        "quoted": lambda text: inline(str(text).replace('"', "”")),
    }


def _number(things: Collection[Any], one: str, more: str) -> str:
    """Count things in words: *1 loss*, *3 losses*."""
    return f"{len(things)} {one if len(things) == 1 else more}"


def _bar(number: int, tone: str) -> Md:
    """Write a number with a bar of that length, so that the eye finds the longest."""
    bars = f'<span class="bar bar--{tone}" style="--n:{min(number, 40)}"></span>' if number else ""
    return Md(f'<span class="count">{number}</span>{bars}')


def _kinds_of(records: Iterable[Record]) -> Md:
    return Md(", ").join(inline(title) for title in dict.fromkeys(record.kind.title for record in records))
