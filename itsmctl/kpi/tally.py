"""Items that hold or do not into a share."""

import statistics

from itsmctl.kpi.question import Item, Sample

__all__ = ["rate"]


def rate(items: list[Item], *, note: str = "", reason: str = "no record to reckon with") -> Sample:
    """Sum up items of 0 and 100 as a percentage."""
    return Sample(items, lambda values: statistics.fmean(values) if values else None, (), note, "" if items else reason)
