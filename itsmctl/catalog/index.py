"""Claims and their documents into a catalogue: every record by name, every link in both directions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from itsmctl.catalog.claim import Claim
from itsmctl.catalog.link import Link, link
from itsmctl.catalog.record import Record
from itsmctl.document import Document
from itsmctl.findings import Fatal, Finding
from itsmctl.suggest import did_you_mean

__all__ = ["Catalog", "collect"]


@dataclass(frozen=True, slots=True)
class Catalog:
    """All records by key, the kinds that own an id, and the links out of and into each record.

    References are resolved here, once. Whoever wants what a field names asks `one` or `many`; whoever wants what names
    a record asks `into`. They answer with records, so that no spelling of a reference (``alan``, ``person/alan``) can
    be told from another.
    """

    records: Mapping[str, Record]
    owners: Mapping[str, tuple[str, ...]]
    links_out: Mapping[str, tuple[Link, ...]]
    links_in: Mapping[str, tuple[Link, ...]]

    def of(self, kind: str) -> Iterator[Record]:
        """Yield the records of one kind, sorted by id."""
        prefix = f"{kind}/"
        return (record for key, record in self.records.items() if key.startswith(prefix))

    def get(self, kind: str, id: str) -> Record | None:  # noqa: A002 - it is the id
        """Return one record, or None."""
        return self.records.get(f"{kind}/{id}")

    def one(self, record: Record, field: str) -> Record | None:
        """Return the record that a field names (``review.by``), or None when it names none that exists."""
        return next(iter(self.many(record, field)), None)

    def many(self, record: Record, field: str) -> tuple[Record, ...]:
        """Return the records that a field names, or any field below it, each once, in the order of the file."""
        below = f"{field}."
        targets = (
            link.target
            for link in self.links_out.get(record.key, ())
            if link.field == field or link.field.startswith(below)
        )
        return tuple(self.records[key] for key in dict.fromkeys(targets))

    def role(self, record: Record, role: str) -> tuple[Record, ...]:
        """Return the records that the fields of a role name (``doer``), each once."""
        found = (other for field in record.kind.role(role) for other in self.many(record, field))
        return tuple({other.key: other for other in found}.values())

    def into(self, record: Record, relation: str = "") -> tuple[Record, ...]:
        """Return the records that name this one by a relation (``affects``), or by any, each once, sorted by key."""
        links = self.links_in.get(record.key, ())
        sources = {link.source for link in links if not relation or link.relation == relation}
        return tuple(self.records[key] for key in sorted(sources))

    def name(self, of: Record | str) -> str:
        """Return what to call a record, or what a key stands for: its id, ``kind/id`` where several kinds own that."""
        key = of if isinstance(of, str) else of.key
        short = key.partition("/")[2]
        return key if len(self.owners.get(short, ())) > 1 else short

    def find(self, name: str, kinds: tuple[str, ...]) -> Record | None:
        """Return the record of these kinds that text from elsewhere means by an id or ``kind/id``; None for no one."""
        keys = [key for kind in kinds for key in (f"{kind}/{name}", name) if key in self.records]
        found = {key: self.records[key] for key in keys if self.records[key].kind.name in kinds}
        return next(iter(found.values())) if len(found) == 1 else None

    def named(self, name: str, kinds: tuple[str, ...] = ()) -> Record:
        """Return the record that a person means by an id or ``kind/id``; Fatal with a suggestion when none or several.

        ``kinds`` narrows where to look.
        """
        kind, slash, rest = name.partition("/")
        every = (kind,) if slash and name in self.records else self.owners.get(name, ())
        owners = [owner for owner in every if not kinds or owner in kinds]
        if len(owners) == 1:
            return self.records[f"{owners[0]}/{rest if slash else name}"]
        if owners:
            choices = " or ".join(f"{owner}/{name}" for owner in owners)
            raise Fatal(f"{name} is the id of several records", hint=f"say {choices}", code=2)
        if every:
            raise Fatal(f"{name} is of kind {every[0]}", hint=f"name a record of kind {' or '.join(kinds)}", code=2)
        known = [one for one, found in self.owners.items() if not kinds or not set(kinds).isdisjoint(found)]
        hint = did_you_mean(name, [*known, *(() if kinds else self.records)], "itsmctl list shows them")
        raise Fatal(f"there is no record {name}", hint=hint, code=2)


def collect(read: Iterable[tuple[Claim, Document, bool]]) -> tuple[Catalog, list[Finding]]:
    """Index the records and resolve their references; a reference that leads nowhere is a finding, not a link."""
    records: dict[str, Record] = {}
    owners: dict[str, list[str]] = {}
    for made, document, valid in sorted(read, key=lambda item: item[0].key):
        records[made.key] = Record(made.kind, made.id, document.value if valid else {}, document, valid)
        owners.setdefault(made.id, []).append(made.kind.name)
    index = {name: tuple(found) for name, found in owners.items()}
    links, findings = link(records, index)
    return Catalog(records, index, _by(links, "source"), _by(links, "target")), findings


def _by(links: Iterable[Link], end: str) -> dict[str, tuple[Link, ...]]:
    grouped: dict[str, list[Link]] = {}
    for one in links:
        grouped.setdefault(getattr(one, end), []).append(one)
    return {key: tuple(found) for key, found in grouped.items()}
