"""What a change does to blast radii into text, Markdown and JSON: services and redundancy first, then each reach."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from itsmctl.graph import State
from itsmctl.render.escape import cell, markdown
from itsmctl.render.paint import painted
from itsmctl.resilience.compare import Difference, GroupChange, Reach, ServiceChange, Stand

__all__ = ["difference_json", "difference_markdown", "difference_text"]

SHOWN = 20  # lines of one part for a person; the rest is counted
Parts = dict[str, list[str]]
Names = Mapping[str, str]  # ids by ``kind/id``


def difference_text(
    title: str, found: Difference, scenario: Sequence[Reach] | None = None, *, colour: bool = False
) -> str:
    """Write a difference for a terminal; ``scenario`` is what one scenario does otherwise, if one was asked."""
    lines = [f"{title}:", ""]
    for heading, rows in _parts(found, scenario).items():
        hidden = len(rows) - SHOWN
        lines += [painted(heading, "1", colour=colour), *(f"  {row}" for row in rows[:SHOWN])]
        lines += [f"  … and {hidden} more", ""] if hidden > 0 else [""]
    return "\n".join([*lines, _summary(found, scenario)]) + "\n"


def difference_markdown(title: str, found: Difference, scenario: Sequence[Reach] | None = None) -> str:
    """Write a difference as Markdown, each part folded to its first lines."""
    lines = [f"**{markdown(title)}:** {markdown(_summary(found, scenario))}", ""]
    for heading, rows in _parts(found, scenario).items():
        hidden = len(rows) - SHOWN
        lines += [f"| {heading[0].upper()}{heading[1:]} |", "|---|", *(f"| {cell(row)} |" for row in rows[:SHOWN])]
        lines += [f"| … and {hidden} more |", ""] if hidden > 0 else [""]
    return "\n".join(lines)


def _parts(found: Difference, scenario: Sequence[Reach] | None) -> Parts:
    names = {key: record.id for key, record in found.records.items()}
    parts: Parts = {
        "services newly unprotected": [names[key] for key in found.unprotected(newly=True)],
        "services newly protected": [names[key] for key in found.unprotected(newly=False)],
        "redundancy": [_group(one, names) for one in found.groups],
        "slack": [_service(one, names) for one in found.services],
        "single points of failure created": list(_points(found.single_points(created=True), names)),
        "single points of failure removed": list(_points(found.single_points(created=False), names)),
        "newly reached": list(_by_loss(found.newly(reached=True), names, after=True)),
        "no longer reached": list(_by_loss(found.newly(reached=False), names, after=False)),
        "in this scenario": [f"{names[r.record]}: {r.before.word} → {r.after.word}" for r in scenario or ()],
    }
    return {heading: rows for heading, rows in parts.items() if rows}


def _group(one: GroupChange, names: Names) -> str:
    name = f"{names[one.owner]} ({one.label})" if one.label else names[one.owner]
    if one.before is None or one.after is None:
        need, of = one.after or one.before or (0, 0)
        return f"{name}: {need} of {of} {'is new' if one.before is None else 'is gone'}"
    (need, of), (need_after, of_after) = one.before, one.after
    return f"{name}: {need} of {of} became {need_after} of {of_after} (spare {of - need} → {of_after - need_after})"


def _service(one: ServiceChange, names: Names) -> str:
    before, after = _stand(one.before), _stand(one.after)
    return f"{names[one.service]}: {before} → {after}"


def _stand(stand: Stand | None) -> str:
    if stand is None:
        return "not there"
    slack = "no end" if stand.slack is None else f"{'at least ' if stand.at_least else ''}{stand.slack}"
    return f"slack {slack}, {stand.single_points} single point{'' if stand.single_points == 1 else 's'}"


def _points(rows: Iterable[Reach], names: Names) -> Iterator[str]:
    """Write one line a record: the services that its loss ends."""
    return (f"{names[lost]} ends {', '.join(names[r.record] for r in hits)}" for lost, hits in _grouped(rows).items())


def _by_loss(rows: Iterable[Reach], names: Names, *, after: bool) -> Iterator[str]:
    for lost, hits in _grouped(rows).items():
        told = [f"{names[r.record]} ({(r.after if after else r.before).word})" for r in hits]
        rest = f" and {len(told) - SHOWN} more" if len(told) > SHOWN else ""
        yield f"{names[lost]} → {', '.join(told[:SHOWN])}{rest}"


def _grouped(rows: Iterable[Reach]) -> dict[str, list[Reach]]:
    grouped: dict[str, list[Reach]] = {}
    for row in rows:
        grouped.setdefault(row.lost, []).append(row)
    return grouped


def _summary(found: Difference, scenario: Sequence[Reach] | None) -> str:
    if not found.reach and not found.groups and not scenario:
        narrowed = " of a service differs; so much lies downstream that nothing else was looked at"
        return f"No blast radius{narrowed if found.services_only else ' differs'}."
    worse = sum(one.after > one.before for one in found.reach)
    made, gone = (len(found.single_points(created=way)) for way in (True, False))
    return (
        f"{worse} pairs of loss and record got worse, {len(found.reach) - worse} better; "
        f"{made} single points of failure of services created, {gone} removed"
        f"{'; so much lies downstream that only services were looked at' if found.services_only else ''}"
    )


def difference_json(
    sides: Mapping[str, str], found: Difference, scenario: Mapping[str, State], hits: Sequence[Reach]
) -> dict[str, Any]:
    """Write a difference in the shape of version 1; ``sides`` says what was compared."""
    return {
        "version": 1,
        **sides,
        "scenario": {key: state.word for key, state in sorted(scenario.items())},
        "affected": [_pair(one) for one in hits],
        "groups": [_change(one) for one in found.groups],
        "services": {
            "unprotected": list(found.unprotected(newly=True)),
            "protected": list(found.unprotected(newly=False)),
            "slack": [
                {"service": s.service, "before": _told(s.before), "after": _told(s.after)} for s in found.services
            ],
        },
        "single_points": {
            "created": [_pair(one) for one in found.single_points(created=True)],
            "removed": [_pair(one) for one in found.single_points(created=False)],
        },
        "reach": [_pair(one) for one in found.reach],
        "services_only": found.services_only,
    }


def _pair(one: Reach) -> dict[str, str]:
    pair = {"record": one.record, "before": one.before.word, "after": one.after.word}
    return {"lost": one.lost, **pair} if one.lost else pair


def _change(one: GroupChange) -> dict[str, Any]:
    sides = {"before": one.before, "after": one.after}
    told = {
        name: {"need": pair[0], "of": pair[1], "slack": pair[1] - pair[0]} if pair else None
        for name, pair in sides.items()
    }
    return {"owner": one.owner, "as": one.label, **told}


def _told(stand: Stand | None) -> dict[str, Any] | None:
    if stand is None:
        return None
    return {"slack": stand.slack, "at_least": stand.at_least, "single_points": stand.single_points}
