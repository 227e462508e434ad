"""How often what was resolved is opened again."""

from itsmctl.kpi.disruptions import ends
from itsmctl.kpi.question import Item, Question, Sample
from itsmctl.kpi.tally import rate

__all__ = ["reopen_rate"]


def reopen_rate(question: Question) -> Sample:
    """Percentage of resolved incidents that were reopened: a step from resolved or closed back to another state.

    Reckoned from the transitions on main, not from a counter that somebody keeps. What happened before a record's
    first commit cannot be seen. Source: OpenText Service Manager, Reopened incidents.
    """
    items: list[Item] = []
    blind = 0
    for end, lapse in ((end, lapse) for end, found in ends(question) for lapse in found):
        timeline = question.timeline(lapse.record)
        steps = timeline.steps(question.as_of) if timeline else []
        back = [commit for old, new, commit in steps if old in end.states and new not in end.states]
        at = lapse.end or (back[-1].at if back else None)
        if at is not None and question.within(at):
            items.append(Item(lapse.record.id, at, 100.0 if back else 0.0, lapse.declared))
            blind += not steps
    told = f"{blind} were resolved in their first commit: what was before is not in this history"
    if items and blind == len(items):
        # None of them could have been seen to be reopened: 0 percent would be made up.
        return rate([], reason=told)
    return rate(items, note=told if blind else "", reason="no incident has been resolved")
