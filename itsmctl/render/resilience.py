"""Single points of failure, cut sets and slack into text, Markdown and JSON."""

from collections.abc import Iterable, Sequence
from typing import Any

from itsmctl.catalog import Record
from itsmctl.render.escape import as_text, cell, code, markdown, printable
from itsmctl.render.paint import painted
from itsmctl.resilience import DEGRADED, WEIGHTS, CutSets, GroupSlack, Slack, Spof
from itsmctl.sentence import few

__all__ = ["cutsets_json", "cutsets_markdown", "cutsets_text", "spof_json", "spof_markdown", "spof_text"]

ARROW = " → "
FEW = 4  # services named on a line
SHOWN = 8  # steps of a path


def spof_text(found: Sequence[Spof], target: Record | None, limit: int, *, colour: bool = False) -> str:
    """Write single points of failure for a terminal, the worst first, at most ``limit`` of them."""
    lines = [painted(_spof_head(found, target), "1", colour=colour), _weights(), ""]
    shown = found[:limit]
    width = max((len(one.record.id) for one in shown), default=0)
    for one in shown:
        down = painted(f"{len(one.down)} down: {_few(one.down)}", "31", colour=colour)
        hurt = f"; {len(one.degraded)} degraded: {_few(one.degraded)}" if one.degraded else ""
        lines += [
            f"{one.damage:>8g}  {one.record.id:<{width}}  {_gone(one.record)}{down}{hurt}",
            f"{'':>10}{'':<{width}}  {_way(one.via)}",
        ]
    return "\n".join([*lines, *_rest(len(found), limit)]) + "\n"


def _spof_head(found: Sequence[Spof], target: Record | None) -> str:
    count = f"{len(found)} record{'' if len(found) == 1 else 's'}" if found else "No record"
    return f"{count} whose loss alone takes {target.id if target else 'a service'} down"


def _weights() -> str:
    words = ", ".join(f"{word} {weight}" for word, weight in WEIGHTS.items())
    return f"damage: the services' weights ({words}), {DEGRADED:g} of it when degraded"


def _rest(count: int, limit: int) -> list[str]:
    return [f"… {count - limit} more: --limit {count} shows all"] if count > limit else []


def _ids(records: Iterable[Record]) -> str:
    return ", ".join(record.id for record in records)


def _gone(record: Record) -> str:
    """Say of a record that is no longer in use that it still stands in the graph."""
    lifecycle = record.kind.lifecycle
    return f"({record.state}) " if lifecycle and record.state in lifecycle.end else ""


def _few(records: Sequence[Record]) -> str:
    ids = [record.id for record in records]
    return few(ids, FEW if len(ids) > FEW + 1 else len(ids))


def _way(via: Sequence[Record]) -> str:
    steps = [record.id for record in via]
    if len(steps) > SHOWN:
        steps = [steps[0], f"… {len(steps) - SHOWN + 1} more …", *steps[-SHOWN + 2 :]]
    return ARROW.join(steps)


def spof_markdown(found: Sequence[Spof], target: Record | None, limit: int) -> str:
    """Write single points of failure as a table of Markdown."""
    head = f"**{markdown(_spof_head(found, target))}** ({markdown(_weights())})\n"
    rows = "".join(
        f"| {cell(_gone(one.record) + one.record.title)} ({code(one.record.id)}) | {one.damage:g} "
        f"| {cell(_ids(one.down))} | {cell(_ids(one.degraded))} | {cell(_way(one.via))} |\n"
        for one in found[:limit]
    )
    table = f"\n| Record | Damage | Down | Degraded | Path |\n|---|---:|---|---|---|\n{rows}" if rows else ""
    return head + table + "".join(f"\n{markdown(line)}\n" for line in _rest(len(found), limit))


