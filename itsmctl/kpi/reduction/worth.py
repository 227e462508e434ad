"""One lapse into what it counts for: in or out of the period, still waiting, and the value of the record."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from itsmctl.catalog import Record
from itsmctl.clock import hours
from itsmctl.expression import Expression, Unclear, World
from itsmctl.kpi.question import Question
from itsmctl.kpi.reduction.compiled import Plan
from itsmctl.kpi.reduction.lapse import Lapse
from itsmctl.kpi.reduction.mark import said
from itsmctl.kpi.reduction.words import Reduction

__all__ = ["Place", "Worth", "worths"]


class Place(Enum):
    """Where a lapse stands as seen from the period."""

    COUNTS = "it is one of those asked for"
    WAITS = "it has begun, and will be one"
    UNDATED = "it was one, and nobody knows when"
    PAST = "it was one, and now is none"


@dataclass(frozen=True, slots=True)
class Worth:
    """What a lapse counts for: its value, the time that decides the period, whether the record declared that time.

    ``unclear`` says why it has no value; then it does not count.
    """

    lapse: Lapse
    place: Place
    at: datetime
    declared: bool = True
    value: float = 1.0
    remarked: bool = False
    unclear: str = ""


def worths(plan: Plan, question: Question, found: Iterable[Lapse]) -> Iterator[Worth]:
    """Yield what each lapse counts for that the plan's ``where`` lets through."""
    world = _World(question, plan)
    for lapse in found:
        placed = PLACED[plan.told.time](plan, question, lapse)
        if placed is None:
            continue
        world.lapse = lapse
        let = _asked(plan.where, lapse.record, world, default=True)
        if isinstance(let, Unclear):
            yield _unclear(placed, let.because)
        elif not isinstance(let, bool):
            yield _unclear(placed, f"where comes to {type(let).__name__}, not to true or false")
        elif let:
            yield _valued(plan, question, placed, world)


class _World(World):
    """The records as of the question; each also tells when it reached its end, and whether it has left it again."""

    lapse: Lapse

    def __init__(self, question: Question, plan: Plan) -> None:
        super().__init__(question.snapshot.catalog, question.as_of)
        self._question = question
        self._states = plan.end.states if plan.end else frozenset[str]()
        self._looks_back = plan.looks_back

    def given(self, record: Record) -> dict[str, Any]:
        again = self._looks_back and self._question.reopened(record, self._states)
        return {**super().given(record), "reached": self.lapse.end or self.now, "reopened": again}


def _by_end(plan: Plan, question: Question, lapse: Lapse) -> Worth | None:
    if lapse.end is not None:
        inside = question.within(lapse.end)
        return Worth(lapse, Place.COUNTS, lapse.end, lapse.declared) if inside else None
    if not plan.told.timed:
        return None
    return Worth(lapse, Place.UNDATED if lapse.ended else Place.WAITS, question.as_of)


def _by_begin(plan: Plan, question: Question, lapse: Lapse) -> Worth | None:
    declared = plan.begin is not None and said(lapse.record, plan.begin.fields) is not None
    if not question.within(lapse.start):
        return None
    waits = plan.told.timed and lapse.end is None
    place = Place.COUNTS if not waits else Place.UNDATED if lapse.ended else Place.WAITS
    return Worth(lapse, place, lapse.start, declared)


def _as_of(_: Plan, question: Question, lapse: Lapse) -> Worth:
    place = Place.COUNTS if not lapse.ended else Place.UNDATED if lapse.end is None else Place.PAST
    return Worth(lapse, place, question.as_of)


PLACED = {"to": _by_end, "from": _by_begin, "as-of": _as_of}


def _valued(plan: Plan, question: Question, placed: Worth, world: World) -> Worth:
    lapse = placed.lapse
    if placed.place is not Place.COUNTS or plan.value is None:
        length = hours((lapse.end or question.as_of) - lapse.start) if plan.told.timed else 1.0
        return replace(placed, value=length)
    share = plan.told.reduce == "share"
    told = _asked(plan.value, lapse.record, world, default=None)
    if isinstance(told, Unclear):
        return _unclear(placed, told.because)
    value = _number(told, plan.told)
    if value is None or (share and not isinstance(told, bool)):
        wanted = "true or false" if share else "a number"
        return _unclear(placed, f"value comes to {type(told).__name__}, not to {wanted}")
    remarked = _asked(plan.remark, lapse.record, world, default=False) is True
    return replace(placed, value=value * 100 if share else value, remarked=remarked)


def _asked(text: Expression | None, record: Record, world: World, *, default: Any) -> Any:
    if text is None:
        return default
    told = text.of(record, world)
    return told if isinstance(told, Unclear) else told.value


def _number(told: Any, of: Reduction) -> float | None:
    if isinstance(told, timedelta):
        return told / timedelta(days=1) if of.days else hours(told)
    if not isinstance(told, bool | int | float) or not math.isfinite(told):
        return None
    return float(told)


def _unclear(placed: Worth, because: str) -> Worth:
    return replace(placed, unclear=because)
