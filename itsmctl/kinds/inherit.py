"""A repository's own copy of a shipped kind, and the shipped one: what the copy does not say, the shipped one says."""

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["inherited"]

Words = Mapping[str, Any]
# What fields and states mean. What a copy says of these it says wholly; what it leaves out is as shipped.
KIND = ("fields", "orders", "due", "ages", "pairs", "unique", "rules", "approvals", "page")
LIFECYCLE = ("means", "stops")


def inherited(own: Words, shipped: Words) -> dict[str, Any]:
    """Return a copy with the words of meaning that it lacks, as far as its fields and states know what they speak of.

    A copy made before these words existed goes on meaning what it always did.
    """
    words, given = own.get("x-itsm"), shipped.get("x-itsm")
    if not isinstance(words, Mapping) or not isinstance(given, Mapping):
        return dict(own)
    fields = frozenset(("id", *own.get("properties", {}))) | (SHARED if own.get("allOf") else frozenset())
    more = {name: kept for name in KIND if name not in words and (kept := _known(name, given.get(name), fields))}
    lifecycle = _lifecycle(words.get("lifecycle"), given.get("lifecycle"), own)
    return {**own, "x-itsm": {**words, **more, **({"lifecycle": lifecycle} if lifecycle else {})}}


SHARED = frozenset(("title", "description", "owner", "tags", "labels", "links", "notes", "former_ids"))


def _known(name: str, told: Any, fields: frozenset[str]) -> Any:
    """Return the parts of a word that name only fields which the copy has."""
    if isinstance(told, Mapping) and name == "fields":
        return {role: paths for role, paths in told.items() if _all_known(paths, fields)}
    if isinstance(told, Mapping):
        return {key: part for key, part in told.items() if isinstance(part, bool) or _all_known(part, fields)}
    if name == "pairs":  # the second of a pair is a field of another kind
        return [pair for pair in told or () if _all_known(pair[0], fields)]
    if isinstance(told, list):
        return [part for part in told if _all_known(part, fields)]
    return told


def _all_known(part: Any, fields: frozenset[str]) -> bool:
    return all(path.lstrip("-").partition(".")[0] in fields for path in _paths(part))


def _paths(part: Any) -> Iterator[str]:
    """Yield the fields that a part of a word names."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, list):
        yield from part
    elif isinstance(part, Mapping):
        named = [part[key] for key in ("field", "met", "at") if key in part]
        yield from named if named or "code" in part else part


def _lifecycle(own: Any, shipped: Any, schema: Words) -> dict[str, Any] | None:
    if not isinstance(shipped, Mapping):
        return dict(own) if isinstance(own, Mapping) else None
    field = (own or shipped).get("field")
    about = schema.get("properties", {}).get(field, {})
    states = frozenset(about.get("enum", ())) if isinstance(about, Mapping) else frozenset()
    if own is None:
        named = {*shipped["start"], *(move[end] for move in shipped["moves"] for end in ("from", "to"))}
        return dict(shipped) if named <= states else None
    more = {word: _of(shipped.get(word), states) for word in LIFECYCLE if word not in own}
    if own.get("end"):
        more.get("means", {}).pop("ended", None)  # it says itself, by the older word, what has ended
    return {**own, **{word: told for word, told in more.items() if told}}


def _of(told: Any, states: frozenset[str]) -> Any:
    """Return a word of the lifecycle with those states only that the copy knows."""
    if isinstance(told, Mapping):
        return {meaning: kept for meaning, named in told.items() if (kept := [s for s in named if s in states])}
    return [state for state in told or () if state in states]
