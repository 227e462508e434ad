"""The kinds of records, read from their schemas: adding a kind touches no Python."""

from itsmctl.kinds.load import Kinds, load
from itsmctl.kinds.model import Identity, Kind, Lifecycle, Move, Reference
from itsmctl.kinds.refs import known_properties, resolved

__all__ = [
    "Identity",
    "Kind",
    "Kinds",
    "Lifecycle",
    "Move",
    "Reference",
    "known_properties",
    "load",
    "resolved",
]
