"""A record's fields into rows for people: label, value with links, and the schema's own words on what it means."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from itsmctl.catalog import Link, Record
from itsmctl.document import Path
from itsmctl.kinds import Field
from itsmctl.site.escape import Md, inline, prose

__all__ = ["Shown", "cell", "humanise", "rows", "texts", "when"]

Go = Callable[[str], Md]  # the key of a record into a link to its page
Targets = Mapping[Path, str]  # the key of the record that stands at a place of another
KEYS = ("**",)  # the way of a reference that is a key
TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2})(?::[0-9]{2})?(?:\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
WORDS = {"rto": "RTO", "rpo": "RPO", "rfc": "RFC", "rfcs": "RFCs", "ci": "CI", "kpi": "KPI", "kpis": "KPIs",
         "vcpu": "vCPU", "gpu": "GPU", "gb": "GB", "vlan": "VLAN", "id": "ID", "url": "URL", "sla": "SLA"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """One field of one record, ready for a table."""

    name: str
    label: str
    value: Md
    help: str


def humanise(name: str) -> str:
    """Write the name of a field as people do: ``resolved_at`` as *Resolved at*, ``rto`` as *RTO*."""
    words = [WORDS.get(word, word) for word in re.split(r"[_-]", name)]
    text = " ".join(words)
    return text if words[0] in WORDS.values() else text[:1].upper() + text[1:]


def when(text: str) -> str:
    """Write a time for people: ``2026-03-20 10:00 UTC``; any other text as it is."""
    return TIME.sub(lambda m: f"{m[1]} {m[2]} {'UTC' if m[3] in ('Z', '+00:00') else m[3]}", text)


def rows(record: Record, links: Iterable[Link], go: Go, leave: frozenset[str]) -> Iterator[Shown]:
    """Yield the record's fields that go into a table: all that is set, no prose, without those to leave out."""
    targets = {link.path: link.target for link in links}
    for name, field in record.kind.fields.items():
        if name in record.data and name not in leave and not field.prose:
            value = record.data[name]
            if not _only_prose(field, value):
                yield Shown(name, humanise(name), cell(value, (name,), targets, go, field), field.help)


def _only_prose(field: Field, value: Any) -> bool:
    texts = {name for name, one in field.inner.items() if one.prose}
    return isinstance(value, Mapping) and bool(value) and set(value) <= texts


def texts(record: Record, leave: frozenset[str]) -> Iterator[tuple[str, Md]]:
    """Yield heading and HTML of each prose field, also of those one level down, such as the parts of a plan."""
    for name, field in record.kind.fields.items():
        value = record.data.get(name)
        if name in leave or not value:
            continue
        if field.prose and isinstance(value, str):
            yield humanise(name), prose(value)
        elif isinstance(value, Mapping) and _only_prose(field, value):
            yield from ((f"{humanise(name)}: {humanise(key).lower()}", prose(str(text))) for key, text in value.items())


def cell(value: Any, path: Path, targets: Targets, go: Go, field: Field | None) -> Md:
    """Write any value for one cell of a table; what names a record becomes a link to it.

    ``field`` is what the kind knows of the value, None for a place that it says nothing of.
    """
    if path in targets and not isinstance(value, Mapping | list):
        return go(targets[path])
    if isinstance(value, Mapping):
        parts = [_entry(key, child, (*path, key), targets, go, field) for key, child in value.items()]
        return Md("<br>" if len(path) == 1 else " · ").join(parts)
    if isinstance(value, list):
        nested = any(isinstance(item, Mapping) for item in value)
        items = field.items if field else None
        return Md("<br>" if nested else ", ").join(
            cell(item, (*path, n), targets, go, items) for n, item in enumerate(value)
        )
    return _plain(value)


def _entry(key: str, child: Any, path: Path, targets: Targets, go: Go, field: Field | None) -> Md:
    """Write one entry of a mapping: either its key names a record, or its value may."""
    keys = field is not None and any(reference.path == KEYS for reference in field.references)
    if keys and path in targets:
        return go(targets[path]) + Md(": ") + cell(child, path, {}, go, None)
    inner = field.inner.get(key, field.items) if field is not None else None
    return inline(humanise(key)) + Md(": ") + cell(child, path, targets, go, inner)


def _plain(value: Any) -> Md:
    if isinstance(value, bool):
        return Md("yes" if value else "no")
    text = when(str(value))
    if text.startswith(("https://", "http://")) and not set(text) & set(' <>"()[]|`\\{}'):
        return Md(f"[{inline(text)}](<{text.replace('*', '%2A').replace('_', '%5F')}>)")
    return inline(text)
