"""Rows of text into columns for a terminal, as wide as what stands in them."""

from collections.abc import Collection, Sequence

__all__ = ["aligned", "padded"]

GAP = "  "


def padded(rows: Sequence[Sequence[str]], right: Collection[int] = ()) -> list[list[str]]:
    """Fill all cells to the width of their columns; ``right`` are the places of those that end at the right."""
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return [[_filled(cell, widths[n], right=n in right) for n, cell in enumerate(row)] for row in rows]


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Write rows as lines, two spaces between their columns."""
    return "".join(f"{GAP.join(row).rstrip()}\n" for row in padded(rows))


def _filled(cell: str, room: int, *, right: bool) -> str:
    space = " " * (room - _width(cell))
    return space + cell if right else cell + space


def _width(text: str) -> int:
    """Return how many cells of a terminal a text takes: a letter of Chinese takes two, a combining one none."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)
