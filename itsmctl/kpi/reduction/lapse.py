"""From one mark to another: how long each record took, by declared times, else by recorded ones; the open are kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from itsmctl.catalog import Record, moment
from itsmctl.kpi.question import Question
from itsmctl.kpi.reduction.mark import How, Mark, said

__all__ = ["Lapse", "Lapses", "lapses", "over"]

GIVEN_UP = ("done", "void", "ended")  # who came there without passing a mark never passes it


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


@dataclass(frozen=True, slots=True)
class Lapses:
    """The lapses of some records; ``born`` of them were committed at their end, so that their way is not known."""

    found: Sequence[Lapse]
    born: int


@dataclass(frozen=True, slots=True)
class End:
    """When a record came to a mark: the time, whether it has come at all, and who says so."""

    at: datetime | None
    come: bool
    declared: bool


def lapses(question: Question, records: Iterable[Record], begin: Mark | None, end: Mark | None) -> Lapses:
    """Return the lapse of each record that had begun as of the question; what ended otherwise is left out.

    Without a mark to begin with, every record has begun at its first version, and an uncommitted one by now; without
    an end all are open.
    """
    found: list[Lapse] = []
    born = 0
    for record in records:
        start = _begun(question, record, begin)
        if start is None or start > question.as_of or (end is not None and _elsewhere(question, record, end)):
            continue
        if end is not None and _born(question, record, end):
            born += 1
            continue
        told = _ended(question, record, end) if end is not None else End(None, come=False, declared=False)
        if told.at is not None and told.at > question.as_of:
            told = End(None, come=False, declared=told.declared)
        found.append(Lapse(record, start, told.at, told.come, told.declared))
    return Lapses(found, born)


def _begun(question: Question, record: Record, begin: Mark | None) -> datetime | None:
    told = said(record, begin.fields) if begin else None
    if told is not None or (begin is not None and begin.how is How.DECLARED):
        return told
    timeline = question.timeline(record)
    if timeline is None:
        return None if begin else question.as_of
    states = begin.states if begin and begin.how is not How.BORN else None
    held = (version.commit.at for version in timeline.versions if states is None or version.state in states)
    return next(held, None)


def _elsewhere(question: Question, record: Record, end: Mark) -> bool:
    """Say whether a record ended, but not there: cancelled, withdrawn."""
    if end.how is How.DECLARED:
        return any(map(record.is_, GIVEN_UP)) and said(record, end.fields) is None
    if end.how is How.REACHED and said(record, end.fields) is None:
        timeline = question.timeline(record)
        if timeline is None or any(version.state in end.states for version in timeline.until(question.as_of)):
            return timeline is None
    return record.is_("ended") and record.state not in end.states


def _born(question: Question, record: Record, end: Mark) -> bool:
    """Say whether a record's first version was already where it should come to, and it does not say when it came."""
    timeline = question.timeline(record)
    held = timeline.until(question.as_of) if timeline and end.how is How.REACHED else ()
    return bool(held) and held[0].state in end.states and said(record, end.fields) is None


def _ended(question: Question, record: Record, end: Mark) -> End:
    if end.how is How.RESTS:
        replay = question.word("clock", "declared") == "recorded"
        return _replayed(question, record, end) if replay else _known(question, record, end)
    told = said(record, end.fields)
    if told is not None or end.how is How.DECLARED:
        return End(told, come=told is not None, declared=True)
    timeline = question.timeline(record)
    held = timeline.until(question.as_of) if timeline else ()
    first = next((version.commit.at for version in held if version.state in end.states), None)
    return End(first, come=first is not None, declared=False)


def _known(question: Question, record: Record, end: Mark) -> End:
    """Return the end as it is known today, even if it lies after the instant asked for."""
    if record.state not in end.states:
        return End(None, come=False, declared=False)
    told = said(record, end.fields)
    fallback = question.word("fallback", "last")
    if told is None and fallback == "closed":
        told = said(record, record.kind.role("closed"))
    if told is not None or fallback in ("false", "closed"):
        return End(told, come=True, declared=told is not None)
    return End(_recorded(question, record, end, question.history.last.moment), come=True, declared=False)


def _replayed(question: Question, record: Record, end: Mark) -> End:
    """Return the end as main knew it at the instant asked for."""
    at = _recorded(question, record, end, question.as_of)
    return End(at, come=at is not None, declared=False)


def _recorded(question: Question, record: Record, end: Mark, known: datetime) -> datetime | None:
    """Return when main came to hold the end: the first version of the last run, or the last one to affirm it."""
    timeline = question.timeline(record)
    run = timeline.run(end.states, known) if timeline else ()
    if not run:
        return None
    affirmed = [version for version in run if version.state == end.state]
    first = question.word("fallback", "last") == "first" or not affirmed
    return (run[0] if first else affirmed[-1]).commit.at


def over(question: Question, lapse: Lapse, role: str) -> Lapse:
    """Return the lapse from the first span of a role (``outages``) to the last one's end, if the record has any."""
    told = [span for field in lapse.record.kind.role(role) for span in lapse.record.at(field) or ()]
    spans = [(start, moment(span.get("end"))) for span in told if (start := moment(span.get("start"))) is not None]
    if not spans:
        return lapse
    ends = [end for _, end in spans if end is not None]
    ended = len(ends) == len(spans) and max(ends) <= question.as_of
    start = min(start for start, _ in spans)
    return Lapse(lapse.record, min(start, question.as_of), max(ends) if ended else None, ended, declared=True)
