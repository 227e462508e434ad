"""Rules that are expressions, asked of all records of their kind: together first, one by one where that says no."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from itsmctl.catalog import Record
from itsmctl.expression import MEANS, Expression, Unclear, Value, World, compile_text
from itsmctl.rules.expressed.gather import ENTRY, VALUE, Usable

__all__ = ["Answers", "ask", "in_all"]

ROOM = 50_000  # characters of rules that are asked together
BESIDE = "(()?():true)&& " + "\n" * 4  # what is written around a rule
HARD = re.compile(r"""\\|//|'''|\"{3}""")  # escapes, comments and long strings: no place to look for calls
CALL = re.compile(r"""("[^"\n]*"|'[^'\n]*')|(?<![\w.])is\(\s*('[a-z-]+'|"[a-z-]+")\s*\)""")


@dataclass(slots=True)
class Answers:
    """What came of one rule: the records that break it, each with name and value of an entry if it is asked of each.

    ``unclear`` are those for which it cannot be decided, with a reason.
    """

    broken: list[tuple[Record, str, Any]] = field(default_factory=list)
    unclear: list[tuple[Record, str]] = field(default_factory=list)


def ask(rules: Iterable[Usable], records: Iterable[Record], world: World) -> dict[str, Answers]:
    """Ask the rules of one kind of its records; answers by code.

    To start the engine costs far more than a rule does. Rules are therefore joined by "and": only a record for which
    that is not true is asked rule by rule.
    """
    found: dict[str, Answers] = {}
    groups = list(_joined(list(rules)))
    for record in records:
        for together, several in groups:
            if record.valid and not _all_true(together, record, world):
                for one in several:
                    _note(found.setdefault(one.given.told.code, Answers()), one, record, world)
    return found


def _all_true(together: Expression | None, record: Record, world: World) -> bool:
    said = together.of(record, world) if together else None
    return isinstance(said, Value) and said.value is True


def _note(answers: Answers, one: Usable, record: Record, world: World) -> None:
    if one.when is not None:
        asked = _said(one.when, record, world)
        if asked is not True:
            answers.unclear += [(record, asked)] if isinstance(asked, str) else []
            return
    for entry, value in _entries(one, record, world):
        said = _said(one.holds, record, world, {ENTRY: entry, VALUE: value})
        if isinstance(said, str):
            answers.unclear.append((record, said))
            return
        if not said:
            answers.broken.append((record, entry, value))


def _entries(one: Usable, record: Record, world: World) -> Iterable[tuple[str, Any]]:
    """Return what a rule is asked of: entries of a map, or the whole record once, which has no name there."""
    here: Any = world.value(record)
    for step in one.given.told.each.split(".") if one.given.told.each else ():
        here = here.get(step, {})
    return here.items() if one.given.told.each else (("", None),)


def _said(expression: Expression, record: Record, world: World, also: Mapping[str, Any] | None = None) -> bool | str:
    """Return what an expression comes to, or why it comes to neither true nor false."""
    said = expression.of(record, world, also)
    if isinstance(said, Unclear):
        return said.because
    return said.value if isinstance(said.value, bool) else "it comes to something that is neither true nor false"


def _joined(rules: list[Usable]) -> Iterator[tuple[Expression | None, list[Usable]]]:
    """Yield the rules in groups, as many as one expression has room for; None where they must be asked one by one."""
    group: list[Usable] = []
    length = 0
    for one in sorted(rules, key=_when):
        size = len(_quick(_when(one))) + len(_holds(one)) + len(BESIDE)
        if group and length + size > ROOM:
            yield _together(group), group
            group, length = [], 0
        group.append(one)
        length += size
    if group:
        yield _together(group), group


def _together(group: list[Usable]) -> Expression | None:
    """Join rules by "and"; those that are asked of the same records ask for these once."""
    parts = (_part(when, several) for when, several in groupby(group, _when))
    made = compile_text(None, " && ".join(parts), longest=ROOM, also={MEANS: "any"})
    return made if isinstance(made, Expression) else None


def _part(when: str, rules: Iterable[Usable]) -> str:
    holds = " && ".join(map(_holds, rules))
    return f"((\n{_quick(when)}\n) ? ({holds}) : true)" if when else holds


def _holds(one: Usable) -> str:
    return in_all(f"(\n{_quick(one.holds.text)}\n)", one.given.told.each)  # line breaks end what may be a comment


def in_all(text: str, each: str) -> str:
    """Write what must hold of each entry of a map as one expression about the record."""
    if not each:
        return text
    steps = each.split(".")
    there = " && ".join(f"has(self.{'.'.join(steps[: n + 1])})" for n in range(len(steps)))
    return f"({there} ? self.{each}.all({ENTRY}, [self.{each}[{ENTRY}]].all({VALUE}, {text})) : true)"


def _quick(text: str) -> str:
    """Write calls of is() as a look into a list: a call out of the engine costs as much as ten comparisons."""
    return text if HARD.search(text) else CALL.sub(lambda found: found[1] or f"({found[2]} in {MEANS})", text)


def _when(one: Usable) -> str:
    return one.when.text if one.when else ""
