"""A word that is not known into the one that was probably meant."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["did_you_mean", "surely_meant"]

SURE = 0.8  # of 1: below it a word is a suggestion, not an answer


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return the hint ``did you mean …?`` with the nearest of the known words, or another hint when none is near."""
    close = get_close_matches(word, _near(word, known), n=1)
    return f"did you mean {close[0]}?" if close else otherwise


def surely_meant(word: str, known: Iterable[str]) -> str:
    """Return the one word that is so near that it may be written instead, or nothing.

    Where two are near, neither is sure; and another number is another thing: lab-db02 is no slip for lab-db01.
    """
    near = _near(word, known)
    same = [candidate for candidate in near if candidate.casefold() == word.casefold()]
    close = same or get_close_matches(word, near, n=2, cutoff=SURE)
    return close[0] if len(close) == 1 and _numbers(close[0]) == _numbers(word) else ""


def _near(word: str, known: Iterable[str]) -> list[str]:
    # Words of quite another length cannot be near; among thousands of ids this saves most of the work.
    return [candidate for candidate in known if abs(len(candidate) - len(word)) <= 1 + len(word) // 3]


def _numbers(word: str) -> list[int]:
    return [int(digits) for digits in re.findall("[0-9]+", word)]
