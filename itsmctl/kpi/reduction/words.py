"""The words of a reduction as they are written, in a KPI record or in a shipped definition."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["COUNTED", "LENGTHS", "REDUCES", "UNITS", "WORDS", "Reduction", "reduction"]

LENGTHS = ("mean", "median", "p90", "km-median")  # of a length of time where no value is given
COUNTED = ("count", "rate")  # these have no value: each record counts once
REDUCES = ("count", "share", "sum", *LENGTHS, "rate")
UNITS = {"count": "count", "rate": "count", "share": "percent"}  # of what else it is: hours, or the value's own
WORDS = ("of", "where", "value", "reduce", "from", "to", "over", "at", "by", "hours")


@dataclass(frozen=True, slots=True)
class Reduction:
    """Records into one figure: which (``of``, ``where``), what of each (``value``), how it is summed up (``reduce``).

    ``begin`` and ``end`` name the times that a length lies between, ``over`` a role of spans that go before them,
    ``at`` which time decides the period, ``by`` the groups. ``days`` says that values which are lengths of time are
    told in days, not hours. What it says: ``nothing`` when there is no value, ``born`` of records that began where they
    should end, ``remark`` of those that an expression picks.
    """

    of: str
    reduce: str
    where: str = ""
    value: str = ""
    begin: str = ""
    end: tuple[str, ...] = ()
    over: str = ""
    at: str = ""
    by: tuple[str, ...] = ()
    hours: str = "wall"
    days: bool = False
    nothing: str = ""
    born: str = ""
    remark: tuple[str, str] = ("", "")

    @property
    def time(self) -> str:
        """Which time decides the period: from, to or as-of."""
        return self.at or ("to" if self.end else "from" if self.begin else "as-of")

    @property
    def timed(self) -> bool:
        """Whether the value is a length of time, because none is given."""
        return not self.value and self.reduce not in (*COUNTED, "share")

    @property
    def unit(self) -> str:
        """The unit of the figure: percent, count, hours; empty for a value that has its own."""
        return UNITS.get(self.reduce, "hours" if self.timed else "")


def reduction(words: Mapping[str, Any]) -> Reduction:
    """Read the words; those that are missing have their defaults."""
    remark = words.get("remark") or {}
    return Reduction(
        of=str(words.get("of", "")),
        reduce=str(words.get("reduce", "")),
        where=str(words.get("where", "")),
        value=str(words.get("value", "")),
        begin=str(words.get("from", "")),
        end=_several(words.get("to", ())),
        over=str(words.get("over", "")),
        at=str(words.get("at", "")),
        by=_several(words.get("by", ())),
        days=words.get("unit") == "days",
        hours=str(words.get("hours", "wall")),
        nothing=str(words.get("nothing", "")),
        born=str(words.get("born", "")),
        remark=(str(remark.get("when", "")), str(remark.get("say", ""))),
    )


def _several(told: Any) -> tuple[str, ...]:
    return (told,) if isinstance(told, str) else tuple(map(str, told))
