"""Text of RFC 3339 times and ISO 8601 durations into values; nothing here reads a clock."""

import re
from datetime import UTC, datetime, timedelta

__all__ = ["duration", "hours", "instant", "months", "stamp"]

DURATION = re.compile(
    r"P(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?(?:(?P<weeks>[0-9]+)W)?(?:(?P<days>[0-9]+)D)?"
    r"(?:T(?:(?P<hours>[0-9]+)H)?(?:(?P<minutes>[0-9]+)M)?(?:(?P<seconds>[0-9]+)S)?)?",
    re.ASCII,
)
SHORT = re.compile(r"(?P<number>[0-9]+)(?P<unit>[smhdw])", re.ASCII)
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def instant(text: str) -> datetime:
    """Return the UTC time of an RFC 3339 text; ValueError when it is none, has no offset or is out of range."""
    try:
        value = datetime.fromisoformat(text)
        if value.tzinfo is not None:
            return value.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{text[:40]!r} is no time: write 2026-01-02T03:04:05Z") from None
    raise ValueError(f"{text} has no offset: write 2026-01-02T03:04:05Z")


def stamp(value: datetime) -> str:
    """Write a time in UTC as RFC 3339, to the second: ``2026-01-02T03:04:05Z``."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def duration(text: str) -> timedelta:
    """Return the length of ``PT4H``, ``P3D``, ``4h`` or ``3d``; ValueError for what is none or counts months."""
    short = SHORT.fullmatch(text)
    if short:
        return timedelta(**{UNITS[short["unit"]]: int(short["number"])})
    parts = _parts(text)
    if parts.pop("years") or parts.pop("months"):
        raise ValueError(f"{text} has no fixed length: use days, hours or minutes")
    return timedelta(**parts)


def months(text: str) -> int:
    """Return the whole months of a period such as ``P1M`` or ``P1Y``; 0 when it is counted in days."""
    if SHORT.fullmatch(text):
        return 0
    parts = _parts(text)
    return parts["years"] * 12 + parts["months"]


def hours(length: timedelta) -> float:
    """Return a length in hours."""
    return length.total_seconds() / 3600


def _parts(text: str) -> dict[str, int]:
    match = DURATION.fullmatch(text)
    if not match or not any(match.groups()):
        raise ValueError(f"{text} is not a duration: write PT4H, P3D or 4h")
    return {name: int(number or 0) for name, number in match.groupdict().items()}
