"""A measure into what a person reads about it: unit, formula, source, its words, and each parameter."""

from collections.abc import Iterator, Mapping
from typing import Any

from itsmctl.catalog import Record
from itsmctl.findings import Fatal
from itsmctl.kpi.asked import measure_of
from itsmctl.kpi.fault import Fault
from itsmctl.kpi.measures import Measure
from itsmctl.kpi.reduction import WORDS

__all__ = ["explain", "explain_record", "formula"]


def explain(name: str, measure: Measure) -> str:
    """Write a measure for people."""
    known = measure.parameters
    unit = measure.unit or "the unit of its value"
    parts = [f"{name} ({unit}; parameters: {', '.join(known) or 'none'})", "", measure.formula]
    parts += ["", *_said(measure.words)] if measure.words else []
    parts += ["", *(f"  {f'{parameter}:':<11} {one.help}" for parameter, one in known.items())] if known else []
    return "\n".join(parts) + "\n"


def explain_record(record: Record) -> str:
    """Write what a KPI record asks for; Fatal (usage) where it asks for nothing that is known."""
    measure = measure_of(record.data)
    if isinstance(measure, Fault):
        raise Fatal(f"{record.id}: {measure.sentence}", hint=measure.otherwise, code=2)
    return explain(str(record.data.get("measure", record.id)), _described(record, measure))


def formula(data: Mapping[str, Any]) -> str:
    """Return the formula of what a KPI record asks for: of a measure of its own, its words; nothing if it is wrong."""
    measure = measure_of(data)
    if isinstance(measure, Fault):
        return ""
    return measure.formula or "\n".join(_said(measure.words))


def _described(record: Record, measure: Measure) -> Measure:
    if measure.formula:
        return measure
    told = [str(record.data.get("description", record.title))]
    told += [f"Source: {record.data['source']}"] if "source" in record.data else []
    return Measure(measure.unit, measure.parameters, "\n".join(told), measure.make, measure.words)


def _said(words: Mapping[str, Any]) -> Iterator[str]:
    """Yield the words of a reduction, a line each."""
    for word in WORDS:
        if word in words:
            told = words[word]
            line = ", ".join(map(str, told)) if isinstance(told, list) else " ".join(str(told).split())
            yield f"{word}: {line}"
