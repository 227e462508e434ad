"""The rules that are expressions, as rules like all others, and what is wrong with them."""
# ruff: noqa: D401 - the docstring of a rule states the fault

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from itsmctl.catalog import Record
from itsmctl.document import key_place, place
from itsmctl.expression import names_in
from itsmctl.findings import Location, Severity
from itsmctl.rules.context import Context
from itsmctl.rules.expressed.ask import Answers, ask
from itsmctl.rules.expressed.gather import BLANK, ENTRY, VALUE, Usable, usable
from itsmctl.rules.rule import Rule, Seen, rule_in_context
from itsmctl.rules.words import rules_of
from itsmctl.snapshot import Snapshot

__all__ = ["Book", "book_in", "book_of", "rule_undecided", "rule_unusable"]


@dataclass(frozen=True, slots=True)
class Book:
    """The rules that can be asked, and the faults of those that cannot."""

    usable: tuple[Usable, ...]
    faults: tuple[Seen, ...]

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Each as a rule that yields what breaks it."""
        return tuple(_rule(one) for one in self.usable)


def book_of(snapshot: Snapshot) -> Book:
    """Compile all rules of a snapshot that are expressions."""
    found, faults = usable(snapshot, frozenset(one.code for one in rules_of(snapshot.kinds)))
    return Book(tuple(found), tuple(faults))


def _rule(one: Usable) -> Rule:
    told, given = one.given.told, one.given
    return Rule(
        told.code,
        told.severity,
        told.hint,
        _summary(told.message, given.kind),
        partial(_check, one),
        why=told.why,
        wrong=told.wrong,
        right=told.right,
        kind=given.kind,
        source=given.source,
        path=told.path,
    )


def _summary(message: str, kind: str) -> str:
    """Write a message as it is of any record: the record is one of its kind, a field is named."""
    text = BLANK.sub(lambda match: f"a record of kind {kind}" if match[1] == "id" else f"({match[1]})", message)
    return f"{text[:1].upper()}{text[1:]}."


def _check(one: Usable, snapshot: Snapshot, context: Context) -> Iterator[Seen]:
    told = one.given.told
    answers = _answers(context).get(told.code)
    for record, entry, value in answers.broken if answers else ():
        words = {"id": snapshot.catalog.name(record), **({ENTRY: entry, VALUE: value} if told.each else {})}
        where = key_place(record.document, (*told.each.split("."), entry)) if entry else _spot(record, told.at)
        yield _filled(told.message, record, words), where


def _answers(context: Context) -> Mapping[str, Answers]:
    return context.once("answers", lambda: _asked(context))


def _asked(context: Context) -> dict[str, Answers]:
    """Ask the rules of every kind once; without a time nothing is asked."""
    book = book_in(context, context.by)
    world = context.world(names_in(text for one in book.usable for text in one.texts))
    kinds: dict[str, list[Usable]] = {}
    for one in book.usable:
        kinds.setdefault(one.given.kind, []).append(one)
    found: dict[str, Answers] = {}
    for kind, rules in kinds.items() if world else ():
        if world and context.of(kind):
            found.update(ask(rules, context.of(kind), world))
    return found


def book_in(context: Context, snapshot: Snapshot) -> Book:
    """Return the book of a snapshot, made once a judgement."""
    return context.once(f"book {id(snapshot)}", lambda: book_of(snapshot))


@rule_in_context(Severity.ERROR, hint="itsmctl explain rule-unusable shows what an expression may say")
def rule_unusable(snapshot: Snapshot, context: Context) -> Iterator[Seen]:
    """The text of a rule cannot be asked: it does not parse, or speaks of what no record has."""
    yield from book_in(context, snapshot).faults


@rule_in_context(Severity.WARNING, hint="ask has(self.field) first, or leave those records out with when")
def rule_undecided(snapshot: Snapshot, context: Context) -> Iterator[Seen]:
    """A rule comes to nothing for some records: a field that is missing, a division by zero, too much work."""
    for one in book_in(context, context.by).usable:
        answers = _answers(context).get(one.given.told.code)
        if answers and answers.unclear:
            record, because = answers.unclear[0]
            many = len(answers.unclear)
            name = snapshot.catalog.name(record)
            what = name if many == 1 else f"{many:,} records, the first {name}"
            where = place(one.given.source, (*one.given.told.path, "holds"))
            related = (place(record.document, ()),)
            yield f"{one.given.told.code} cannot be decided for {what}: {because}", where, related


def _filled(message: str, record: Record, words: Mapping[str, Any]) -> str:
    return BLANK.sub(lambda match: _said(words[match[1]] if match[1] in words else record.at(match[1])), message)


def _said(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {one}" for key, one in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "nothing")


def _spot(record: Record, at: str) -> Location:
    lifecycle = record.kind.lifecycle
    path = tuple(at.split(".")) if at else (lifecycle.field,) if lifecycle else ()
    return place(record.document, path)
