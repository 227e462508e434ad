"""A mapping file into the rules by which rows become records; what is wrong with it is told with its line."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from itsmctl.document import Document, parse, place
from itsmctl.exchange.words import slots
from itsmctl.findings import Finding, Severity
from itsmctl.kinds import Kinds, kind_of
from itsmctl.suggest import did_you_mean
from itsmctl.validate import explain

__all__ = ["Rules", "Source", "missing_columns", "read_rules"]

MODEL = "write kind, id, time and fields; examples/event-log/mapping.yaml is one to start from"
SCHEMA = Path(__file__).parent / "event-log.schema.json"


YEAR = re.compile(r"(?<!%)(?:%%)*%[YyGcxs]")  # the directives of strptime that give a year


@dataclass(frozen=True, slots=True)
class Source:
    """Where one value comes from: a cell, a constant or a text with cells in it; and when it may be written."""

    column: str = ""
    value: str | float | bool | None = None
    text: str = ""
    words: Mapping[str, Any] | None = None
    reading: str = "text"
    states: frozenset[str] = frozenset()
    reached: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """A mapping file that was found right."""

    document: Document
    kind: str
    base: str
    missing: frozenset[str]
    number: str
    year: str
    time: str
    format: str
    zone: str
    author: str
    domain: str
    fields: Mapping[str, Source]
    labels: Mapping[str, Source]


def read_rules(path: Path) -> tuple[Rules | None, list[Finding]]:
    """Read a mapping file; findings, and no rules, when it is not YAML or not a mapping. OSError passes."""
    document, findings = parse(path.name, path.read_bytes())
    findings = findings or _faults(document)
    if findings:
        return None, findings
    value = document.value
    author = value.get("author", {})
    rules = Rules(
        document=document,
        kind=value["kind"],
        base=value.get("base", ""),
        missing=frozenset(["", *value.get("missing", ())]),
        number=value["id"]["column"],
        year=value["id"]["year"],
        time=value["time"]["column"],
        format=value["time"]["format"],
        zone=value["time"].get("zone", "UTC"),
        author=author.get("column", ""),
        domain=author.get("domain", "import.example"),
        fields={name: _source(words) for name, words in value["fields"].items()},
        labels={name: _source(words) for name, words in value.get("labels", {}).items()},
    )
    return rules, []


def _faults(document: Document) -> list[Finding]:
    """Hold the document against the mapping's schema with the judge that records have."""
    import jsonschema_rs

    schema = json.loads(SCHEMA.read_text("utf-8"))
    if jsonschema_rs.is_valid(schema, document.value):
        return _odd_times(document)
    if not isinstance(document.value, dict):
        told = "the mapping is empty" if document.value is None else "this is not a mapping"
        return [Finding("schema", Severity.ERROR, told, place(document, ()), MODEL)]
    name = "event-log mapping"
    documents = {f"{name}.json": {**schema, "x-itsm": {"process": "", "control": ""}}}
    return explain(Kinds({}, documents, {}, ""), kind_of(name, documents), document)


def _odd_times(document: Document) -> list[Finding]:
    """Return a finding for a zone that nobody knows and for a format that cannot be read by."""
    zone, form = document.value["time"].get("zone", "UTC"), document.value["time"]["format"]
    found = []
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        hint = did_you_mean(
            zone, sorted(available_timezones()), "zones are named like Europe/Berlin; UTC is the default"
        )
        found.append(
            Finding("schema", Severity.ERROR, f"there is no zone {zone}", place(document, ("time", "zone")), hint)
        )
    fault = _odd_format(form)
    if fault:
        where = place(document, ("time", "format"))
        found.append(Finding("schema", Severity.ERROR, f"time.format: {fault}", where, "write it like %d/%m/%Y %H:%M"))
    return found


def _odd_format(form: str) -> str:
    """Return what is wrong with a format of times, or nothing."""
    if not YEAR.search(form):
        return "it has no year"
    try:
        datetime.strptime("", form)  # noqa: DTZ007 - only to see whether it can be read by
    except (ValueError, re.error) as error:
        # That an empty text does not match is no fault of the format; anything else is.
        return "" if "does not match format" in str(error) else str(error)
    return ""


def _source(words: Any) -> Source:
    if isinstance(words, str):
        return Source(column=words)
    return Source(
        column=words.get("column", ""),
        value=words.get("value"),
        text=words.get("text", ""),
        words=words.get("map"),
        reading=words.get("as", "text"),
        states=frozenset(words.get("from_state", ())),
        reached=words.get("reached", False),
    )


def missing_columns(rules: Rules, header: Sequence[str]) -> list[Finding]:
    """Return a finding for each column that the mapping names and the log does not have."""
    return [
        Finding(
            "unknown-column",
            Severity.ERROR,
            f"the log has no column {column}",
            place(rules.document, spot),
            did_you_mean(column, header, f"its columns are {', '.join(header)}"[:400]),
        )
        for column, spot in _columns(rules)
        if column not in header
    ]


def _columns(rules: Rules) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each column that the mapping names, and where."""
    yield rules.number, ("id", "column")
    yield rules.year, ("id", "year")
    yield rules.time, ("time", "column")
    if rules.author:
        yield rules.author, ("author", "column")
    for part, sources in (("fields", rules.fields), ("labels", rules.labels)):
        for name, source in sources.items():
            if source.column:
                yield source.column, (part, name, "column")
            for column in slots(source.text):
                yield column, (part, name, "text")
