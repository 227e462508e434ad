"""A kind held against itself: the fields, states and kinds that its words name exist, and do not contradict."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from itsmctl.document import Document, Path
from itsmctl.findings import Finding
from itsmctl.kinds.check import fault
from itsmctl.kinds.model import Field, Kind
from itsmctl.suggest import did_you_mean

__all__ = ["faults"]

LIFECYCLE: Path = ("x-itsm", "lifecycle")
SPANS = (("start", "end"), ("from", "until"))
# Meanings that no state can have together: what is given up was not done, what is planned is not yet anything.
APART = (
    ("void", "done"), ("void", "in-force"), ("void", "in-use"), ("void", "planned"), ("void", "waiting"),
    ("planned", "in-use"), ("planned", "in-force"), ("planned", "done"), ("planned", "ended"),
    ("in-use", "ended"), ("in-force", "ended"), ("waiting", "ended"), ("waiting", "done"),
)  # fmt: skip
TIMES = ("time", "date")
Named = tuple[Path, str]


def faults(kind: Kind, document: Document, kinds: Mapping[str, Kind], names: Collection[str]) -> Iterator[Finding]:
    """Yield each name of a field, a state or a kind that is none, and each pair of words that cannot both be true.

    ``names`` are all kinds, ``kinds`` those that can be read.
    """
    states = _states(kind)
    yield from _among(_fields_named(kind.schema), kind.form, document)
    yield from _unknown(_states_named(kind.schema), states, "state", document)
    yield from _unknown(_kinds_named(kind), names, "kind", document)
    yield from _unknown(
        ((("x-itsm", "page", "tones", word), word) for word in kind.page.tones), _words(kind), "word", document
    )
    yield from _together(kind, document)
    yield from _circular(kind, document)
    yield from _pairs(kind, document, kinds, names)
    yield from _timed(kind, document)


def _states(kind: Kind) -> tuple[str, ...]:
    field = kind.fields.get(kind.lifecycle.field) if kind.lifecycle else None
    return field.values if field else ()


def _words(kind: Kind) -> tuple[str, ...]:
    """Return all that a field of the kind may be where that is a list."""
    return tuple(word for field in kind.fields.values() for word in field.values)


def _fields_named(schema: Mapping[str, Any]) -> Iterator[Named]:
    words = schema["x-itsm"]
    yield from ((("x-itsm", "normative", n), name) for n, name in enumerate(words.get("normative", ())))
    lifecycle = words.get("lifecycle")
    if lifecycle:
        yield (*LIFECYCLE, "field"), lifecycle["field"]
        yield from (((*LIFECYCLE, "times", state), name) for state, name in lifecycle.get("times", {}).items())
        for state, needed in lifecycle.get("needs", {}).items():
            yield from (((*LIFECYCLE, "needs", state, n), name) for n, name in enumerate(needed))
    for role, told in words.get("fields", {}).items():
        several = [told] if isinstance(told, str) else told
        yield from ((("x-itsm", "fields", role), name) for name in several)
    for word in ("orders", "unique"):
        for number, group in enumerate(words.get(word, ())):
            yield from ((("x-itsm", word, number, n), name) for n, name in enumerate(group))
    for word in ("due", "ages", "rules"):
        for number, entry in enumerate(words.get(word, ())):
            yield from ((("x-itsm", word, number, key), entry[key]) for key in ("field", "met", "at") if key in entry)
    yield from ((("x-itsm", "pairs", n, 0), here) for n, (here, _) in enumerate(words.get("pairs", ())))
    yield from _shown(words.get("page", {}), words.get("fields", {}))


def _shown(page: Mapping[str, Any], roles: Mapping[str, Any]) -> Iterator[Named]:
    """Yield the fields that a page names; a column may also be a role."""
    here: Path = ("x-itsm", "page")
    yield from (((*here, "columns", n), c) for n, c in enumerate(page.get("columns", ())) if c not in roles)
    yield from (((*here, "search", name), name) for name in page.get("search", {}))
    order = page.get("order", "").removeprefix("-")
    if order and order not in (*roles, "id"):
        yield (*here, "order"), order


def _states_named(schema: Mapping[str, Any]) -> Iterator[Named]:
    words = schema["x-itsm"]
    lifecycle = words.get("lifecycle") or {}
    for word in ("start", "end", "frozen", "stops"):
        yield from (((*LIFECYCLE, word, n), state) for n, state in enumerate(lifecycle.get(word, ())))
    for word in ("times", "needs"):
        yield from (((*LIFECYCLE, word, state), state) for state in lifecycle.get(word, ()))
    for meaning, states in lifecycle.get("means", {}).items():
        yield from (((*LIFECYCLE, "means", meaning, n), state) for n, state in enumerate(states))
    for number, move in enumerate(lifecycle.get("moves", ())):
        yield from (((*LIFECYCLE, "moves", number, end), move[end]) for end in ("from", "to"))
    for number, age in enumerate(words.get("ages", ())):
        if "state" in age:
            yield ("x-itsm", "ages", number, "state"), age["state"]


def _kinds_named(kind: Kind) -> Iterator[Named]:
    for reference in kind.references:
        yield from ((("properties", *reference.path), name) for name in reference.to)


def _unknown(named: Iterable[Named], known: Iterable[str], what: str, document: Document) -> Iterator[Finding]:
    known = tuple(known)
    for path, name in named:
        if name not in known:
            hint = did_you_mean(name, known, f"there is no {what} {name}")
            yield fault(document, path, f"{_dotted(path)} names the {what} {name}, which is none", hint)


def _among(named: Iterable[Named], form: Field, document: Document) -> Iterator[Finding]:
    """Yield each path that leads to no field; the suggestion is looked for where it goes astray."""
    for path, name in named:
        if form.at(name) is not None:
            continue
        steps = name.split(".")
        right = next(n for n in range(len(steps), -1, -1) if form.at(".".join(steps[:n])) is not None)
        inner = form.at(".".join(steps[:right]))
        while inner is not None and inner.items is not None and not inner.inner:
            inner = inner.items
        known = sorted(inner.inner) if inner else []
        hint = did_you_mean(steps[right], known, f"the schema knows no field {name}")
        yield fault(document, path, f"{_dotted(path)} names the field {name}, which is none", hint)


def _together(kind: Kind, document: Document) -> Iterator[Finding]:
    means = kind.lifecycle.means if kind.lifecycle else {}
    for one, other in APART:
        for state in sorted(means.get(one, frozenset()) & means.get(other, frozenset())):
            message = f"the state {state} cannot mean both {one} and {other}"
            yield fault(document, (*LIFECYCLE, "means", one), message, "leave the one that is true")


def _circular(kind: Kind, document: Document) -> Iterator[Finding]:
    """Yield each order that makes a time come before itself."""
    before: dict[str, set[str]] = {}
    for number, order in enumerate(kind.orders):
        for earlier, later in pairwise(order):
            if _reaches(later, earlier, before):
                message = f"{earlier} comes before {later}, and by another order after it"
                yield fault(document, ("x-itsm", "orders", number), message, "take one of the two orders out")
            else:
                before.setdefault(earlier, set()).add(later)


def _reaches(start: str, end: str, before: Mapping[str, set[str]]) -> bool:
    pending, seen = [start], set()
    while pending:
        here = pending.pop()
        if here == end:
            return True
        if here not in seen:
            seen.add(here)
            pending += before.get(here, ())
    return False


def _pairs(kind: Kind, document: Document, kinds: Mapping[str, Kind], names: Collection[str]) -> Iterator[Finding]:
    for number, (_, there) in enumerate(kind.pairs):
        name, _, field = there.partition(".")
        path: Path = ("x-itsm", "pairs", number, 1)
        if name not in names:
            yield from _unknown([(path, name)], names, "kind", document)
        elif name in kinds and kinds[name].form.at(field) is None:
            yield from _among([(path, field)], kinds[name].form, document)


def _timed(kind: Kind, document: Document) -> Iterator[Finding]:
    """Yield each field that an order, a due time or an age names, and that holds no time."""
    named: list[Named] = [
        (("x-itsm", "orders", n, m), name) for n, o in enumerate(kind.orders) for m, name in enumerate(o)
    ]
    named += [(("x-itsm", "due", n, "field"), due.field) for n, due in enumerate(kind.due)]
    named += [(("x-itsm", "ages", n, "field"), age.field) for n, age in enumerate(kind.ages) if age.field]
    for path, name in named:
        field = kind.form.at(name)
        if field is not None and field.type not in (*TIMES, "any"):
            message = f"{_dotted(path)} names {name}, which holds no time but a {field.type}"
            yield fault(document, path, message, "name a field of type common.json#/$defs/time or date")


def _dotted(path: Path) -> str:
    return ".".join(str(step) for step in path)
