"""Words into coloured words; whether to colour is decided at the rim."""

__all__ = ["painted"]


def painted(words: str, number: str, *, colour: bool) -> str:
    """Wrap words in an SGR colour number such as ``1;31``, or leave them as they are."""
    return f"\x1b[{number}m{words}\x1b[0m" if colour else words
