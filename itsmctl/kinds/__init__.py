"""The kinds of records, read from their schemas: adding a kind touches no Python."""

from itsmctl.kinds.layers import Layer, layers, package
from itsmctl.kinds.load import Kinds, load
from itsmctl.kinds.model import Field, Identity, Kind, Lifecycle, Move, Reference
from itsmctl.kinds.refs import known_properties
from itsmctl.kinds.vocabulary import Age, Due, Page, Rule
from itsmctl.kinds.words import kind_of, rule_of

__all__ = [
    "Age",
    "Due",
    "Field",
    "Identity",
    "Kind",
    "Kinds",
    "Layer",
    "Lifecycle",
    "Move",
    "Page",
    "Reference",
    "Rule",
    "kind_of",
    "known_properties",
    "layers",
    "load",
    "package",
    "rule_of",
]
