"""One record, or a list of them, into text, JSON and CSV."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from itsmctl.catalog import Link, Record, columns, values
from itsmctl.graph import FIELD, Need
from itsmctl.render.escape import as_text, csv_cell, printable
from itsmctl.render.table import aligned
from itsmctl.snapshot import Snapshot

__all__ = ["list_csv", "list_json", "list_text", "record_json", "record_text"]

WIDEST = 36  # letters of a cell in a terminal; CSV and JSON have it whole
ALWAYS = ("id", "state", "title", "owner")  # the first columns of CSV


def list_text(records: Sequence[Record]) -> str:
    """Write one line a record of one kind, in the columns that the kind asks for, below a line that names them."""
    if not records:
        return ""
    names = [name for name in columns(records[0].kind) if name != "title"]
    rows = [["id", *names, "title"]]
    rows += [[one.id, *(_short(_cell(one, name)) for name in names), printable(one.title)] for one in records]
    return aligned(rows)


def list_json(records: Sequence[Record]) -> str:
    """Write the records with all their fields."""
    value = {"version": 1, "records": [_named(record) for record in records]}
    return as_text(value)


def list_csv(records: Sequence[Record]) -> str:
    """Write id, state, title and owner for a spreadsheet, then the other columns that the kind asks for."""
    kind = records[0].kind if records else None
    state = kind.lifecycle.field if kind and kind.lifecycle else ""
    more = [name for name in (columns(kind) if kind else ()) if name not in (*ALWAYS, state)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*ALWAYS, *more])
    for one in records:
        first = (one.id, one.state or "", one.title, str(one.data.get("owner", "")))
        writer.writerow(csv_cell(value) for value in (*first, *(_cell(one, name) for name in more)))
    return out.getvalue()


def _cell(record: Record, column: str) -> str:
    return ", ".join(dict.fromkeys(_plain(value) for _, value in values(record, column)))


def _plain(value: Any) -> str:
    """Write a value on one line, without its punctuation: a span as its two ends, a list with commas."""
    if isinstance(value, Mapping):
        return " – ".join(map(_plain, value.values()))
    if isinstance(value, list):
        return ", ".join(map(_plain, value))
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _short(text: str) -> str:
    line = printable(text)
    return line if len(line) <= WIDEST else f"{line[: WIDEST - 1]}…"


def _named(record: Record) -> dict[str, Any]:
    return {"kind": record.kind.name, "id": record.id, "path": record.path, "data": dict(record.data)}


def record_text(record: Record, snapshot: Snapshot) -> str:
    """Write a record's fields as its author did, and below them its links both ways and what needs it."""
    state = f" · {record.state}" if record.state else ""
    parts = [f"{record.kind.icon} {printable(record.title)}\n{record.key}{state} · {printable(record.path)}\n"]
    parts.append("".join(f"{printable(line)}\n" for line in record.document.text.rstrip().splitlines()))
    for heading, tell in (("links", _links), ("needs", _needs), ("needed by", _needed_by)):
        lines = tell(record, snapshot)
        if lines:
            parts.append("\n".join([heading, *(f"  {line}" for line in lines)]) + "\n")
    return "\n".join(parts)


def _links(record: Record, snapshot: Snapshot) -> list[str]:
    out = snapshot.catalog.links_out.get(record.key, ())
    into = snapshot.catalog.links_in.get(record.key, ())
    plain = [(link.relation, link.target) for link in out if link.path[0] != FIELD]
    derived = [(link.inverse, link.source) for link in into if link.path[0] != FIELD]
    return _told([*plain, *derived], snapshot)


def _told(pairs: Iterable[tuple[str, str]], snapshot: Snapshot) -> list[str]:
    records = snapshot.catalog.records
    return [f"{relation} {key} ({printable(records[key].title)})" for relation, key in sorted(set(pairs))]


def _needs(record: Record, snapshot: Snapshot) -> list[str]:
    return [_need(need, snapshot) for need in snapshot.graph.needs.get(record.key, ())]


def _need(need: Need, snapshot: Snapshot) -> str:
    names = ", ".join(snapshot.catalog.records[member].id for member in need.named)
    what = f"{need.need} of {len(need.named)}: {names}" if need.group else names
    notes = ", ".join(word for word in (need.label, "" if need.effect.word == "down" else "degrades only") if word)
    return f"{what} ({notes})" if notes else what


def _needed_by(record: Record, snapshot: Snapshot) -> list[str]:
    owners = {need.owner for need in snapshot.graph.needed_by.get(record.key, ())}
    return [f"{key} ({printable(snapshot.catalog.records[key].title)})" for key in sorted(owners)]


def record_json(record: Record, snapshot: Snapshot) -> str:
    """Write a record with its links out and in, and what needs it."""
    out, into = snapshot.catalog.links_out.get(record.key, ()), snapshot.catalog.links_in.get(record.key, ())
    value = {
        "version": 1,
        **_named(record),
        "valid": record.valid,
        "links": [_link(link, link.relation, link.target) for link in out],
        "linked_from": [_link(link, link.inverse, link.source) for link in into],
        "needed_by": sorted({need.owner for need in snapshot.graph.needed_by.get(record.key, ())}),
    }
    return as_text(value)


def _link(link: Link, relation: str, other: str) -> dict[str, Any]:
    return {"relation": relation, "record": other, "field": list(link.path)}
