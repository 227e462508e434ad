"""Known errors that fit into text, Markdown and JSON: the workaround stands first, the reasons beside it."""

from collections.abc import Sequence

from itsmctl.knowledge import Match
from itsmctl.render.escape import as_text, code, markdown, printable
from itsmctl.render.paint import painted

__all__ = ["kedb_json", "kedb_markdown", "kedb_text"]

ARROW = " → "
NOTHING = "No known error fits: no word in common, none near in the graph."
SHARED = 6  # words named


def kedb_text(found: Sequence[Match], limit: int, *, colour: bool = False) -> str:
    """Write matches for a terminal, the best first, each with its workaround."""
    lines: list[str] = []
    for one in found[:limit]:
        head = painted(f"{one.record.id}  {printable(one.record.title)}", "1", colour=colour)
        lines += [f"{head}  ({one.record.state})", *(f"  {reason}" for reason in reasons(one))]
        lines += [painted("  workaround:", "32", colour=colour)]
        steps = _workaround(one).strip().split("\n")
        lines += [*(f"    {printable(line)}" for line in steps), ""]
    return "\n".join([*lines, _rest(found, limit)]).strip("\n") + "\n"


def _workaround(one: Match) -> str:
    return str(one.record.said("workaround") or "")


def _rest(found: Sequence[Match], limit: int) -> str:
    more = len(found) - limit
    return NOTHING if not found else f"… {more} more: --limit {len(found)} shows all" if more > 0 else ""


def reasons(one: Match) -> list[str]:
    """Say what a score is made of."""
    told = [f"score {one.score:.2f} = words {one.words_part:.2f} + nearness {one.near_part:.2f}"]
    if one.shared:
        most = list(one.shared.items())[:SHARED]
        told.append(f"words: {', '.join(f'{word} {part:.2f}' for word, part in most)}")
    if one.via:
        steps = len(one.via) - 1
        where = f"{steps} step{'s' if steps > 1 else ''} away: " if steps else "on the same record: "
        told.append(f"{where}{ARROW.join(record.id for record in one.via)}")
    verified = one.record.said("verified")
    if verified:
        told.append(f"workaround last seen to work {verified[:10]}")
    fix = one.record.said("fix")
    if fix:
        told.append(f"{'fixed by' if one.record.is_('done') else 'to be fixed by'} {fix}")
    return [printable(line) for line in told]


def kedb_markdown(found: Sequence[Match], limit: int) -> str:
    """Write matches as Markdown."""
    parts: list[str] = []
    for one in found[:limit]:
        parts.append(f"### {markdown(one.record.title)} ({code(one.record.id)}, {one.record.state})\n")
        lines = _workaround(one).strip().split("\n")
        parts.append("**Workaround:**\n\n" + "".join(f"> {markdown(line)}\\\n" for line in lines).rstrip("\\\n") + "\n")
        parts.append("".join(f"- {markdown(reason)}\n" for reason in reasons(one)))
    rest = _rest(found, limit)
    return "\n".join([*parts, f"{markdown(rest)}\n"] if rest else parts)


def kedb_json(found: Sequence[Match], limit: int) -> str:
    """Write matches as JSON, version 1."""
    matches = [
        {
            "id": one.record.id,
            "title": one.record.title,
            "status": one.record.state,
            "score": one.score,
            "words": one.words_part,
            "nearness": one.near_part,
            "shared": dict(one.shared),
            "via": [record.id for record in one.via],
            "workaround": _workaround(one),
        }
        for one in found[:limit]
    ]
    return as_text({"version": 1, "count": len(found), "matches": matches})
