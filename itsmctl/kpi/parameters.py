"""The parameters of measures: each declared once, with what it may be, its default and what it says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from itsmctl.kpi.fault import Fault
from itsmctl.suggest import did_you_mean

__all__ = ["ASKED", "END", "PARAMETER", "SERVICE", "Parameter", "Parameters", "faults_of", "parameters", "shown"]

PARAMETER = "unknown-parameter"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. ``type`` is text, choice, share (0 to 1), priority or service.

    ``choices`` are its words, each with what it stands for. ``sets`` names the word of a definition that it replaces;
    a parameter that sets nothing is read by the measure, or stands in the definition's texts as ``$name``.
    """

    name: str
    type: str
    help: str
    choices: Mapping[str, Any] = field(default_factory=dict)
    default: Any = ""
    sets: str = ""

    def wrong(self, value: Any) -> str:
        """Say why a value cannot be taken, or nothing."""
        if self.type == "choice":
            allowed = ", ".join(self.choices)
            return "" if shown(value) in self.choices else f"{self.name} is one of {allowed}, not {value}"
        if self.type == "share":
            fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
            return "" if fits else f"{self.name} is a number from 0 to 1, not {value}"
        return "" if isinstance(value, str) else f"{self.name} is a text, not {value}"

    def meant(self, words: Mapping[str, Any]) -> Any:
        """Return what the parameter stands for, as given or by default."""
        value = words.get(self.name, self.default)
        return self.choices.get(shown(value), value) if self.type == "choice" else value


Parameters = Mapping[str, Parameter]


def shown(value: Any) -> str:
    """Return a value as a word: ``false`` for the boolean as for the text."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def parameters(*several: Parameter) -> Parameters:
    """Return parameters by name, in order of name."""
    return {one.name: one for one in sorted(several, key=lambda one: one.name)}


def faults_of(measure: str, known: Parameters, words: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong with the parameters that a measure is given."""
    names = ", ".join(known)
    listed = f"its parameters are {names}" if known else "it has no parameters"
    more = f"{listed}; itsmctl kpi --explain {measure} tells more" if measure else listed
    for name, value in words.items():
        if name not in known:
            told = f"{measure or 'a measure of its own'} has no parameter {name}"
            yield Fault(PARAMETER, ("with", name), told, did_you_mean(name, known), more)
        elif wrong := known[name].wrong(value):
            yield Fault(PARAMETER, ("with", name), wrong, otherwise=more)


def _same(*words: str) -> dict[str, str]:
    return {word: word for word in words}


PRIORITY = Parameter(
    "priority", "priority", "only records of this priority: P1; its own, or what the incident policy's matrix gives"
)
SERVICE = Parameter("service", "service", "only this service, or records that affect it, by id")
FALLBACK = Parameter(
    "fallback",
    "choice",
    "the end of a record that is over but does not declare when: last (default) = its last version in the state that "
    "counts as the end, first = the first one since it came to rest, closed = closed_at, false = not known",
    _same("last", "first", "closed", "false"),
    "last",
)
CLOCK = Parameter(
    "clock",
    "choice",
    "declared (default): ends as the records declare them, as known today; recorded: as main held them then",
    _same("declared", "recorded"),
    "declared",
)
STATISTIC = Parameter(
    "statistic",
    "choice",
    "mean, median, p90, or km-median (reckons with what is open, too)",
    _same("mean", "median", "p90", "km-median"),
    sets="reduce",
)
FILTER = (PRIORITY, SERVICE)
END = (*FILTER, FALLBACK, CLOCK)
ASKED = parameters(*END, STATISTIC)  # those that a definition may name instead of declaring its own
