"""A kind held against itself: the fields, states and kinds that its words name exist, and do not contradict."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from itsmctl.document import Document, Path
from itsmctl.findings import Finding
from itsmctl.kinds.check import fault
from itsmctl.kinds.model import Field, Kind
from itsmctl.suggest import did_you_mean

__all__ = ["names", "sense"]

LIFECYCLE: Path = ("x-itsm", "lifecycle")
# Meanings that no state can have together: what is given up was not done, what is planned is not yet anything.
APART = (
    ("void", "done"), ("void", "in-force"), ("void", "in-use"), ("void", "planned"), ("void", "waiting"),
    ("planned", "in-use"), ("planned", "in-force"), ("planned", "done"), ("planned", "ended"),
    ("in-use", "ended"), ("in-force", "ended"), ("waiting", "ended"), ("waiting", "done"),
)  # fmt: skip
TIMES = ("time", "date")
Named = tuple[Path, str]


# Where the words of x-itsm name fields, and where states: * is each item or value, % each key.
FIELDS = (
    "normative.*", "lifecycle.field", "lifecycle.times.*", "lifecycle.needs.*.*", "fields.*", "fields.*.*",
    "orders.*.*", "unique.*.*", "due.*.field", "due.*.met", "ages.*.field", "rules.*.at", "pairs.*.0", "page.search.%",
)  # fmt: skip
STATES = (
    "lifecycle.start.*", "lifecycle.end.*", "lifecycle.frozen.*", "lifecycle.stops.*", "lifecycle.times.%",
    "lifecycle.needs.%", "lifecycle.means.*.*", "lifecycle.moves.*.from", "lifecycle.moves.*.to", "ages.*.state",
)  # fmt: skip


def names(form: Field, document: Document) -> Iterator[Finding]:
    """Yield each name of a field or a state that is none, also where other words of the schema are wrong."""
    words = document.value["x-itsm"]
    field = next((name for _, name in _at(words, "lifecycle.field")), "")
    states = form.inner[field].values if field in form.inner else ()
    yield from _among((*_named(words, FIELDS), *_shown(words)), form, document)
    yield from _unknown(_named(words, STATES) if states else (), states, "state", document)
    told = tuple(word for inner in form.inner.values() for word in inner.values)
    yield from _unknown(_named(words, ("page.tones.%",)), told, "word", document)


def sense(kind: Kind, document: Document, kinds: Mapping[str, Kind], names: Collection[str]) -> Iterator[Finding]:
    """Yield each kind that is none, and each pair of words that cannot both be true.

    ``names`` are all kinds, ``kinds`` those that can be read.
    """
    yield from _unknown(_kinds_named(kind), names, "kind", document)
    yield from _together(kind, document)
    yield from _circular(kind, document)
    yield from _pairs(kind, document, kinds, names)
    yield from _timed(kind, document)


def _named(words: Any, paths: Iterable[str]) -> Iterator[Named]:
    for path in paths:
        yield from ((("x-itsm", *inner), name) for inner, name in _at(words, path))


def _at(value: Any, path: str) -> Iterator[Named]:
    """Yield each text to which a path leads, with the way to it; what has another shape leads nowhere."""
    places: list[tuple[Path, Any]] = [((), value)]
    for step in path.split("."):
        places = [((*way, key), inner) for way, here in places for key, inner in _inner(here, step)]
    return ((way, text) for way, text in places if isinstance(text, str))


def _inner(value: Any, step: str) -> Iterable[tuple[str | int, Any]]:
    if isinstance(value, Mapping):
        if step == "%":
            return [(key, key) for key in value]
        return list(value.items()) if step == "*" else [(step, value[step])] if step in value else []
    if isinstance(value, list):
        return [pair for pair in enumerate(value) if step in ("*", str(pair[0]))]
    return []


def _shown(words: Any) -> Iterator[Named]:
    """Yield the fields that a page names; a column, and the order, may also be a role."""
    roles = {str(path[-1]) for path, _ in _at(words, "fields.%")}
    yield from ((path, name) for path, name in _named(words, ("page.columns.*",)) if name not in roles)
    for path, order in _named(words, ("page.order",)):
        if (name := order.removeprefix("-")) not in (*roles, "id"):
            yield path, name


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
