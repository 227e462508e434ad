"""Replays of incidents, and suspects of one, into text, Markdown and JSON."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from itsmctl.catalog import Record
from itsmctl.diagnosis import Blame, Outage, Replay, Replayed, Suspect
from itsmctl.graph import State
from itsmctl.render.escape import as_text, cell, code, markdown, printable
from itsmctl.render.paint import painted

__all__ = ["blame_json", "blame_markdown", "blame_text", "reasons", "replay_json", "replay_markdown", "replay_text"]

ARROW = " → "
WORST_FIRST = (State.DOWN, State.DEGRADED)


def replay_text(found: Replay, *, colour: bool = False) -> str:
    """Write a replay for a terminal: incidents that would have gone otherwise, then what was saved."""
    lines = []
    for one in found.incidents:
        told = [*_lines(one, colour=colour)]
        if told:
            lines += [f"{one.incident.id}  {printable(one.incident.title)}  (lost: {_lost(one)})", *told]
    lines += [*([""] if lines else []), *_totals(found)]
    return "\n".join(lines) + "\n"


def _lines(one: Replayed, *, colour: bool) -> Iterator[str]:
    for outage in one.outages:
        if outage.saved:
            told = f"{outage.recorded.word} {outage.minutes:g} min, would have been {outage.after.word}"
            yield f"  {painted('spared', '32', colour=colour)}  {outage.service.id}: {told}"
    for service in one.worse:
        yield f"  {painted('worse', '31', colour=colour)}   {service.id}: would have been down too"


def _lost(one: Replayed) -> str:
    return ", ".join(f"{record.id} {state.word}" for record, state in one.lost)


def _totals(found: Replay) -> list[str]:
    told = [f"{found.saved[s]:g} of {found.total[s]:g} minutes {s.word}" for s in WORST_FIRST]
    lines = [f"saved: {', '.join(told)}, in {len(found.incidents)} incidents replayed"]
    unexplained = [o for one in found.incidents for o in one.outages if not o.explained]
    if unexplained:
        lines.append(f"{len(unexplained)} outages follow from no loss that was recorded, so nothing is said of them")
    if found.skipped:
        lines.append(f"{len(found.skipped)} incidents cannot be replayed: no outage, or nothing but services affected")
    return lines


def replay_markdown(found: Replay) -> str:
    """Write a replay as Markdown: a table of outages spared or made worse, and what was saved."""
    rows = [
        f"| {code(one.incident.id)} {cell(one.incident.title)} | {cell(outage.service.title)} "
        f"| {outage.recorded.word} | {outage.after.word} | {outage.minutes:g} |\n"
        for one in found.incidents
        for outage in one.outages
        if outage.saved
    ]
    rows += [
        f"| {code(one.incident.id)} {cell(one.incident.title)} | {cell(service.title)} | ok | ❌ down |  |\n"
        for one in found.incidents
        for service in one.worse
    ]
    table = "| Incident | Service | Was | Would have been | Minutes saved |\n|---|---|---|---|---:|\n" + "".join(rows)
    first, *others = _totals(found)
    return "\n".join(
        [f"**{markdown(first)}**\n", *(f"{markdown(line)}\n" for line in others), *([table] if rows else [])]
    )


def replay_json(found: Replay) -> str:
    """Write a replay as JSON, version 1."""
    return as_text(
        {
            "version": 1,
            "incidents": [_replayed(one) for one in found.incidents],
            "skipped": [{"incident": record.id, "because": why} for record, why in found.skipped],
            "minutes": {s.word: {"saved": found.saved[s], "total": found.total[s]} for s in WORST_FIRST},
        }
    )


def _replayed(one: Replayed) -> dict[str, Any]:
    return {
        "incident": one.incident.id,
        "lost": {record.key: state.word for record, state in one.lost},
        "outages": [_outage(outage) for outage in one.outages],
        "worse": _ids(one.worse),
    }


def _outage(outage: Outage) -> dict[str, Any]:
    return {
        "service": outage.service.id,
        "recorded": outage.recorded.word,
        "before": outage.before.word,
        "after": outage.after.word,
        "minutes": outage.minutes,
        "explained": outage.explained,
        "saved": outage.saved,
    }


def _ids(records: Iterable[Record]) -> list[str]:
    return [record.id for record in records]


def blame_text(found: Blame, limit: int, *, colour: bool = False) -> str:
    """Write the likely causes of an incident for a terminal, each with its reasons."""
    lines = [painted(f"{found.incident.id}  {printable(found.incident.title)}", "1", colour=colour), *_heads(found), ""]
    for number, suspect in enumerate(found.suspects[:limit], 1):
        name = painted(suspect.record.id, "31" if suspect.record in found.causes else "33", colour=colour)
        lines += [f"{number:>3}  {name}  {printable(suspect.record.title)}", *(f"       {r}" for r in reasons(suspect))]
    return "\n".join([*lines, *_rest(found, limit)]) + "\n"


def _heads(found: Blame) -> list[str]:
    if not found.failing:
        return ["It affects nothing, so there is nothing to explain: name in affects what is disturbed."]
    failing = ", ".join(f"{record.id} {state.word}" for record, state in found.failing)
    few = "fewest records that explain all" if found.exact else "few records that explain all (not proven fewest)"
    return [f"failing: {failing}", f"{few}: {', '.join(_ids(found.causes)) or 'none'}"]


def _rest(found: Blame, limit: int) -> list[str]:
    more = len(found.suspects) - limit
    return [f"… {more} more suspects: --limit {len(found.suspects)} shows all"] if more > 0 else []


def reasons(suspect: Suspect) -> list[str]:
    """Say why a record is suspected, and what speaks against it."""
    told = [f"changed by {record.id} ({record.title})" for record in suspect.changes]
    told.append(f"explains {len(suspect.explains)} failing: {', '.join(_ids(suspect.explains))}")
    if suspect.distance:
        told.append(f"{suspect.distance} step{'s' if suspect.distance > 1 else ''} up: {ARROW.join(_ids(suspect.via))}")
    words: Mapping[str, tuple[Record, ...]] = {
        "failed before, in 90 days:": suspect.incidents,
        "known errors:": suspect.known_errors,
        "against it, would be down and is not reported:": suspect.missing_down,
        "against it, would be degraded and is not reported:": suspect.missing_degraded,
    }
    told += [f"{what} {', '.join(_ids(records))}" for what, records in words.items() if records]
    return [printable(one) for one in told]


def blame_markdown(found: Blame, limit: int) -> str:
    """Write the likely causes of an incident as Markdown."""
    parts = [f"**{markdown(found.incident.id)}: {markdown(found.incident.title)}**\n"]
    parts += [f"{markdown(line)}\n" for line in _heads(found)]
    rows = "".join(
        f"| {number} | {cell(suspect.record.title)} ({code(suspect.record.id)}) "
        f"| {'<br>'.join(cell(reason) for reason in reasons(suspect))} |\n"
        for number, suspect in enumerate(found.suspects[:limit], 1)
    )
    if rows:
        parts.append(f"| # | Suspect | Reasons |\n|---:|---|---|\n{rows}")
    return "\n".join([*parts, *(f"{markdown(line)}\n" for line in _rest(found, limit))])


def blame_json(found: Blame, limit: int) -> str:
    """Write the likely causes of an incident as JSON, version 1."""
    return as_text(
        {
            "version": 1,
            "incident": found.incident.id,
            "failing": {record.key: state.word for record, state in found.failing},
            "causes": _ids(found.causes),
            "exact": found.exact,
            "count": len(found.suspects),
            "suspects": [_suspect(one) for one in found.suspects[:limit]],
        }
    )


def _suspect(one: Suspect) -> dict[str, Any]:
    return {
        "id": one.record.id,
        "kind": one.record.kind.name,
        "explains": _ids(one.explains),
        "via": _ids(one.via),
        "changes": _ids(one.changes),
        "incidents": _ids(one.incidents),
        "known_errors": _ids(one.known_errors),
        "not_reported": {"down": _ids(one.missing_down), "degraded": _ids(one.missing_degraded)},
    }
