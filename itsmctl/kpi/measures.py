"""The list of all measures, shipped as data or written in Python: what is not in it cannot be asked for by name."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from itsmctl.kinds import Kinds
from itsmctl.kpi.fault import Fault
from itsmctl.kpi.parameters import END, SERVICE, Parameter, Parameters, parameters
from itsmctl.kpi.promise import sla_compliance
from itsmctl.kpi.question import Question, Sample
from itsmctl.kpi.reduction import compiled, reduction, run
from itsmctl.kpi.reopening import reopen_rate
from itsmctl.kpi.services import availability, mtbf
from itsmctl.kpi.shipped import SHIPPED, Definition
from itsmctl.kpi.unauthorised import unauthorised_changes

__all__ = ["MEASURES", "Measure", "Run", "reduced"]

NAMED = re.compile(r"\$([a-z]+)")
EXPRESSIONS = ("where", "value")
Run = Callable[[Question], Sample]
Make = Callable[[Mapping[str, Any], Kinds, Sequence[str]], Run | list[Fault]]


@dataclass(frozen=True, slots=True)
class Measure:
    """What can be asked for by name: unit, parameters, the formula for people, and how it is made ready to run.

    ``make`` takes the parameters' values, the kinds of the repository and groups that go before its own; it returns
    what can be run, or faults.
    ``words`` are those of its definition, empty for what is written in Python.
    """

    unit: str
    parameters: Parameters
    formula: str
    make: Make
    words: Mapping[str, Any]


def reduced(words: Mapping[str, Any], kinds: Kinds, by: Sequence[str]) -> Run | list[Fault]:
    """Return a reduction that can be run, or what is wrong with its words."""
    plan = compiled(reduction({**words, "by": by} if by else words), kinds)
    return plan if isinstance(plan, list) else partial(run, plan)


def _written(function: Run, unit: str, *known: Parameter) -> Measure:
    """Return a measure that is a function; formula and source stand in its docstring."""
    formula = "\n".join(line.strip() for line in (function.__doc__ or "").strip().splitlines())
    return Measure(unit, parameters(*known), formula, lambda _, __, ___: function, {})


def _shipped(definition: Definition) -> Measure:
    def make(given: Mapping[str, Any], kinds: Kinds, by: Sequence[str]) -> Run | list[Fault]:
        return reduced(_bound(definition, given), kinds, by)

    unit = reduction(definition.words).unit
    return Measure(unit, definition.parameters, definition.formula, make, definition.words)


def _bound(definition: Definition, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the words of a definition with its parameters in their places."""
    known = definition.parameters
    meant = {name: one.meant(given) for name, one in known.items()}
    words = dict(definition.words) | {one.sets: meant[name] for name, one in known.items() if one.sets}
    # A text in JSON is a text in CEL too: what is given cannot be anything else than a text there.
    words |= {
        word: _filled(words[word], meant, partial(json.dumps, ensure_ascii=False))
        for word in EXPRESSIONS
        if word in words
    }
    return words | {"nothing": _filled(words.get("nothing", ""), meant, str)}


def _filled(text: str, meant: Mapping[str, Any], write: Callable[[Any], str]) -> str:
    return NAMED.sub(lambda found: write(meant[found[1]]), text)


WORST = Parameter(
    "statistic",
    "choice",
    "mean (default): each service counts the same; worst: the worst one decides",
    {"mean": "mean", "worst": "worst"},
    "mean",
)
DEGRADED = Parameter("degraded", "share", "weight of degraded time, from 0 (default: as if up) to 1 (as if down)")
TARGET = Parameter(
    "target",
    "choice",
    "resolution (default) or response",
    {"resolution": "resolution", "response": "response"},
    "resolution",
)

MEASURES: Mapping[str, Measure] = {
    "availability": _written(availability, "percent", SERVICE, WORST, DEGRADED),
    "mtbf": _written(mtbf, "hours", SERVICE),
    "sla-compliance": _written(sla_compliance, "percent", *END, TARGET),
    "reopen-rate": _written(reopen_rate, "percent", *END),
    "unauthorised-changes": _written(unauthorised_changes, "count"),
    **{name: _shipped(definition) for name, definition in SHIPPED.items()},
}
