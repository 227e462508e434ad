"""A snapshot with its history and figures into the Markdown of every page of the site: a pure function."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from itsmctl.catalog import Record
from itsmctl.history import Timeline
from itsmctl.kinds import Kind
from itsmctl.kpi import Figure
from itsmctl.site.address import index_page, page_of, section_page, sections
from itsmctl.site.blast import reckon
from itsmctl.site.escape import meta
from itsmctl.site.evidence import approvals
from itsmctl.site.facts import facts
from itsmctl.site.facts.ground import falls
from itsmctl.site.fields import form
from itsmctl.site.home import home
from itsmctl.site.templates import Templates
from itsmctl.site.tools import tools
from itsmctl.site.view import Site, View
from itsmctl.snapshot import Snapshot

__all__ = ["IMPACT", "TAGS", "pages"]

HOME = "index.md"
IMPACT = "impact.md"
TAGS = "tags.md"


def pages(
    snapshot: Snapshot, timelines: Mapping[str, Timeline], kpis: Mapping[str, Figure], now: datetime
) -> dict[str, str]:
    """Return every page of the site by its path below the site's source folder.

    ``timelines`` are by ``kind/id``, ``kpis`` by the id of the KPI record; both may lack any. Raises Fatal for a
    template that fails.
    """
    kinds = snapshot.kinds
    forms = {name: form(kinds, name) for name in kinds.by_name}
    site = Site(snapshot, timelines, kpis, now, reckon(snapshot), forms, sections(kinds.by_name))
    templates = Templates(snapshot.tree)
    return dict(sorted([*_fixed(site, templates), *_indexes(site, templates), *_records(site, templates)]))


def _fixed(site: Site, templates: Templates) -> Iterator[tuple[str, str]]:
    yield TAGS, _page(site, templates, TAGS, "Tags", ("tags.md",), {})
    yield (
        IMPACT,
        _page(site, templates, IMPACT, "What breaks if …?", ("impact.md",), {"falls": falls(View(site, IMPACT))}),
    )
    yield HOME, _page(site, templates, HOME, "Home", ("home.md",), {"home": home(View(site, HOME))})
    for section in site.sections:
        path = section_page(section.name)
        yield path, _page(site, templates, path, section.title, ("section.md",), {"section": section})


def _indexes(site: Site, templates: Templates) -> Iterator[tuple[str, str]]:
    for kind in site.snapshot.kinds.by_name.values():
        values = {"kind": kind, "records": site.of(kind.name), "columns": _columns(kind),
                  "needed": {"title", *kind.schema.get("required", ())}}  # fmt: skip
        path = index_page(kind)
        yield path, _page(site, templates, path, kind.plural, (f"{kind.name}-index.md", "kind.md"), values)


def _columns(kind: Kind) -> list[str]:
    """Choose what the list of a kind shows beside title and state: few fields that are short and tell records apart."""
    liked = ("class", "category", "type", "tier", "criticality", "priority", "process", "rfc", "service", "assigned_to",
             "requested_by", "fixed_by", "holders", "members", "target", "unit", "owner")  # fmt: skip
    properties = kind.schema.get("properties", {})
    return [name for name in liked if name in properties or name == "owner"][:4]


def _records(site: Site, templates: Templates) -> Iterator[tuple[str, str]]:
    for record in site.snapshot.catalog.records.values():
        if record.valid:
            names = (f"{record.kind.name}.md", "record.md")
            title = f"{record.id}: {record.title}" if record.kind.identity.format else record.title
            yield page_of(record), _page(site, templates, page_of(record), title, names, {"record": record})


def _page(
    site: Site, templates: Templates, path: str, title: str, names: tuple[str, ...], values: dict[str, Any]
) -> str:
    view = View(site, path)
    record: Record | None = values.get("record")
    given = {"page": view, "site": site, "title": title, **tools(view), **values}
    if record:
        given |= {"data": record.data, "approvals": approvals(site, record), **facts(view, record)}
    return _front(title, record, site) + templates.render(names, given)


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
