"""Texts into a ranking by words: BM25F, the probabilistic relevance of weighted fields.

Written out here, in thirty lines, because no kept library fits: rank-bm25 has had no release since 2022 and drags in
numpy, bm25s needs numpy too and builds sparse matrices for millions of texts; a known-error database has hundreds, and
each score must be shown word by word.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

__all__ = ["Index", "index", "words"]

K1, B = 1.2, 0.75  # saturation and length normalisation, the usual values (Robertson and Zaragoza 2009, 3.4)
WORD = re.compile(r"[^\W_]+")
STOP = frozenset(
    WORD.findall(
        "a after all an and any are as at be but by can do does for from had has have i if in into is it its no not of"
        " on or our so than that the their then there they this to too was we were when which while will with you"
    )
)
ENDING = 3  # letters: a shorter word keeps its s


def words(text: str) -> list[str]:
    """Return the words of a text for comparison: small letters, without words that say nothing, plurals made singular.

    The singular is that of the S stemmer (Harman 1991): ies becomes y, s goes, except after u or s.
    """
    return [_singular(word) for word in WORD.findall(text.casefold()) if word not in STOP]


def _singular(word: str) -> str:
    if len(word) <= ENDING or not word.endswith("s") or word.endswith(("us", "ss")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and not word.endswith(("eies", "aies")) else word[:-1]


@dataclass(frozen=True, slots=True)
class Index:
    """Weighted counts of words by text, their lengths, and how many texts have each word."""

    counts: Mapping[str, Mapping[str, float]]
    lengths: Mapping[str, float]
    texts: Mapping[str, int]

    def score(self, name: str, query: Iterable[str]) -> dict[str, float]:
        """Return what each word of a query adds to a text's score.

        BM25F: sum over words of idf * (k1 + 1) * tf / (tf + k1 * (1 - b + b * length / mean length)), where tf and
        length are sums over fields of weight times count, and idf = ln(1 + (N - n + 1/2) / (n + 1/2)).
        Source: S. Robertson and H. Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009, 3.5 and
        3.6; the 1 within the logarithm keeps common words from counting below nothing.
        """
        counts = self.counts[name]
        mean = sum(self.lengths.values()) / len(self.lengths)
        damp = K1 * (1 - B + B * self.lengths[name] / mean) if mean else K1
        found = {word: counts[word] for word in dict.fromkeys(query) if word in counts}
        return {word: self.rarity(word) * (K1 + 1) * tf / (tf + damp) for word, tf in found.items()}

    def rarity(self, word: str) -> float:
        """Return the idf of a word: how much it tells apart; the most for a word that no text has."""
        holders = self.texts.get(word, 0)
        return log(1 + (len(self.counts) - holders + 0.5) / (holders + 0.5))

    def most(self, query: Iterable[str]) -> float:
        """Return the score that no text can exceed: every word of the query, without end."""
        return sum(self.rarity(word) * (K1 + 1) for word in dict.fromkeys(query))


def index(texts: Mapping[str, Sequence[tuple[float, str]]]) -> Index:
    """Count the words of texts, each given as fields with a weight."""
    counts: dict[str, dict[str, float]] = {}
    for name, fields in texts.items():
        count = counts.setdefault(name, {})
        for weight, text in fields:
            for word in words(text):
                count[word] = count.get(word, 0.0) + weight
    held = Counter(word for count in counts.values() for word in count)
    return Index(counts, {name: float(sum(count.values())) for name, count in counts.items()}, held)
