"""The words of a reduction, held against the kind that they are about, into what can be run; or what is wrong."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from itsmctl.document import Path
from itsmctl.expression import Expression, Wrong, compile_text
from itsmctl.kinds import Field, Kind, Kinds
from itsmctl.kpi.fault import Fault
from itsmctl.kpi.reduction.mark import BORN, Mark, mark
from itsmctl.kpi.reduction.words import COUNTED, REDUCES, Reduction
from itsmctl.suggest import did_you_mean

__all__ = ["ALSO", "Plan", "compiled"]

CODE = "broken-measure"
# What its texts can say beside what every expression can: when the end was reached, and whether it was left again.
REOPENED = "reopened"
ALSO = {"reached": "time", REOPENED: "bool"}


@dataclass(frozen=True, slots=True)
class Plan:
    """A reduction that fits its kind: its times as marks, its texts compiled, the fields of its groups."""

    told: Reduction
    begin: Mark | None
    end: Mark | None
    where: Expression | None
    value: Expression | None
    remark: Expression | None
    by: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def looks_back(self) -> bool:
        """Whether an expression asks for a record's reopening: that takes a look at its history."""
        return any(text is not None and REOPENED in text.text for text in (self.where, self.value, self.remark))


def compiled(told: Reduction, kinds: Kinds) -> Plan | list[Fault]:
    """Return what can be run, or every fault of the words."""
    kind = kinds.get(told.of)
    if kind is None:
        hint = did_you_mean(told.of, kinds.by_name, "itsmctl list shows the kinds")
        return [Fault(CODE, ("of",), f"there is no kind {told.of}", hint)]
    faults = list(_contradictions(told))
    begin = _mark(kind, ("from",), (told.begin or BORN,), faults) if told.begin or told.end else None
    end = _mark(kind, ("to",), told.end, faults) if told.end else None
    where = _text(kind, ("where",), told.where, "bool", faults)
    value = _text(kind, ("value",), told.value, "bool" if told.reduce == "share" else "number", faults)
    remark = _text(kind, ("remark", "when"), told.remark[0], "bool", faults)
    by = tuple((name, _fields(kind, name)) for name in told.by)
    faults += _groups(kind, by)
    faults += _spans(kind, told.over) if told.over else ()
    return faults or Plan(told, begin, end, where, value, remark, by)


def _contradictions(told: Reduction) -> Iterator[Fault]:
    """Yield the words that cannot stand together."""
    if told.reduce not in REDUCES:
        hint = did_you_mean(told.reduce, REDUCES, f"write one of {', '.join(REDUCES)}")
        yield Fault(CODE, ("reduce",), f"there is no way to reduce called {told.reduce or 'nothing'}", hint)
        return
    for clash in CLASHES:
        if clash.holds(told):
            yield Fault(CODE, (clash.word,), clash.message, clash.hint)


@dataclass(frozen=True, slots=True)
class Clash:
    """Words that cannot stand together, or not yet: the one to look at, what to say, and when it is so."""

    word: str
    message: str
    hint: str
    holds: Callable[[Reduction], bool]


CLASHES = (
    Clash(
        "hours",
        "service time is not available yet",
        "leave it out: hours are counted by the wall",
        lambda told: told.hours != "wall",
    ),
    Clash(
        "reduce",
        "a share needs a value that is true or false",
        "add value: an expression that is true for what counts",
        lambda told: told.reduce == "share" and not told.value,
    ),
    Clash(
        "value",
        "count and rate take no value: each record counts once",
        "say in where which records count, or reduce by sum",
        lambda told: told.reduce in COUNTED and bool(told.value),
    ),
    Clash(
        "value",
        "km-median is of lengths of time, not of a value",
        "leave value out: the length is that between from and to",
        lambda told: told.reduce == "km-median" and bool(told.value),
    ),
    Clash(
        "reduce",
        "it needs a value, or a length from one time to another",
        "add to (a role, a meaning or a state), or value",
        lambda told: told.timed and not told.end and told.time != "as-of",
    ),
    Clash(
        "reduce",
        "what is as of now has an age only since a time",
        "add from (opened), or value",
        lambda told: told.timed and told.time == "as-of" and not told.begin,
    ),
    Clash(
        "at",
        "there is no to that could decide the period",
        "add to, or write at: from",
        lambda told: told.at == "to" and not told.end,
    ),
    Clash(
        "reduce",
        "a rate needs times: it is what happens in a month",
        "add from or to: which time of a record counts",
        lambda told: told.reduce == "rate" and told.time == "as-of",
    ),
)


def _mark(kind: Kind, path: Path, names: tuple[str, ...], faults: list[Fault]) -> Mark | None:
    found = mark(kind, names)
    if isinstance(found, Mark):
        return found
    faults.append(Fault(CODE, path, *found))
    return None


def _text(kind: Kind, path: Path, text: str, result: str, faults: list[Fault]) -> Expression | None:
    if not text:
        return None
    made = compile_text(kind, text, result, also=ALSO)
    if isinstance(made, Wrong):
        message = f"{path[0]}: {made.message}"
        faults.append(Fault(CODE, path, message, made.hint, line=made.line, column=made.column, caret=made.caret))
        return None
    return made


def _fields(kind: Kind, name: str) -> tuple[str, ...]:
    """Return the fields that a role or a field is; nothing for what is neither."""
    return kind.role(name) or ((name,) if kind.form.at(name) is not None else ())


def _spans(kind: Kind, role: str) -> Iterator[Fault]:
    if not kind.role(role):
        yield Fault(CODE, ("over",), *_no_role(kind, role))
    for name in kind.role(role):
        field = kind.form.at(name)
        inner = field.items.inner if field is not None and field.items is not None else {}
        if field is None or field.type != "list" or not {"start", "end"} <= inner.keys():
            yield Fault(CODE, ("over",), f"{role} is {name} in {kind.name}, which is no list of spans", "name outages")


def _groups(kind: Kind, by: Sequence[tuple[str, tuple[str, ...]]]) -> Iterator[Fault]:
    for number, (name, fields) in enumerate(by):
        found = [kind.form.at(field) for field in fields]
        if not fields:
            yield Fault(CODE, ("by", number), *_no_role(kind, name))
        elif not all(field is not None and _groupable(field) for field in found):
            hint = "name a field of a single value or of references"
            yield Fault(CODE, ("by", number), f"{kind.name} cannot be grouped by {name}", hint)


def _groupable(field: Field) -> bool:
    one = field.items if field.type == "list" and field.items else field
    return bool(field.references or one.references) or one.type not in ("object", "map", "list")


def _no_role(kind: Kind, name: str) -> tuple[str, str]:
    known = sorted({*kind.roles, *kind.fields})
    return f"{name} is no role or field of {kind.name}", did_you_mean(name, known, f"itsmctl schema {kind.name}")
