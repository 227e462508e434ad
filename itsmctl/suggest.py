"""A word that is not known into the one that was probably meant."""

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["did_you_mean"]


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return the hint ``did you mean …?`` with the nearest of the known words, or another hint when none is near."""
    # Words of quite another length cannot be near; among thousands of ids this saves most of the work.
    near = [candidate for candidate in known if abs(len(candidate) - len(word)) <= 1 + len(word) // 3]
    close = get_close_matches(word, near, n=1)
    return f"did you mean {close[0]}?" if close else otherwise
