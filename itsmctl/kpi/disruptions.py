"""Records that tell of outages: what was down, from when to when, and how they were ended."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from itsmctl.catalog import Catalog, Link, Record
from itsmctl.kpi.question import Question
from itsmctl.kpi.reduction import Lapse, Mark, lapses, mark

__all__ = ["OUTAGES", "ends", "entries", "outages"]

OUTAGES = "outages"


def ends(question: Question) -> Iterator[tuple[Mark, list[Lapse]]]:
    """Yield, for each kind that tells of outages, what its end is and how long its records took to come there."""
    for name in question.snapshot.kinds.having(OUTAGES):
        kind = question.snapshot.kinds.by_name[name]
        begin, end = mark(kind, ("opened",)), mark(kind, ("done",))
        if isinstance(begin, Mark) and isinstance(end, Mark):
            yield end, list(lapses(question, question.records(name), begin, end).found)


def outages(catalog: Catalog, record: Record) -> Iterator[tuple[Record, Mapping[str, Any]]]:
    """Yield each service that a record tells an outage of, with the outage."""
    below = tuple(f"{field}." for field in record.kind.role(OUTAGES))
    return entries(catalog, record, lambda link: link.field.startswith(below))


def entries(
    catalog: Catalog, record: Record, wanted: Callable[[Link], bool]
) -> Iterator[tuple[Record, Mapping[str, Any]]]:
    """Yield each service that a record names by a link that is wanted, with the mapping that holds the name."""
    for link in catalog.links_out.get(record.key, ()):
        target = catalog.records[link.target]
        if target.kind.service and wanted(link):
            here: Any = record.data
            for step in link.path[:-1]:
                here = here[step] if here else {}
            yield target, here
