"""Names into a part of a sentence that is never long."""

from collections.abc import Sequence

__all__ = ["few"]


def few(names: Sequence[str], most: int, between: str = ", ", last: str = " and ") -> str:
    """Join at most so many names, and say how many more there are: ``a, b and 3 more``."""
    hidden = len(names) - most
    return between.join(names[:most]) + (f"{last}{hidden} more" if hidden > 0 else "")
