"""From opening to an end: how long each record took, by declared times, else by recorded ones; the open are kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from itsmctl.catalog import Record
from itsmctl.clock import hours
from itsmctl.kpi.question import Item, Question, Sample, declared
from itsmctl.kpi.stats import summary

__all__ = ["Goal", "Lapse", "lapses", "opened", "sample_of"]


@dataclass(frozen=True, slots=True)
class Goal:
    """What counts as the end: being in one of these states, the field that declares it, the state it declares."""

    states: frozenset[str]
    field: str
    state: str


@dataclass(frozen=True, slots=True)
class Lapse:
    """One record's way from start to end. ``end`` is None while it is open, and also when it is not known.

    ``ended`` tells the two apart. ``declared`` says whether the record itself declared the end.
    """

    record: Record
    start: datetime
    end: datetime | None
    ended: bool
    declared: bool


def opened(question: Question, record: Record, field: str) -> datetime | None:
    """Return when a record began: its declared time, else the first version that main holds."""
    moment = declared(record, field)
    timeline = question.timeline(record)
    return moment or (timeline.versions[0].commit.at if timeline else None)


def lapses(question: Question, records: Iterable[Record], begin: str, goal: Goal) -> list[Lapse]:
    """Return the lapse of each record that had begun as of the question; what ended otherwise is left out."""
    found: list[Lapse] = []
    for record in records:
        start = opened(question, record, begin)
        if start is None or start > question.as_of or _elsewhere(record, goal):
            continue
        replay = question.word("clock", "declared") == "recorded"
        end, ended, told = _replayed(question, record, goal) if replay else _known(question, record, goal)
        if end is not None and end > question.as_of:
            end, ended = None, False
        found.append(Lapse(record, start, end, ended, told))
    return found


def _elsewhere(record: Record, goal: Goal) -> bool:
    """Say whether a record ended, but not there: cancelled, withdrawn."""
    lifecycle = record.kind.lifecycle
    return lifecycle is not None and record.state in lifecycle.end and record.state not in goal.states


Found = tuple[datetime | None, bool, bool]


def _known(question: Question, record: Record, goal: Goal) -> Found:
    """Return the end as it is known today, even if it lies after the instant asked for."""
    if record.state not in goal.states:
        return None, False, False
    moment = declared(record, goal.field)
    fallback = question.word("fallback", "last")
    if moment is None and fallback == "closed":
        moment = declared(record, "closed_at")
    if moment is not None or fallback in ("false", "closed"):
        return moment, True, moment is not None
    return _recorded(question, record, goal, question.history.last.moment), True, False


def _replayed(question: Question, record: Record, goal: Goal) -> Found:
    """Return the end as main knew it at the instant asked for."""
    moment = _recorded(question, record, goal, question.as_of)
    return moment, moment is not None, False


def _recorded(question: Question, record: Record, goal: Goal, moment: datetime) -> datetime | None:
    """Return when main came to hold the end: the first version of the last run, or the last one to affirm it."""
    timeline = question.timeline(record)
    run = timeline.run(goal.states, moment) if timeline else ()
    if not run:
        return None
    affirmed = [version for version in run if version.state == goal.state]
    first = question.word("fallback", "last") == "first" or not affirmed
    return (run[0] if first else affirmed[-1]).commit.at


def sample_of(question: Question, found: Iterable[Lapse], default: str = "median") -> Sample:
    """Sum up how many hours the ended took, in the statistic asked for; the open and the undated are told apart."""
    items: list[Item] = []
    waiting: dict[str, float] = {}
    undated = 0
    for lapse in found:
        if lapse.end is not None and question.within(lapse.end):
            items.append(Item(lapse.record.id, lapse.end, hours(lapse.end - lapse.start), lapse.declared))
        elif not lapse.ended:
            waiting[lapse.record.id] = hours(question.as_of - lapse.start)
        else:
            undated += lapse.end is None
    name = question.word("statistic", default)
    censored = tuple(waiting.values()) if name == "km-median" else ()
    reduce = partial(_reduce, name, censored)
    note = f"{undated} ended at a time that nobody declared" if undated else ""
    # By month only what ended in it is known: a median that reckons with the open would not be of that month.
    series = () if name == "km-median" else None
    return Sample(items, reduce, tuple(waiting), note, "" if items else "no record has ended", series=series)


def _reduce(name: str, waiting: tuple[float, ...], values: Iterable[float]) -> float | None:
    return summary(name, list(values), waiting)
