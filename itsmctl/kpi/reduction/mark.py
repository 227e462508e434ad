"""A role, a meaning, a state or a field of a kind into the moment that it marks in the life of a record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from itsmctl.catalog import Record, moment
from itsmctl.kinds import Kind, Lifecycle
from itsmctl.suggest import did_you_mean

__all__ = ["How", "Mark", "mark", "said"]

BORN = "opened"
# Roles of times that a meaning of the state stands behind: what has that meaning has come there, and rests there.
BEHIND = {"done": "done", "closed": "ended"}
TIMES = ("time", "date", "any")


class How(Enum):
    """How a record tells that it has come to a mark, where its field does not."""

    BORN = "its first version on main"
    RESTS = "its state has a meaning, without a break"
    REACHED = "its state was once that"
    DECLARED = "nothing but the field"


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment in the life of records: the fields that declare it, and the states in which it has come.

    ``state`` is the one that the fields declare: it affirms the moment on main.
    """

    how: How
    fields: tuple[str, ...]
    states: frozenset[str] = frozenset()
    state: str = ""


def said(record: Record, fields: Sequence[str]) -> datetime | None:
    """Return the time that the first of the fields which is filled in declares."""
    told: Any = next((value for field in fields if (value := record.at(field)) is not None), None)
    return moment(told)


def mark(kind: Kind, names: tuple[str, ...]) -> Mark | tuple[str, str]:
    """Return what the names mark, or what is wrong and a suggestion. Several names are states, any of which will do."""
    states = _states(kind)
    if len(names) > 1 or (names[0] in states and not kind.role(names[0])):
        wrong = next((name for name in names if name not in states), None)
        if wrong is not None:
            return f"{kind.name} has no state {wrong}", did_you_mean(wrong, states, f"its states are {_list(states)}")
        return _reached(kind.lifecycle, names) if kind.lifecycle else ("", "")
    return _one(kind, names[0])


def _one(kind: Kind, name: str) -> Mark | tuple[str, str]:
    """Return what a role, a meaning or a field marks, in this order."""
    fields = kind.role(name)
    wrong = next((field for field in fields if not _timely(kind, field)), None)
    if wrong is not None:
        return f"{name} is {wrong} in {kind.name}, which is no time", f"name a field of it, such as {wrong}.start"
    if name == BORN:
        return Mark(How.BORN, fields)
    means = kind.lifecycle.means if kind.lifecycle else {}
    meaning = BEHIND.get(name, name)
    if meaning in means:
        return _rests(kind, fields or _role_of(kind, meaning), meaning)
    if fields or (name and kind.form.at(name) is not None and _timely(kind, name)):
        return Mark(How.DECLARED, fields or (name,))
    if name and kind.form.at(name) is not None:
        return f"{kind.name}.{name} is no time", "name a field of type time or date"
    known = sorted({BORN, *means, *_states(kind), *(role for role in kind.roles if _all_timely(kind, role))})
    known += [field for field in kind.fields if _timely(kind, field)]
    hint = did_you_mean(name, known, f"what can be named is {_list(known)}")
    return f"{name} is no role, meaning, state or field of {kind.name}", hint


def _rests(kind: Kind, fields: tuple[str, ...], meaning: str) -> Mark:
    """Return the mark of a meaning: what is given up has not come where others come to."""
    lifecycle = kind.lifecycle
    means = lifecycle.means if lifecycle else {}
    void = means.get("void", frozenset()) if meaning != "void" else frozenset()
    states = means[meaning] - void
    times = {state: field for state, field in (lifecycle.times if lifecycle else {}).items() if state in states}
    if not fields and len(times) == 1:
        fields = tuple(times.values())
    state = next((state for state, field in times.items() if field in fields), "")
    return Mark(How.RESTS, fields, states, state)


def _reached(lifecycle: Lifecycle, names: tuple[str, ...]) -> Mark:
    fields = tuple(lifecycle.times[name] for name in names if name in lifecycle.times) if len(names) == 1 else ()
    return Mark(How.REACHED, fields, frozenset(names))


def _role_of(kind: Kind, meaning: str) -> tuple[str, ...]:
    return next((kind.role(role) for role, behind in BEHIND.items() if behind == meaning), ())


def _states(kind: Kind) -> tuple[str, ...]:
    field = kind.fields.get(kind.lifecycle.field) if kind.lifecycle else None
    return field.values if field else ()


def _timely(kind: Kind, name: str) -> bool:
    field = kind.form.at(name)
    return field is not None and field.type in TIMES


def _all_timely(kind: Kind, role: str) -> bool:
    return all(_timely(kind, field) for field in kind.role(role))


def _list(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"
