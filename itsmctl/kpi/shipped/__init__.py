"""The measures that the package brings as data: one YAML file a process, in the words of a KPI record."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from itsmctl.kpi.parameters import ASKED, Parameter, Parameters, parameters

__all__ = ["SHIPPED", "Definition"]

FILES = ("incident.yaml", "change.yaml", "problem.yaml")


@dataclass(frozen=True, slots=True)
class Definition:
    """A measure as data: its words, its formula for people with the source, and its parameters."""

    name: str
    words: Mapping[str, Any]
    formula: str
    parameters: Parameters


def _read() -> dict[str, Definition]:
    import yaml

    found: dict[str, Definition] = {}
    for name in FILES:
        text = (Path(__file__).parent / name).read_text("utf-8")
        found |= {key: _definition(key, words) for key, words in yaml.load(text, yaml.CSafeLoader).items()}
    return found


def _definition(name: str, words: Mapping[str, Any]) -> Definition:
    formula = f"{words['formula'].strip()}\nSource: {words['source']}"
    return Definition(name, words, formula, parameters(*(_parameter(one, words) for one in words["parameters"])))


def _parameter(told: str | Mapping[str, Any], words: Mapping[str, Any]) -> Parameter:
    """Return a parameter that the definition declares, or a shared one with the definition's own default."""
    if not isinstance(told, str):
        return Parameter(**told)
    shared = ASKED[told]
    return Parameter(
        shared.name, shared.type, shared.help, shared.choices, words.get(shared.sets, shared.default), shared.sets
    )


SHIPPED: Mapping[str, Definition] = _read()
