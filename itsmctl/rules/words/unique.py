"""The word ``unique``: what no two records of a kind share while neither has ended."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from itsmctl.catalog import Record
from itsmctl.document import Path, place
from itsmctl.findings import Severity
from itsmctl.kinds import Kind, Kinds
from itsmctl.rules.context import Context
from itsmctl.rules.rule import Rule, Seen
from itsmctl.rules.words.fields import spots
from itsmctl.snapshot import Snapshot

__all__ = ["unique_rules"]

TITLE = "title"
LABELS = "labels"  # what a machine says of itself: a label of a field's name claims the same
ENDED = "ended"


def unique_rules(kind: Kind, kinds: Kinds) -> Iterator[Rule]:
    """Make one rule of each field, or group of fields; its code is ``duplicate-`` and their names."""
    for number, group in enumerate(kind.unique):
        names = [dotted.rpartition(".")[2].replace("_", "-") for dotted in group]
        titled = group == (TITLE,)
        hint = "say in the title what sets it apart, or delete the copy" if titled else "correct the copy"
        yield Rule(
            f"duplicate-{'-'.join(names)}",
            Severity.WARNING if titled else Severity.ERROR,
            hint,
            f"Two records of kind {kind.name} have the same {' and '.join(group)}.",
            partial(_check, group, kind.name),
            "One thing has one record, and one name leads to one thing.",
            kind=kind.name,
            source=kinds.source(kind.name),
            path=("x-itsm", "unique", number),
        )


def _check(group: tuple[str, ...], kind: str, snapshot: Snapshot, context: Context) -> Iterator[Seen]:
    owners: dict[tuple[str, ...], tuple[Record, Path]] = {}
    for record in context.of(kind):
        if record.is_(ENDED):
            continue
        for path, values in _claims(record, group):
            key = tuple(_folded(value) for value in values)
            owner, first = owners.setdefault(key, (record, path))
            if owner is not record:
                what = " and ".join(f"{one} {value}" for one, value in zip(group, values, strict=True))
                message = f"{snapshot.catalog.name(owner)} has the {what} too"
                yield message, place(record.document, path), (place(owner.document, first),)


def _claims(record: Record, group: tuple[str, ...]) -> Iterator[tuple[Path, tuple[Any, ...]]]:
    """Yield what a record claims, with its place: of one field each value, and the label of its name."""
    if len(group) == 1:
        yield from ((path, (value,)) for path, value in spots(record, group[0]))
        label = record.at(f"{LABELS}.{group[0]}")
        if label is not None:
            yield (LABELS, group[0]), (label,)
        return
    found = [record.at(dotted) for dotted in group]
    if None not in found:
        yield tuple(group[0].split(".")), tuple(found)


def _folded(value: Any) -> str:
    return " ".join(str(value).casefold().rstrip(".").split())
