"""What a template can ask for on one page: links, headings, badges, cells of tables, history."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from itsmctl.catalog import Record, moment, ordered, values
from itsmctl.clock import stamp
from itsmctl.document import Path
from itsmctl.history import Version
from itsmctl.kinds import Kind
from itsmctl.site import badge
from itsmctl.site.address import index_page, link, page_of, section_page, url
from itsmctl.site.escape import Md, inline
from itsmctl.site.fields import Shown, cell, humanise, rows, texts, when
from itsmctl.site.site import Site

__all__ = ["View"]

ENDS = 2  # of a span
RECENT = 20  # versions that the change log of a page shows


@dataclass(slots=True)
class View:
    """One page in the making; headings number themselves."""

    site: Site
    path: str
    number: int = field(default=0)
    part: int = field(default=0)

    def section(self, icon: str, title: str, anchor: str) -> Md:
        """Begin a numbered main section."""
        self.number, self.part = self.number + 1, 0
        return Md(f"---\n\n## {icon} **{self.number}. {inline(title)}** {{#{anchor}}}\n")

    def sub(self, title: str, anchor: str = "") -> Md:
        """Begin a numbered part of a section."""
        self.part += 1
        return Md(f"### **{self.number}.{self.part} {inline(title)}** {{#{anchor or f's{self.number}-{self.part}'}}}\n")

    def go(self, record: Record | str) -> Md:
        """Link to a record: by its id where ids speak (RFC-2026-0042), else by its title."""
        found = self._record(record)
        return link(self.path, page_of(found), found.id if found.kind.identity.format else found.title)

    def all(self, records: Iterable[Record | str], empty: str = "–") -> Md:
        """Link to several records on one line."""
        return Md(", ").join(self.go(one) for one in records) or Md(empty)

    def to(self, target: str, text: str, anchor: str = "") -> Md:
        """Link to any page of the site."""
        return link(self.path, target, text, anchor)

    def kind(self, name: str, text: str = "") -> Md:
        """Link to the list of a kind, or give its name if the repository has no such kind."""
        found = self.site.snapshot.kinds.get(name)
        return link(self.path, index_page(found), text or found.plural) if found else inline(text or name)

    def url(self, record: Record) -> str:
        """Return the address of a record's built page as seen from this one."""
        return url(self.path, page_of(record))

    def blast(self, record: Record) -> Md:
        """Link to the blast radius on a record's page."""
        return link(self.path, page_of(record), record.title, "#blast-radius")

    def part_of(self, name: str) -> Md:
        """Link to a section."""
        titles = {section.name: section.title for section in self.site.sections}
        return link(self.path, section_page(name), titles.get(name, name))

    def state(self, record: Record | str) -> Md:
        """Show a record's state as a badge; nothing if its kind has no lifecycle."""
        return badge.state(self._record(record))

    def badge(self, record: Record, field: str) -> Md:
        """Show a word of a record as a badge, in the colour that its kind gives it; nothing where it has none."""
        return badge.word(record.kind, str(record.data.get(field, "")))

    def column(self, record: Record, name: str) -> Md:
        """Show what stands in a column of the record's kind: a field or a role of fields; states as badges."""
        kind, targets = record.kind, self._targets(record)
        if kind.lifecycle and name == kind.lifecycle.field:
            return self.state(record) or Md("–")
        cells = (
            _short(kind, value) or cell(value, path, targets, self.go, kind.form.at(_dotted(path)))
            for path, value in values(record, name)
        )
        return Md(", ").join(dict.fromkeys(cells)) or Md("–")

    def shown(self, record: Record) -> dict[str, Md]:
        """Return a record's fields by name, each as a table shows it."""
        return {row.name: row.value for row in self.rows(record)}

    def rows(self, record: Record, leave: Iterable[str] = ()) -> list[Shown]:
        """Return a record's fields for a table."""
        gone = frozenset(("title", *leave))
        return list(rows(record, self.site.out(record), self.go, gone))

    def inner(self, record: Record, name: str) -> list[tuple[str, Md]]:
        """Return the fields within one field: label and value."""
        targets, field = self._targets(record), record.kind.fields[name]
        value = record.data.get(name, {})
        return [
            (humanise(key), cell(child, (name, key), targets, self.go, field.inner.get(key, field.items)))
            for key, child in value.items()
        ]

    def texts(self, record: Record, leave: Iterable[str] = ()) -> list[tuple[str, Md]]:
        """Return a record's prose: heading and HTML."""
        return list(texts(record, frozenset(leave)))

    def by_kind(self, records: Iterable[Record]) -> list[tuple[Kind, list[Record]]]:
        """Group records by kind, by the kind's name, each group in the order that the kind asks for."""
        found: dict[str, list[Record]] = {}
        for record in records:
            found.setdefault(record.kind.name, []).append(record)
        return [(group[0].kind, ordered(group)) for _, group in sorted(found.items())]

    def relations(self, record: Record) -> list[tuple[str, list[Record]]]:
        """Return what a record is linked to, in both directions, by the name of the relation."""
        found: dict[str, dict[str, None]] = {}
        catalog = self.site.snapshot.catalog
        for one in catalog.links_out.get(record.key, ()):
            found.setdefault(one.relation, {})[one.target] = None
        for one in catalog.links_in.get(record.key, ()):
            found.setdefault(one.inverse, {})[one.source] = None
        return [(humanise(name), [catalog.records[key] for key in keys]) for name, keys in sorted(found.items())]

    def log(self, record: Record) -> list[tuple[int, Version, str]]:
        """Return the latest versions of a record, newest first: number, version, and what changed in words."""
        timeline = self.site.timelines.get(record.key)
        versions = timeline.versions if timeline else ()
        told = list(_told(versions))
        return [(n + 1, versions[n], told[n]) for n in reversed(range(len(versions)))][:RECENT]

    def day(self, moment: datetime | str) -> Md:
        """Write a time for people."""
        return inline(when(moment if isinstance(moment, str) else stamp(moment)))

    def _targets(self, record: Record) -> dict[Path, str]:
        return {one.path: one.target for one in self.site.out(record)}

    def _record(self, record: Record | str) -> Record:
        return self.site.snapshot.catalog.records[record] if isinstance(record, str) else record


def _short(kind: Kind, value: Any) -> Md:
    """Write a word that has a colour as a badge, and a span of time as its two ends; nothing for any other value."""
    if isinstance(value, str) and value in kind.page.tones:
        return badge.word(kind, value)
    if isinstance(value, dict) and len(value) == ENDS and all(moment(end) for end in value.values()):
        return inline(" – ".join(map(when, value.values())))
    return Md("")


def _dotted(path: Path) -> str:
    return ".".join(step for step in path if isinstance(step, str))


def _told(versions: Iterable[Version]) -> Iterator[str]:
    before: Version | None = None
    for version in versions:
        fields = ", ".join(humanise(name) for name in version.changed)
        if version.deleted:
            yield "Deleted"
        elif before is None:
            yield f"Recorded as {version.state}" if version.state else "Recorded"
        elif version.state != before.state and version.state and before.state:
            yield f"{before.state} → {version.state}; changed: {fields}"
        else:
            yield f"Changed: {fields}" if fields else "Moved or reformatted"
        before = version
