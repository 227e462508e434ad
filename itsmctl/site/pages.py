"""A snapshot with its history and figures into the Markdown of every page of the site: a pure function."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from itsmctl.catalog import Record, columns
from itsmctl.history import Timeline
from itsmctl.kpi import Figure
from itsmctl.site.address import index_page, page_of, section_page
from itsmctl.site.blast import reckon
from itsmctl.site.escape import meta
from itsmctl.site.evidence import approvals
from itsmctl.site.facts import FACTS
from itsmctl.site.sections import sections
from itsmctl.site.site import Site
from itsmctl.site.templates import Templates
from itsmctl.site.tools import tools
from itsmctl.site.view import View
from itsmctl.snapshot import Snapshot

__all__ = ["pages"]

INVALID = ("invalid.md",)


def pages(
    snapshot: Snapshot, timelines: Mapping[str, Timeline], kpis: Mapping[str, Figure], now: datetime
) -> dict[str, str]:
    """Return every page of the site by its path below the site's source folder.

    ``timelines`` are by ``kind/id``, ``kpis`` by the id of the KPI record; both may lack any. Raises Fatal for a
    template that fails.
    """
    site = Site(snapshot, timelines, kpis, now, reckon(snapshot), sections(snapshot))
    press = _Press(site, Templates(snapshot.tree))
    return dict(sorted([*press.standing(), *press.lists(), *press.records()]))


@dataclass(frozen=True, slots=True)
class _Press:
    """Makes pages: by path, from the first of some templates that exists."""

    site: Site
    templates: Templates

    def standing(self) -> Iterator[tuple[str, str]]:
        """Yield the pages that stand alone, and one a section."""
        for page in self.templates.standing():
            yield page.path, self._page(page.path, page.title, (page.template,), {})
        for section in self.site.sections:
            path = section_page(section.name)
            yield path, self._page(path, section.title, ("section.md",), {"section": section})

    def lists(self) -> Iterator[tuple[str, str]]:
        """Yield one page a kind."""
        for kind in self.site.snapshot.kinds.by_name.values():
            values = {"kind": kind, "records": self.site.of(kind.name), "columns": columns(kind)}
            names = (f"{kind.name}-index.md", "kind.md")
            yield index_page(kind), self._page(index_page(kind), kind.plural, names, values)

    def records(self) -> Iterator[tuple[str, str]]:
        """Yield one page a record, also where it is not valid: others link to it."""
        wrong: dict[str, list[Any]] = {}
        for finding in self.site.snapshot.findings:
            wrong.setdefault(finding.where.path, []).append(finding)
        for record in self.site.snapshot.catalog.records.values():
            names = (f"{record.kind.name}.md", "record.md") if record.valid else INVALID
            known = record.valid and record.kind.identity.format
            title = f"{record.id}: {record.title}" if known else record.title
            values = {"record": record, "findings": wrong.get(record.path, [])}
            yield page_of(record), self._page(page_of(record), title, names, values)

    def _page(self, path: str, title: str, names: tuple[str, ...], values: dict[str, Any]) -> str:
        view = View(self.site, path)
        template = self.templates.first(names)
        record: Record | None = values.get("record")
        given = {"page": view, "site": self.site, "title": title, **tools(view), **values}
        if record:
            reckoned = FACTS[template](view, record) if template in FACTS else {}
            given |= {"data": record.data, "approvals": approvals(self.site, record), **reckoned}
        return _front(title, record, self.site) + self.templates.render(template, given)


def _front(title: str, record: Record | None, site: Site) -> str:
    """Write the front matter; JSON's strings are YAML's too, and the themes put them into HTML as they are."""
    words: dict[str, Any] = {"title": meta(title)}
    if record:
        words["description"] = meta(f"{record.kind.title} {record.id}: {record.title}")
        words["tags"] = [meta(str(tag)) for tag in record.data.get("tags", ())]
        timeline = site.timelines.get(record.key)
        if timeline and timeline.versions:
            words["last_updated"] = timeline.versions[-1].commit.moment.date().isoformat()
            words["version"] = str(len(timeline.versions))
    written = (f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in words.items() if value)
    return "---\n" + "\n".join(written) + "\n---\n\n"
