"""Text of RFC 3339 times, of times as people say them and of ISO 8601 durations into values; no clock is read here."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

__all__ = ["FORMS", "duration", "hours", "instant", "moment", "months", "stamp"]

FORMS = "2026-01-02T03:04:05Z, 2026-01-02, now, today, yesterday, 3 days ago, 2 weeks ago, last month"

DURATION = re.compile(
    r"P(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?(?:(?P<weeks>[0-9]+)W)?(?:(?P<days>[0-9]+)D)?"
    r"(?:T(?:(?P<hours>[0-9]+)H)?(?:(?P<minutes>[0-9]+)M)?(?:(?P<seconds>[0-9]+)S)?)?",
    re.ASCII,
)
SHORT = re.compile(r"(?P<number>[0-9]+)(?P<unit>[smhdw])", re.ASCII)
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}
EXACT = ("second", "minute", "hour")  # the rest are counted on the calendar: a day can have 23 hours
AGO = re.compile(
    r"(?P<count>[0-9]{1,6}|an?) (?P<unit>second|minute|hour|day|week|month|year)s? ago|last (?P<last>week|month|year)",
    re.ASCII,
)


def instant(text: str) -> datetime:
    """Return the UTC time of an RFC 3339 text; ValueError when it is none, has no offset or is out of range."""
    try:
        value = datetime.fromisoformat(text)
        if value.tzinfo is not None:
            return value.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{text[:40]!r} is no time: write 2026-01-02T03:04:05Z") from None
    raise ValueError(f"{text} has no offset: write 2026-01-02T03:04:05Z")


def moment(text: str, now: datetime, zone: tzinfo) -> datetime | None:
    """Return the UTC time of one of the FORMS, or None for any other text (a revision's name, a day that is none).

    What is relative is relative to ``now``. A day is its first moment in the zone; days, weeks, months and years are
    counted on the zone's calendar and keep the time of day; ``last month`` is one month ago.
    """
    words = " ".join(text.lower().replace(".", " ").split())
    try:
        if words == "now":
            return now
        if words in DAYS:
            return _midnight(now.astimezone(zone).date() + timedelta(days=DAYS[words]), zone)
        ago = AGO.fullmatch(words)
        if ago:
            count = int(ago["count"]) if (ago["count"] or "").isdigit() else 1
            return _before(now, count, ago["last"] or ago["unit"], zone)
        return _midnight(date.fromisoformat(text), zone) if DATE.fullmatch(text) else instant(text.upper())
    except (ValueError, OverflowError):
        return None


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _before(now: datetime, count: int, unit: str, zone: tzinfo) -> datetime:
    if unit in EXACT:
        return now - timedelta(**{f"{unit}s": count})
    from dateutil.relativedelta import relativedelta

    back = {"day": relativedelta(days=count), "week": relativedelta(weeks=count)}
    back |= {"month": relativedelta(months=count), "year": relativedelta(years=count)}
    local = now.astimezone(zone).replace(tzinfo=None) - back[unit]
    return local.replace(tzinfo=zone).astimezone(UTC)


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
