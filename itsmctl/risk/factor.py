"""The shape of each factor's answer, and the arithmetic that they share."""

from dataclasses import dataclass

__all__ = ["Factor", "share"]


@dataclass(frozen=True, slots=True)
class Factor:
    """One reason for risk: its points, in a sentence why, and the names of the records behind it."""

    name: str
    points: int
    because: str
    records: tuple[str, ...] = ()


def share(weight: int, part: int, whole: int) -> int:
    """Return part of whole of a weight, in whole points, rounded down."""
    return weight * part // whole if whole else 0
