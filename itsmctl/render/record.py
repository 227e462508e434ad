"""One record, or a list of them, into text, JSON and CSV."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from itsmctl.catalog import Link, Record
from itsmctl.graph import Need
from itsmctl.render.escape import as_text, csv_cell, printable
from itsmctl.snapshot import Snapshot

__all__ = ["list_csv", "list_json", "list_text", "record_json", "record_text"]

COLUMNS = ("id", "state", "title", "owner")


def list_text(records: Sequence[Record]) -> str:
    """Write one line a record, in columns."""
    rows = [_row(record) for record in records]
    widths = [max((len(row[n]) for row in rows), default=0) for n in range(2)]
    lines = [f"{row[0]:<{widths[0]}}  {row[1]:<{widths[1]}}  {printable(row[2])}".rstrip() for row in rows]
    return "".join(f"{line}\n" for line in lines)


def list_json(records: Sequence[Record]) -> str:
    """Write the records with all their fields."""
    value = {"version": 1, "records": [_named(record) for record in records]}
    return as_text(value)


def list_csv(records: Sequence[Record]) -> str:
    """Write id, state, title and owner for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([csv_cell(value) for value in _row(record)] for record in records)
    return out.getvalue()


def _row(record: Record) -> tuple[str, str, str, str]:
    return record.id, record.state or "", record.title, str(record.data.get("owner", ""))


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
    plain = [(link.relation, link.target) for link in out if link.path[0] != "depends_on"]
    derived = [(link.inverse, link.source) for link in into if link.path[0] != "depends_on"]
    return _told([*plain, *derived], snapshot)


def _told(pairs: Iterable[tuple[str, str]], snapshot: Snapshot) -> list[str]:
    records = snapshot.catalog.records
    return [f"{relation} {key} ({printable(records[key].title)})" for relation, key in sorted(set(pairs))]


def _needs(record: Record, snapshot: Snapshot) -> list[str]:
    return [_need(need, snapshot) for need in snapshot.graph.needs.get(record.key, ())]


def _need(need: Need, snapshot: Snapshot) -> str:
    names = ", ".join(snapshot.catalog.records[member].id for member in need.members)
    what = f"{need.need} of {len(need.members)}: {names}" if need.group else names
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
