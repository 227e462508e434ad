"""The word ``ages``: times that must not be too long ago, and states in which nothing may stay too long."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

from itsmctl.catalog import Record, moment
from itsmctl.clock import duration
from itsmctl.document import Path, place
from itsmctl.kinds import Age, Kind, Kinds
from itsmctl.rules.context import Context
from itsmctl.rules.rule import Rule, Seen
from itsmctl.rules.words.fields import asked, spots
from itsmctl.snapshot import Snapshot

__all__ = ["age_rules"]


def age_rules(kind: Kind, kinds: Kinds) -> Iterator[Rule]:
    """Make one rule of each age."""
    for number, age in enumerate(kind.ages):
        what = f"{age.field} is too long ago" if age.field else f"something stays {age.state} for too long"
        summary = f"In a record of kind {kind.name}, {what}."
        hint = age.hint or (f"do it again, and set {age.field}" if age.field else "go on with it, or say why it waits")
        check = partial(_check, age, kind)
        yield Rule(
            age.code,
            age.severity,
            hint,
            summary,
            check,
            age.why,
            kind=kind.name,
            source=kinds.source(kind.name),
            path=("x-itsm", "ages", number),
        )


def _check(age: Age, kind: Kind, snapshot: Snapshot, context: Context) -> Iterator[Seen]:
    limit = context.policy.limits.get(age.code, age.limit)
    if context.now is None or not limit:  # where neither schema nor policy sets a limit, nothing is too old
        return
    last = context.now - duration(limit)
    find = _of_field if age.field else _of_state
    for record in context.of(kind.name):
        if asked(record, age.whilst, age.unless):
            for path, value in find(age, record):
                message = _told(age, snapshot.catalog.name(record), value, last, limit)
                if message:
                    yield message, place(record.document, path)


def _of_field(age: Age, record: Record) -> Iterator[tuple[Path, Any]]:
    found = list(spots(record, age.field))
    yield from found
    if not found and age.missing and record.kind.lifecycle:
        yield (record.kind.lifecycle.field,), None


def _of_state(age: Age, record: Record) -> Iterator[tuple[Path, Any]]:
    """Yield when the state was reached: as the record declares it, else when it was opened."""
    lifecycle = record.kind.lifecycle
    if lifecycle is not None and record.state == age.state:
        since = record.at(lifecycle.times.get(age.state, "")) or record.said("opened")
        yield (lifecycle.field,), since


def _told(age: Age, whose: str, value: Any, last: datetime, limit: str) -> str:
    since = moment(value)
    name = age.field or age.state
    if since is None:
        return f"{whose} has no {name}; at most {limit} ago is allowed" if age.missing else ""
    if since >= last:
        return ""
    if age.field:
        return f"{name} of {whose} was {value[:10]}; at most {limit} ago is allowed"
    return f"{whose} is {name} since {value[:10]}; at most {limit} is allowed"
