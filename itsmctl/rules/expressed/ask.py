"""Rules that are expressions, asked of all records of their kind: together first, one by one where that says no."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

from itsmctl.catalog import Record
from itsmctl.expression import MEANS, Expression, Unclear, Value, World, compile_text
from itsmctl.rules.expressed.gather import Usable

__all__ = ["Answers", "ask"]

ROOM = 50_000  # characters of rules that are asked together
BESIDE = "(()?():true)&& " + "\n" * 4  # what is written around a rule
HARD = re.compile(r"""\\|//|'''|\"{3}""")  # escapes, comments and long strings: no place to look for calls
CALL = re.compile(r"""("[^"\n]*"|'[^'\n]*')|(?<![\w.])is\(\s*('[a-z-]+'|"[a-z-]+")\s*\)""")


@dataclass(slots=True)
class Answers:
    """What came of one rule: the records that break it, and those for which it cannot be decided, with a reason."""

    broken: list[Record] = field(default_factory=list)
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
    for expression in (one.when, one.holds):
        if expression is None:
            continue
        said = expression.of(record, world)
        if isinstance(said, Unclear):
            answers.unclear.append((record, said.because))
            return
        if not isinstance(said.value, bool):
            answers.unclear.append((record, "it comes to something that is neither true nor false"))
            return
        if expression is one.holds and not said.value:
            answers.broken.append(record)
        if not said.value:
            return


def _joined(rules: list[Usable]) -> Iterator[tuple[Expression | None, list[Usable]]]:
    """Yield the rules in groups, as many as one expression has room for; None where they must be asked one by one."""
    group: list[Usable] = []
    length = 0
    for one in sorted(rules, key=_when):
        size = len(_quick(_when(one))) + len(_quick(one.holds.text)) + len(BESIDE)
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
    holds = " && ".join(f"(\n{_quick(one.holds.text)}\n)" for one in rules)  # line breaks end what may be a comment
    return f"((\n{_quick(when)}\n) ? ({holds}) : true)" if when else holds


def _quick(text: str) -> str:
    """Write calls of is() as a look into a list: a call out of the engine costs as much as ten comparisons."""
    return text if HARD.search(text) else CALL.sub(lambda found: found[1] or f"({found[2]} in {MEANS})", text)


def _when(one: Usable) -> str:
    return one.when.text if one.when else ""
