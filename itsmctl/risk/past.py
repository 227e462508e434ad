"""Earlier changes into points: how often those of the same records, implementer or model went wrong."""

from collections.abc import Iterable
from fractions import Fraction

from itsmctl.catalog import Record
from itsmctl.inquiry import Inquiry, Request, worked_on
from itsmctl.inquiry.change import MODEL
from itsmctl.risk.factor import Factor

__all__ = ["failure_rate", "history"]

OUTCOME = "outcome"  # no role says how a change went
# A Beta(1, 9) prior: before anything is known one change in ten is taken to fail, with the weight of ten changes.
PRIOR_BAD, PRIOR_ALL = 1, 10
WORST = Fraction(1, 2)  # a rate that earns the whole weight
BAD = {"failed": Fraction(1), "backed-out": Fraction(1), "with-issues": Fraction(1, 2), "successful": Fraction(0)}


def history(inquiry: Inquiry, request: Request, weight: int) -> Factor:
    """Weigh how earlier changes of the same records went.

    rate = (failed + backed out + half of those with issues + 1) / (all + 10), the mean of a Beta(1, 9) prior after
    the evidence; points = weight * (rate - 1/10) / (1/2 - 1/10), rounded down, between 0 and the weight.
    """
    catalog, touched = inquiry.base.catalog, set(request.touched)
    past = [one for one in _past(inquiry, request) if touched & _keys(worked_on(catalog, one))]
    return _factor(inquiry, "history", weight, past, "on the same records")


def failure_rate(inquiry: Inquiry, request: Request, weight: int) -> Factor:
    """Weigh how earlier changes of the same implementer, or by the same model, went; the worse of the two counts.

    The formula is that of `history`.
    """
    base, merged, record = inquiry.base.catalog, inquiry.merged.catalog, request.record
    past = list(_past(inquiry, request))
    doers, models = _keys(merged.role(record, "doer")), _keys(merged.many(record, MODEL))
    by_doer = [one for one in past if doers & _keys(base.role(one, "doer"))]
    by_model = [one for one in past if models & _keys(base.many(one, MODEL))]
    factors = [
        _factor(inquiry, "failure-rate", weight, by_doer, "by the same implementer"),
        _factor(inquiry, "failure-rate", weight, by_model, "by the same model"),
    ]
    return max(factors, key=lambda factor: factor.points)


def _past(inquiry: Inquiry, request: Request) -> Iterable[Record]:
    """Return the requests in base whose outcome is known, but this one."""
    requests = inquiry.base.of(request.record.kind.name)
    return (one for one in requests if one.key != request.record.key and str(one.data.get(OUTCOME)) in BAD)


def _keys(records: Iterable[Record]) -> set[str]:
    return {record.key for record in records}


def _factor(inquiry: Inquiry, name: str, weight: int, past: Iterable[Record], where: str) -> Factor:
    records = sorted(past, key=lambda record: record.id)
    bad = sum((BAD[one.data[OUTCOME]] for one in records), Fraction(0))
    prior = Fraction(PRIOR_BAD, PRIOR_ALL)
    rate = (bad + PRIOR_BAD) / (len(records) + PRIOR_ALL)
    part = min(max((rate - prior) / (WORST - prior), Fraction(0)), Fraction(1))
    failed = [inquiry.name(one) for one in records if BAD[one.data[OUTCOME]]]
    because = f"{len(failed)} of {len(records)} earlier changes {where} did not go well"
    return Factor(name, int(weight * part), because, tuple(failed))
