"""A plan and a question into a sample, whole and by groups."""

from collections.abc import Sequence

from itsmctl.kpi.question import Part, Question, Sample
from itsmctl.kpi.reduction.compiled import Plan
from itsmctl.kpi.reduction.group import Key, groups_of
from itsmctl.kpi.reduction.lapse import lapses, over
from itsmctl.kpi.reduction.total import total
from itsmctl.kpi.reduction.worth import Worth, worths

__all__ = ["run"]


def run(plan: Plan, question: Question) -> Sample:
    """Reckon a reduction."""
    told = plan.told
    ways = lapses(question, question.records(told.of), plan.begin, plan.end)
    found = [over(question, lapse, told.over) for lapse in ways.found] if told.over else ways.found
    worth = list(worths(plan, question, found))
    whole = total(told, question, worth, ways.born)
    return whole.parted(_parts(plan, question, worth)) if plan.by else whole


def _parts(plan: Plan, question: Question, worth: Sequence[Worth]) -> list[Part]:
    """Return the groups of which a record counts or waits."""
    grouped: dict[Key, list[Worth]] = {}
    for one in worth:
        for key in groups_of(question.snapshot.catalog, one.lapse.record, plan.by):
            grouped.setdefault(key, []).append(one)
    names = [name for name, _ in plan.by]
    parts = [
        Part(dict(zip(names, key, strict=True)), total(plan.told, question, grouped[key], 0)) for key in sorted(grouped)
    ]
    return [part for part in parts if part.sample.items or part.sample.waiting]
