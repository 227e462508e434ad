"""The word ``due``: times that must not pass unheeded, told some time before."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from itsmctl.catalog import moment
from itsmctl.clock import duration
from itsmctl.document import place
from itsmctl.findings import Severity
from itsmctl.kinds import Due, Kind, Kinds
from itsmctl.rules.context import Context
from itsmctl.rules.rule import Rule, Seen
from itsmctl.rules.words.fields import asked, spots
from itsmctl.snapshot import Snapshot

__all__ = ["due_rules"]

DAY = timedelta(days=1)


def due_rules(kind: Kind, kinds: Kinds) -> Iterator[Rule]:
    """Make two rules of each time that is due: one for when it has passed, a note for when it comes near."""
    for number, due in enumerate(kind.due):
        hint = due.hint or f"do what is due, and set {due.field}"
        for soon, severity, what in ((False, due.severity, "has passed"), (True, Severity.NOTE, "comes near")):
            summary = f"{due.field} of a record of kind {kind.name} {what}."
            check = partial(_check, due, kind.name, soon)
            yield Rule(
                due.code,
                severity,
                hint,
                summary,
                check,
                due.why,
                kind=kind.name,
                source=kinds.source(kind.name),
                path=("x-itsm", "due", number),
            )


def _check(due: Due, kind: str, soon: bool, snapshot: Snapshot, context: Context) -> Iterator[Seen]:  # noqa: FBT001 - partial
    lead = duration(context.policy.leads.get(due.code, due.lead or "PT0S"))
    now = context.now
    for record in context.of(kind) if now is not None else ():
        if asked(record, due.whilst, due.unless) and not (due.met and record.at(due.met)):
            for path, value in spots(record, due.field):
                passed = _told(value, now, lead, soon=soon) if now else ""
                if passed:
                    name = snapshot.catalog.name(record)
                    yield f"{due.field} of {name} {passed}: {value[:10]}", place(record.document, path)


def _told(value: Any, now: datetime, lead: timedelta, *, soon: bool) -> str:
    """Say that a time has passed, or that it comes near; nothing when neither."""
    end = _end(value)
    if end is None or (end <= now) is soon or now < end - lead:
        return ""
    return f"comes in {_days(end - now)}" if soon else "has passed"


def _end(value: Any) -> datetime | None:
    """Return the moment from which a time has passed: of a day its end."""
    start = moment(value)
    return start + DAY if start is not None and len(value) == len("2026-01-02") else start


def _days(left: timedelta) -> str:
    days = -(-left // DAY)
    return f"{days} days" if days > 1 else "a day"
