"""Rules that are expressions, asked of all records of their kind: together first, one by one where that says no."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from itsmctl.catalog import Record
from itsmctl.expression import LONGEST, Expression, Unclear, Value, World, compile_text
from itsmctl.rules.expressed.gather import Usable

__all__ = ["Answers", "ask"]


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
    for one in rules:
        size = len(_whole(one)) + len(" && ")
        if group and length + size > LONGEST:
            yield _together(group), group
            group, length = [], 0
        group.append(one)
        length += size
    if group:
        yield _together(group), group


def _together(group: list[Usable]) -> Expression | None:
    made = compile_text(None, " && ".join(map(_whole, group)))
    return made if isinstance(made, Expression) else None


def _whole(one: Usable) -> str:
    """Write a rule as one expression; line breaks end what may be a comment."""
    holds = f"(\n{one.holds.text}\n)"
    return f"(!(\n{one.when.text}\n) || {holds})" if one.when else holds
