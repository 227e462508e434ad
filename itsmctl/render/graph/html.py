"""A snapshot's graph into one HTML page that needs nothing else: it works out in the browser what a loss takes down."""

import json
from base64 import b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256
from string import Template
from typing import Any

from itsmctl.catalog import Catalog, Record
from itsmctl.graph import FIELD, Graph, Need, State
from itsmctl.render.escape import printable
from itsmctl.tree import share

__all__ = ["embedded", "graph_html", "page_data"]

FOLDER = "graph"
# In the order in which they need each other.
SCRIPTS = ("vendor/dagre.min.js", "impact.js", "layout.js", "draw.js", "stage.js", "panel.js", "finder.js", "main.js")
# What could end a script element, begin a comment in one, or end a line of JavaScript.
SIGNS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def graph_html(
    catalog: Catalog,
    graph: Graph,
    focus: Iterable[str] = (),
    scenario: Mapping[str, State] | None = None,
    depth: int | None = None,
) -> str:
    """Write the page: all records of the graph, opened at the focus (keys) or at what a scenario hits.

    The page may run its own scripts and nothing else: its policy names them by their hashes, and forbids all requests.
    """
    scripts = [_read(name) for name in SCRIPTS]
    style = _read("style.css")
    allowed = " ".join(_digest(script) for script in scripts)
    return Template(_read("page.html")).substitute(
        policy=f"default-src 'none'; script-src {allowed}; style-src {_digest(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'",
        style=style,
        data=embedded(page_data(catalog, graph, focus, scenario or {}, depth)),
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
    )


def page_data(
    catalog: Catalog, graph: Graph, focus: Iterable[str], scenario: Mapping[str, State], depth: int | None
) -> dict[str, Any]:
    """Return what the page reads, version 1; needs stand in the order of the records, on which witness paths rest."""
    drawn = {*graph.needs, *graph.needed_by}
    # What could need something is shown even where nothing leads to or from it.
    records = [record for key, record in catalog.records.items() if key in drawn or FIELD in record.kind.fields]
    return {
        "version": 1,
        "records": [_record(record) for record in records],
        "needs": [need_json(need) for needs in graph.needs.values() for need in needs],
        "scenario": {key: state.word for key, state in scenario.items()},
        "focus": list(focus),
        "depth": depth,
    }


def need_json(need: Need) -> dict[str, Any]:
    """Write one need as the page's code reads it."""
    return {
        "owner": need.owner,
        "number": need.number,
        "members": list(need.members),
        "need": need.need,
        "effect": need.effect.word,
        "label": printable(need.label),
        "group": need.group,
    }


def embedded(value: Any) -> str:
    """Write a value as JSON that can stand in a script element: no text in it can end the element."""
    return json.dumps(value, separators=(",", ":")).translate(SIGNS)


def _record(record: Record) -> dict[str, str]:
    kind = record.kind.name
    return {
        "key": record.key,
        "id": record.id,
        "kind": kind,
        "part": printable(str(record.data.get("class") or kind)),
        "title": printable(record.title),
        "status": printable(record.state or ""),
        "criticality": printable(str(record.data.get("criticality") or "")),
    }


def _read(name: str) -> str:
    """Read a part of the page; without the address of a source map, which a browser would ask for."""
    text = (share("site") / FOLDER / name).read_text("utf-8")
    return "\n".join(line for line in text.splitlines() if not line.startswith("//# sourceMappingURL"))


def _digest(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
