"""The word ``pairs``: two fields that say the same from both ends."""
# ruff: noqa: D401 - the docstring of a rule states the fault

from collections.abc import Iterator, Mapping

from itsmctl.catalog import Link, Record
from itsmctl.document import place
from itsmctl.findings import Severity
from itsmctl.kinds import Kind
from itsmctl.rules.context import Context
from itsmctl.rules.rule import Seen, rule_in_context
from itsmctl.snapshot import Snapshot

__all__ = ["unanswered_reference"]

Ends = tuple[str, str]  # kind and field


@rule_in_context(Severity.WARNING, hint="say it at both ends, or at neither")
def unanswered_reference(snapshot: Snapshot, context: Context) -> Iterator[Seen]:
    """A record names another one that should name it in return, and does not."""
    for (kind, field), back in _ends(snapshot.kinds.by_name).items():
        for record in context.of(kind):
            for link in snapshot.catalog.links_out.get(record.key, ()):
                other = snapshot.catalog.records[link.target]
                if _of(link, field) and other.kind.name == back[0]:
                    yield from _unanswered(record, link, other, back[1], snapshot)


def _ends(kinds: Mapping[str, Kind]) -> dict[Ends, Ends]:
    """Return each end with the one that answers it, in both directions."""
    found: dict[Ends, Ends] = {}
    for kind in kinds.values():
        for here, there in kind.pairs:
            name, _, field = there.partition(".")
            found[kind.name, here] = (name, field)
            found[name, field] = (kind.name, here)
    return found


def _of(link: Link, field: str) -> bool:
    return link.field == field or link.field.startswith(f"{field}.")


def _unanswered(record: Record, link: Link, other: Record, field: str, snapshot: Snapshot) -> Iterator[Seen]:
    named = [one for one in snapshot.catalog.many(other, field) if one.kind.name == record.kind.name]
    if other.valid and all(one.key != record.key for one in named):
        name = snapshot.catalog.name
        instead = f" but {' and '.join(map(name, named))}" if named else ""
        message = f"{link.field} names {name(other)}, whose {field} does not name {name(record)}{instead}"
        yield message, place(record.document, link.path), (place(other.document, (field,)),)
