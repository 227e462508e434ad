"""Kinds and their schemas into text: what there is, and what a record of a kind may hold."""

from itsmctl.kinds import Kind, Kinds

__all__ = ["kind_text", "kinds_text"]


def kinds_text(kinds: Kinds) -> str:
    """Write one line a kind."""
    width = max(map(len, kinds.by_name))
    pairs = sorted(kinds.by_name.items())
    return "".join(f"{name:<{width}}  {kind.icon} {kind.title}: {_about(kind)}\n" for name, kind in pairs)


def _about(kind: Kind) -> str:
    return str(kind.schema.get("description", ""))


def kind_text(kind: Kind) -> str:
    """Write a kind's fields, the required ones marked, its ids, and the states with their moves."""
    path = f"records/{kind.name}/{kind.identity.format or '<id>'}.yaml"
    lines = [f"{kind.icon} {kind.title}: {_about(kind)}", "", path, ""]
    width = max(map(len, kind.fields))
    order = sorted(kind.fields.values(), key=lambda one: (not one.required, one.name))
    lines += [f"{'*' if one.required else ' '} {one.name:<{width}}  {one.help}".rstrip() for one in order]
    lines += ["", "* required", *_states(kind)]
    return "\n".join(lines) + "\n"


def _states(kind: Kind) -> list[str]:
    lifecycle = kind.lifecycle
    if lifecycle is None:
        return []
    moves: dict[str, list[str]] = {}
    for move in lifecycle.moves:
        moves.setdefault(move.source, []).append(move.target)
    arrows = [f"  {source} → {', '.join(targets)}" for source, targets in moves.items()]
    begin, end = " or ".join(lifecycle.start), " or ".join(lifecycle.end)
    return ["", f"{lifecycle.field}: begins as {begin}, ends as {end}", *arrows]
