"""The shape of a guard's answer."""

from dataclasses import dataclass

__all__ = ["Answer", "Conflict", "no", "yes"]


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a guard holds, and why; None means that it cannot be decided, which never passes."""

    holds: bool | None
    because: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Another authorised change that this one cannot go together with: how, and the records in question."""

    other: str
    kind: str
    because: str
    records: tuple[str, ...]


def yes(because: str) -> Answer:
    """Answer that it holds."""
    return Answer(holds=True, because=because)


def no(because: str) -> Answer:
    """Answer that it does not hold."""
    return Answer(holds=False, because=because)
