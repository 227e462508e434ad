"""A word of a controlled vocabulary into a coloured badge: the colour helps, the word tells."""

from itsmctl.site.escape import Md, inline

__all__ = ["badge", "tone"]

TONES = {
    "good": "operational active agreed approve approved successful closed resolved fixed ok implemented reviewed"
    " released met low P4 in-use done gold platinum",
    "warn": "degraded maintenance retiring on-hold known-error with-issues fix-planned expired medium P2 P3"
    " implementing investigating in-progress emergency high restricted",
    "bad": "down failed backed-out rejected reject critical P1 missed major",
    "quiet": "retired disposed withdrawn cancelled draft left inactive lost none",
}
TONE = {word: tone for tone, words in TONES.items() for word in words.split()}


def tone(word: str) -> str:
    """Return good, warn, bad, quiet, or info for a word that is none of these."""
    return TONE.get(word, "info")


def badge(word: str) -> Md:
    """Write a word as a badge; nothing for no word."""
    return Md(f'<span class="badge badge--{tone(word)}">{inline(word)}</span>') if word else Md("")
