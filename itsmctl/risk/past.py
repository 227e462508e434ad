"""Earlier changes into points: how often those of the same records, implementer or model went wrong."""

from collections.abc import Iterable
from fractions import Fraction

from itsmctl.catalog import Record
from itsmctl.risk.factor import Factor, Proposal

__all__ = ["failure_rate", "history"]

# A Beta(1, 9) prior: before anything is known one change in ten is taken to fail, with the weight of ten changes.
PRIOR_BAD, PRIOR_ALL = 1, 10
WORST = Fraction(1, 2)  # a rate that earns the whole weight
BAD = {"failed": Fraction(1), "backed-out": Fraction(1), "with-issues": Fraction(1, 2), "successful": Fraction(0)}


def history(proposal: Proposal, weight: int) -> Factor:
    """Weigh how earlier changes of the same records went.

    rate = (failed + backed out + half of those with issues + 1) / (all + 10), the mean of a Beta(1, 9) prior after
    the evidence; points = weight * (rate - 1/10) / (1/2 - 1/10), rounded down, between 0 and the weight.
    """
    touched = set(proposal.touched)
    past = [r for r in _past(proposal) if touched & _affected(proposal, r)]
    return _factor("history", weight, past, "on the same records")


def failure_rate(proposal: Proposal, weight: int) -> Factor:
    """Weigh how earlier changes of the same implementer, or by the same model, went; the worse of the two counts.

    The formula is that of `history`.
    """
    factors = []
    for field in ("implementer", "model"):
        who = proposal.request.data.get(field)
        past = [r for r in _past(proposal) if who and r.data.get(field) == who]
        factors.append(_factor("failure-rate", weight, past, f"by the same {field}"))
    return max(factors, key=lambda factor: factor.points)


def _past(proposal: Proposal) -> list[Record]:
    """Return the requests in base whose outcome is known, but this one."""
    requests = proposal.base.of(proposal.request.kind.name)
    return [r for r in requests if r.id != proposal.request.id and r.data.get("outcome") in BAD]


def _affected(proposal: Proposal, record: Record) -> set[str]:
    links = proposal.base.catalog.links_out.get(record.key, ())
    return {link.target for link in links if link.path[0] == "affects"}


def _factor(name: str, weight: int, past: Iterable[Record], where: str) -> Factor:
    records = sorted(past, key=lambda record: record.id)
    bad = sum((BAD[r.data["outcome"]] for r in records), Fraction(0))
    prior = Fraction(PRIOR_BAD, PRIOR_ALL)
    rate = (bad + PRIOR_BAD) / (len(records) + PRIOR_ALL)
    part = min(max((rate - prior) / (WORST - prior), Fraction(0)), Fraction(1))
    failed = [r.id for r in records if BAD[r.data["outcome"]]]
    because = f"{len(failed)} of {len(records)} earlier changes {where} did not go well"
    return Factor(name, int(weight * part), because, tuple(failed))
