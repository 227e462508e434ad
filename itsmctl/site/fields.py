"""A record's fields into rows for people: label, value with links, and the schema's own words on what it means."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from itsmctl.catalog import Link, Record
from itsmctl.kinds import Kinds
from itsmctl.site.escape import Md, inline, prose

__all__ = ["Field", "Form", "Shown", "cell", "form", "humanise", "rows", "texts", "when"]

Go = Callable[[str], Md]  # the key of a record into a link to its page
TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2})(?::[0-9]{2})?(?:\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})"
)
WORDS = {"rto": "RTO", "rpo": "RPO", "rfc": "RFC", "rfcs": "RFCs", "ci": "CI", "kpi": "KPI", "kpis": "KPIs",
         "vcpu": "vCPU", "gpu": "GPU", "gb": "GB", "vlan": "VLAN", "id": "ID", "url": "URL", "sla": "SLA"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind: its name, its help from the schema, whether it is prose, and its fields if it has some."""

    name: str
    help: str
    prose: bool
    inner: tuple["Field", ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """One field of one record, ready for a table."""

    name: str
    label: str
    value: Md
    help: str


Form = tuple[Field, ...]


def form(kinds: Kinds, name: str) -> Form:
    """Return the fields of a kind in the order to show them: its own first, then those that every record has."""
    documents = kinds.documents
    own = documents[f"{name}.json"].get("properties", {})
    shared = documents.get("common.json", {}).get("$defs", {}).get("record", {}).get("properties", {})
    both = [*own.items(), *((key, value) for key, value in shared.items() if key not in own)]
    return tuple(_field(key, schema, documents) for key, schema in both)


def _field(name: str, schema: Any, documents: Mapping[str, Any], depth: int = 0) -> Field:
    words = schema if isinstance(schema, Mapping) else {}
    target = str(words.get("$ref", ""))
    found = _definition(target, documents)
    inner: tuple[Field, ...] = ()
    if depth < 2:  # noqa: PLR2004 - deeper fields are shown by name alone
        fields = words.get("properties") or found.get("properties") or {}
        inner = tuple(_field(key, value, documents, depth + 1) for key, value in fields.items())
    told = str(words.get("description") or found.get("description", ""))
    return Field(name, told, target.endswith("/$defs/text"), inner)


def _definition(target: str, documents: Mapping[str, Any]) -> Mapping[str, Any]:
    file, _, pointer = target.partition("#/$defs/")
    found: Mapping[str, Any] = documents.get(file or "common.json", {}).get("$defs", {}).get(pointer, {})
    return found


def humanise(name: str) -> str:
    """Write the name of a field as people do: ``resolved_at`` as *Resolved at*, ``rto`` as *RTO*."""
    words = [WORDS.get(word, word) for word in re.split(r"[_-]", name)]
    text = " ".join(words)
    return text if words[0] in WORDS.values() else text[:1].upper() + text[1:]


def when(text: str) -> str:
    """Write a time for people: ``2026-03-20 10:00 UTC``; any other text as it is."""
    return TIME.sub(lambda m: f"{m[1]} {m[2]} {'UTC' if m[3] in ('Z', '+00:00') else m[3]}", text)


def rows(record: Record, form: Form, links: Iterable[Link], go: Go, leave: frozenset[str]) -> Iterator[Shown]:
    """Yield the record's fields that go into a table: all that is set, no prose, without those to leave out."""
    targets = {link.path: link.target for link in links}
    for field in form:
        if field.name in record.data and field.name not in leave and not field.prose:
            value = record.data[field.name]
            if not _only_prose(field, value):
                yield Shown(field.name, humanise(field.name), cell(value, (field.name,), targets, go), field.help)


def _only_prose(field: Field, value: Any) -> bool:
    texts = {one.name for one in field.inner if one.prose}
    return isinstance(value, Mapping) and bool(value) and set(value) <= texts


def texts(record: Record, form: Form, leave: frozenset[str]) -> Iterator[tuple[str, Md]]:
    """Yield heading and HTML of each prose field, also of those one level down, such as the parts of a plan."""
    for field in form:
        value = record.data.get(field.name)
        if field.name in leave or not value:
            continue
        if field.prose and isinstance(value, str):
            yield humanise(field.name), prose(value)
        elif isinstance(value, Mapping) and _only_prose(field, value):
            yield from (
                (f"{humanise(field.name)}: {humanise(key).lower()}", prose(str(text))) for key, text in value.items()
            )


def cell(value: Any, path: tuple[str | int, ...], targets: Mapping[tuple[str | int, ...], str], go: Go) -> Md:
    """Write any value for one cell of a table; what names a record becomes a link to it."""
    if path in targets and not isinstance(value, Mapping | list):
        return go(targets[path])
    if isinstance(value, Mapping):
        parts = [_entry(key, child, (*path, key), targets, go) for key, child in value.items()]
        return Md("<br>" if len(path) == 1 else " · ").join(parts)
    if isinstance(value, list):
        nested = any(isinstance(item, Mapping) for item in value)
        return Md("<br>" if nested else ", ").join(cell(item, (*path, n), targets, go) for n, item in enumerate(value))
    return _plain(value)


def _entry(
    key: str, child: Any, path: tuple[str | int, ...], targets: Mapping[tuple[str | int, ...], str], go: Go
) -> Md:
    """Write one entry of a mapping: either its key names a record, or its value may."""
    if path in targets and not (isinstance(child, str) and targets[path].endswith(f"/{child.rpartition('/')[2]}")):
        return go(targets[path]) + Md(": ") + cell(child, path, {}, go)
    return inline(humanise(key)) + Md(": ") + cell(child, path, targets, go)


def _plain(value: Any) -> Md:
    if isinstance(value, bool):
        return Md("yes" if value else "no")
    text = when(str(value))
    if text.startswith(("https://", "http://")) and not set(text) & set(' <>"()[]|`\\{}'):
        return Md(f"[{inline(text)}](<{text.replace('*', '%2A').replace('_', '%5F')}>)")
    return inline(text)
