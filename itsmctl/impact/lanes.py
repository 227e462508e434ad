"""Sets of losses as integers, a bit each: one operation asks thousands of scenarios."""

import re
from collections.abc import Iterable, Iterator

__all__ = ["at_least", "latest", "places"]

FILLED = re.compile(rb"[^\0]", re.DOTALL)
SET = tuple(tuple(bit for bit in range(7, -1, -1) if byte >> bit & 1) for byte in range(256))


def at_least(count: int, lanes: Iterable[int]) -> int:
    """Return the bits that are set in at least ``count`` lanes; counters are kept as bit planes, lowest first."""
    planes: list[int] = []
    for lane in lanes:
        carry = lane
        for index, plane in enumerate(planes):
            planes[index], carry = plane ^ carry, plane & carry
            if not carry:
                break
        if carry:
            planes.append(carry)
    # count - 1 is written out plane by plane: greater than that is at least count.
    more, same = 0, -1
    width = max(len(planes), (count - 1).bit_length())
    for index in reversed(range(width)):
        plane = planes[index] if index < len(planes) else 0
        if (count - 1) >> index & 1:
            same &= plane
        else:
            more |= same & plane
            same &= ~plane
    return more


def places(value: int) -> Iterator[int]:
    """Yield the numbers of the bits that are set, lowest first."""
    while value:
        low = value & -value
        yield low.bit_length() - 1
        value ^= low


def latest(value: int, most: int, start: int = 0) -> list[int]:
    """Return the numbers of the bits that are set, highest first, at most so many; numbers begin at ``start``."""
    size = (value.bit_length() + 7) // 8
    found: list[int] = []
    for match in FILLED.finditer(value.to_bytes(size, "big")):
        lowest = start + 8 * (size - 1 - match.start())
        found += [lowest + bit for bit in SET[match[0][0]]]
        if len(found) >= most:
            break
    return found[:most]
