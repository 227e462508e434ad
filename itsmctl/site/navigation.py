"""Sections and kinds into the navigation that both site builders read: tabs in order, titles from the schemas."""

import json
from typing import Any

from itsmctl.site.address import index_page, page_of, section_page
from itsmctl.site.escape import meta
from itsmctl.site.sections import sections
from itsmctl.site.templates import HOME, Templates
from itsmctl.snapshot import Snapshot

__all__ = ["navigation"]

MOST = 250  # records of a kind beside each other in the navigation; above that, its list is the way in


def navigation(snapshot: Snapshot) -> str:
    """Return the navigation as a configuration file that ``mkdocs.yml`` inherits; JSON is YAML too."""
    alone = [{meta(page.title): page.path} for page in Templates(snapshot.tree).standing() if page.path != HOME]
    tabs: list[Any] = [{"Home": [HOME, *alone]}]
    for section in sections(snapshot):
        entries: list[Any] = [section_page(section.name)]
        for kind in section.kinds:
            records = list(snapshot.of(kind.name))
            shown = records if len(records) <= MOST else []
            named = (record.id if kind.identity.format else record.title for record in shown)
            listed = [{meta(name): page_of(record)} for name, record in zip(named, shown, strict=True)]
            entries.append({meta(kind.plural): [index_page(kind), *listed]})
        tabs.append({meta(section.title): entries})
    return json.dumps({"nav": tabs}, ensure_ascii=False, indent=1) + "\n"
