"""Numbers into the one that stands for them; all of them pure."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

__all__ = ["STATISTICS", "Limits", "kaplan_meier", "limits", "summary"]

POINTS = 8  # fewer months than this say nothing about what is usual
HALF = 0.5
XMR = 2.66  # 3 / 1.128: three sigma, from the mean moving range of two


def summary(name: str, values: Sequence[float], waiting: Sequence[float] = ()) -> float | None:
    """Return the mean, median, p90 or km-median of values; None when there are none.

    ``p90`` interpolates linearly between the closest ranks (position 0.9 · (n - 1) from 0). Only ``km-median`` looks
    at what is still waiting; the others leave it out.
    """
    if name == "km-median":
        return kaplan_meier(values, waiting)
    if not values:
        return None
    if name == "p90":
        return statistics.quantiles(values, n=10, method="inclusive")[-1] if len(values) > 1 else values[0]
    return statistics.median(values) if name == "median" else statistics.fmean(values)


STATISTICS = ("mean", "median", "p90", "km-median")


def kaplan_meier(ended: Sequence[float], waiting: Sequence[float]) -> float | None:
    """Return the Kaplan-Meier median: the least t with S(t) <= 1/2, where S falls by the share that ends at t.

    What still waits counts for as long as it has waited (right-censored; at the same t it counts as at risk). None
    when S never falls that far. Source: Kaplan and Meier, JASA 53 (1958).
    """
    times = sorted([(time, 1) for time in ended] + [(time, 0) for time in waiting])
    survival, at_risk = 1.0, len(times)
    for time, same in groupby(times, key=_time):
        ends = [end for _, end in same]
        survival *= 1 - sum(ends) / at_risk
        # A survival that is one half on paper may miss it by a rounding error.
        if survival <= HALF + 1e-12:
            return time
        at_risk -= len(ends)
    return None


def _time(pair: tuple[float, int]) -> float:
    return pair[0]


@dataclass(frozen=True, slots=True)
class Limits:
    """Control limits of a series: what is outside is no noise."""

    mean: float
    lower: float
    upper: float


def limits(values: Sequence[float]) -> Limits | None:
    """Return XmR limits, mean ± 2.66 x mean moving range; None below eight points.

    Source: Wheeler, Understanding Variation (1993).
    """
    if len(values) < POINTS:
        return None
    centre = statistics.fmean(values)
    moving = statistics.fmean(abs(b - a) for a, b in pairwise(values))
    return Limits(centre, centre - XMR * moving, centre + XMR * moving)