def spof_json(found: Sequence[Spof], target: Record | None, limit: int) -> str:
    """Write single points of failure as JSON, version 1."""
    points = [
        {
            **_named(one.record),
            "state": one.record.state,
            "damage": one.damage,
            "down": [record.id for record in one.down],
            "degraded": [record.id for record in one.degraded],
            "via": [record.id for record in one.via],
        }
        for one in found[:limit]
    ]
    value = {"version": 1, "weights": {**WEIGHTS, "degraded": DEGRADED}, "count": len(found), "points": points}
    return as_text(value | ({"record": _named(target)} if target else {}))


def _named(record: Record) -> dict[str, Any]:
    return {"id": record.id, "kind": record.kind.name}


def cutsets_text(found: CutSets, spare: Slack, *, colour: bool = False) -> str:
    """Write cut sets for a terminal: the smallest first, then the slack of every redundancy on the way."""
    head = painted(_cut_head(found), "1", colour=colour)
    colours = {1: "31", 2: "33"}
    sets = [
        painted(f"  {' + '.join(r.id for r in one)}", colours.get(len(one), "0"), colour=colour) for one in found.sets
    ]
    lines = [head, *sets, "", _bound(found), _slack(spare)]
    return "\n".join([*lines, *(f"  {_group(group)}" for group in spare.groups)]) + "\n"


def _cut_head(found: CutSets) -> str:
    number = len(found.sets)
    if not number:
        return f"No set of up to {found.complete_to} other records takes {found.record.id} down"
    return f"{number} minimal set{'' if number == 1 else 's'} of records whose joint loss takes {found.record.id} down"


def _bound(found: CutSets) -> str:
    if found.stopped == "limit":
        told = f"stopped after {len(found.sets)} sets (--limit)"
        return f"{told}: all of up to {found.complete_to} records are here; larger sets may exist"
    if found.stopped:
        return f"stopped, too many to try: all of up to {found.complete_to} records are here; larger sets may exist"
    return f"complete up to {found.complete_to} records a set"


def _slack(spare: Slack) -> str:
    if spare.slack is None:
        return f"slack: {spare.record.id} stands on nothing that could take it down"
    least = "at least " if spare.at_least else ""
    return f"slack: {least}{spare.slack} {_losses(spare.slack)} survived, wherever it falls"


def _losses(number: int) -> str:
    return "loss" if number == 1 else "losses"


def _group(group: GroupSlack) -> str:
    label = f" ({printable(group.label)})" if group.label else ""
    return f"{group.record.id}{label}: {group.up} up, needs {group.need}, spares {group.slack}: {_ids(group.members)}"


def cutsets_markdown(found: CutSets, spare: Slack) -> str:
    """Write cut sets and slack as Markdown."""
    sets = "".join(f"| {len(one)} | {', '.join(code(record.id) for record in one)} |\n" for one in found.sets)
    parts = [f"**{markdown(_cut_head(found))}** ({markdown(_bound(found))})\n"]
    if sets:
        parts.append(f"| Records | Lost together |\n|---:|---|\n{sets}")
    parts.append(f"{markdown(_slack(spare))}\n")
    rows = "".join(
        f"| {code(g.record.id)} {cell(g.label)} | {g.up} | {g.need} | {g.slack} | {cell(_ids(g.members))} |\n"
        for g in spare.groups
    )
    if rows:
        parts.append(f"| Redundancy | Up | Needs | Slack | Members |\n|---|---:|---:|---:|---|\n{rows}")
    return "\n".join(parts)


def cutsets_json(found: CutSets, spare: Slack) -> str:
    """Write cut sets and slack as JSON, version 1."""
    groups = [
        {
            **_named(group.record),
            "entry": group.entry,
            "label": group.label,
            "up": group.up,
            "need": group.need,
            "slack": group.slack,
            "members": [record.id for record in group.members],
        }
        for group in spare.groups
    ]
    return as_text(
        {
            "version": 1,
            "record": _named(found.record),
            "max_size": found.max_size,
            "complete_to": found.complete_to,
            "stopped": found.stopped,
            "sets": [[record.id for record in one] for one in found.sets],
            "slack": {"value": spare.slack, "at_least": spare.at_least, "groups": groups},
        }
    )
