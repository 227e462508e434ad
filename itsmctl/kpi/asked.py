"""What a KPI record or a person asks for into what can be run, or into everything that is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from itsmctl.findings import Fatal
from itsmctl.kpi.chosen import words_of
from itsmctl.kpi.fault import Fault
from itsmctl.kpi.measures import MEASURES, Measure, Run, reduced
from itsmctl.kpi.parameters import END, PARAMETER, faults_of, parameters
from itsmctl.kpi.reduction import WORDS, reduction
from itsmctl.snapshot import Snapshot
from itsmctl.suggest import did_you_mean

__all__ = ["BROKEN", "UNKNOWN", "Asked", "asked", "measure_of", "named"]

UNKNOWN, BROKEN = "unknown-measure", "broken-measure"
GROUPS = "by"  # the one word that a record may add to a measure which it names
HOURS = {"days": 24.0}  # units that hours can be told in, with the hours in one


@dataclass(frozen=True, slots=True)
class Asked:
    """What can be run: the measure's name (empty for a record's own), the parameters, and how many units one is."""

    name: str
    run: Run
    words: Mapping[str, Any]
    factor: float


def asked(data: Mapping[str, Any], snapshot: Snapshot, by: Sequence[str] = ()) -> Asked | list[Fault]:
    """Make what a KPI record asks for ready to run, or return its faults; ``by`` are groups instead of its own."""
    measure = measure_of(data)
    if isinstance(measure, Fault):
        return [measure]
    name, unit = str(data.get("measure", "")), str(data.get("unit", ""))
    groups = by or (data.get(GROUPS, ()) if name else ())  # of a measure of its own they are among its words
    return named(name, measure, data.get("with") or {}, unit, snapshot, groups)


def named(
    name: str,
    measure: Measure,
    words: Mapping[str, Any],
    unit: str,
    snapshot: Snapshot,
    by: Sequence[str] = (),
) -> Asked | list[Fault]:
    """Make a measure with its parameters ready to run in a unit, or return the faults."""
    faults = list(faults_of(name, measure.parameters, words))
    if not faults:
        try:
            words = words_of(words, measure.parameters, snapshot)
        except Fatal as told:
            faults.append(Fault(PARAMETER, ("with",), told.message, otherwise=told.hint))
    factor = _factor(measure.unit, unit)
    if factor is None:
        hint = f"write unit: {measure.unit}"
        faults.append(
            Fault(BROKEN, ("unit",), f"{name or 'this measure'} is in {measure.unit}, not in {unit}", "", hint)
        )
    if by and not measure.words:
        faults.append(Fault(BROKEN, (GROUPS,), f"{name} has no groups", otherwise="only measures of records have them"))
    fits = not any(fault.code == PARAMETER for fault in faults)
    made = measure.make(words, snapshot.kinds, by) if fits else []
    if faults or factor is None or isinstance(made, list):
        return [*faults, *(_at(name, fault) for fault in (made if isinstance(made, list) else ()))]
    return Asked(name, made, words, factor)


def _at(name: str, fault: Fault) -> Fault:
    """Return a fault of a shipped definition at the name that asks for it: its words stand in no record."""
    if not name or fault.path[0] == GROUPS:
        return fault
    return replace(fault, path=("measure",), message=f"{name}: {fault.message}", line=1, column=1)


def measure_of(data: Mapping[str, Any]) -> Measure | Fault:
    """Return the measure that a record names, or the one that it says itself."""
    name = data.get("measure")
    own = [word for word in WORDS if word in data and (word != GROUPS or name is None)]
    if name is not None and own:
        hint = f"leave out measure, or {' and '.join(own)}"
        return Fault(BROKEN, ("measure",), f"it names the measure {name}, and says one itself", otherwise=hint)
    if name is not None:
        hint = did_you_mean(str(name), MEASURES)
        listed = "itsmctl kpi --explain all lists the measures"
        return MEASURES.get(str(name)) or Fault(UNKNOWN, ("measure",), f"there is no measure {name}", hint, listed)
    if not own:
        hint = "add measure with a name, or of and reduce with words of its own"
        return Fault(BROKEN, ("process",), "it says no measure", otherwise=hint)
    words = {word: data[word] for word in (*own, "unit") if word in data}
    return Measure(reduction(words).unit, parameters(*END), "", lambda _, kinds, by: reduced(words, kinds, by), words)


def _factor(actual: str, wanted: str) -> float | None:
    if not actual or actual == wanted:
        return 1.0
    return 1 / HOURS[wanted] if actual == "hours" and wanted in HOURS else None
