"""What all pages are made from: records and their links, history, figures, the harm of losses, the instant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from itsmctl.catalog import Link, Record, ordered
from itsmctl.history import Timeline
from itsmctl.kpi import Figure
from itsmctl.site.blast import Blast
from itsmctl.site.sections import Section
from itsmctl.snapshot import Snapshot

__all__ = ["Site"]

INDICATOR = "kpi"  # the kind of record whose figures the site is given


@dataclass(frozen=True, slots=True)
class Site:
    """All that pages are made from: records, their history, the figures, the harm that losses do, and the instant."""

    snapshot: Snapshot
    timelines: Mapping[str, Timeline]
    kpis: Mapping[str, Figure]
    now: datetime
    blast: Blast
    sections: tuple[Section, ...]

    def of(self, kind: str) -> list[Record]:
        """Return the records of a kind that are valid, in the order that the kind asks for."""
        return ordered(record for record in self.snapshot.catalog.of(kind) if record.valid)

    def broken(self, kind: str) -> list[Record]:
        """Return the records of a kind that are not valid, sorted by id."""
        return [record for record in self.snapshot.catalog.of(kind) if not record.valid]

    def out(self, record: Record) -> tuple[Link, ...]:
        """Return the links that a record has."""
        return self.snapshot.catalog.links_out.get(record.key, ())

    def into(self, records: Record | Iterable[Record], relation: str = "", kind: str = "") -> list[Record]:
        """Return the records that name one of these, by one relation or of one kind if asked, each once."""
        named = [records] if isinstance(records, Record) else records
        found = {one.key: one for record in named for one in self.snapshot.catalog.into(record, relation)}
        return [one for one in found.values() if kind in ("", one.kind.name)]

    def figures(self, kind: str) -> list[Record]:
        """Return the indicators that are reckoned over records of a kind."""
        return [record for record in self.of(INDICATOR) if record.data.get("of") == kind]
