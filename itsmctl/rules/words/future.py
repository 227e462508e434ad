"""Times that say what has happened, and have not come yet."""
# ruff: noqa: D401 - the docstring of a rule states the fault

from collections.abc import Iterator

from itsmctl.catalog import moment
from itsmctl.document import place
from itsmctl.findings import Severity
from itsmctl.kinds import Kind
from itsmctl.rules.context import Context
from itsmctl.rules.rule import Seen, rule_in_context
from itsmctl.rules.words.fields import spots
from itsmctl.snapshot import Snapshot

__all__ = ["time_in_future"]

HAPPENED = ("opened", "responded", "done", "closed", "verified")
BOUNDS = ("start", "end")


@rule_in_context(Severity.ERROR, hint="records say what has happened: correct the time, or write it down when it has")
def time_in_future(snapshot: Snapshot, context: Context) -> Iterator[Seen]:
    """A record says that something has happened at a time that has not come yet."""
    now = context.now
    for kind in snapshot.kinds.by_name.values() if now is not None else ():
        fields = _declared(kind)
        for record in context.of(kind.name):
            for dotted in fields:
                for path, value in spots(record, dotted):
                    told = moment(value)
                    if told is not None and now is not None and told > now:
                        yield f"{dotted} {value} has not come yet", place(record.document, path)


def _declared(kind: Kind) -> tuple[str, ...]:
    """Return the fields that say when something happened: by role, by state, and the bounds of outages."""
    roles = [field for role in HAPPENED for field in kind.role(role)]
    times = list(kind.lifecycle.times.values()) if kind.lifecycle else []
    outages = [f"{field}.{bound}" for field in kind.role("outages") for bound in BOUNDS]
    return tuple(dict.fromkeys((*roles, *times, *outages)))
