"""A CSV file, compressed or not, into events in the order in which they became true."""

import csv
import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from itsmctl.exchange.mapping import Rules, missing_columns
from itsmctl.exchange.rows import Event, Fault, Translator
from itsmctl.findings import Fatal, Finding, Location, Severity
from itsmctl.kinds import Kind

__all__ = ["events_of", "in_order"]

ENOUGH = 20  # faults of rows that are told; more would not help


def events_of(
    log: Path, rules: Rules, kind: Kind, why: Callable[[Mapping[str, Any]], str]
) -> tuple[list[Event], list[Finding]]:
    """Read a whole log; events in file order, or findings with row and column.

    Raises Fatal when the file is no CSV, not UTF-8, or damaged. OSError passes.
    """
    with _open(log) as text:
        rows = _rows(text, log)
        _, header = next(rows, (1, []))
        header = [name.removeprefix("\ufeff") for name in header]
        if not header:
            raise Fatal("the log is empty", hint="its first row names the columns", where=Location(log.name))
        findings = missing_columns(rules, header)
        return ([], findings) if findings else _translated(rows, header, Translator.of(rules, kind, why), log)


def _open(log: Path) -> TextIOWrapper:
    with log.open("rb") as head:
        packed = head.read(2) == b"\x1f\x8b"
    raw: Any = gzip.open(log) if packed else log.open("rb")  # noqa: SIM115 - the wrapper closes it
    return TextIOWrapper(raw, encoding="utf-8", newline="")


def _rows(text: TextIOWrapper, log: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield line number and cells; what stops the reading is Fatal."""
    reader = csv.reader(text, strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except (csv.Error, UnicodeDecodeError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        where = Location(log.name, reader.line_num + 1)
        raise Fatal(f"the log cannot be read on: {error}", hint="is the file complete?", where=where) from None


def _translated(
    rows: Iterable[tuple[int, list[str]]], header: Sequence[str], translator: Translator, log: Path
) -> tuple[list[Event], list[Finding]]:
    events: list[Event] = []
    findings: list[Finding] = []
    for line, row in rows:
        try:
            events.append(translator.event(header, row))
        except Fault as fault:
            column = header.index(fault.column) + 1 if fault.column in header else 1
            told = f"row {line}, column {fault.column}: " if fault.column else f"row {line}: "
            where = Location(log.name, line, column)
            findings.append(Finding("broken-row", Severity.ERROR, told + fault.message, where, fault.hint))
            if len(findings) == ENOUGH:
                break
    return events, findings


def in_order(events: Iterable[Event]) -> list[Event]:
    """Sort events by time, but keep each record's own in the order of the file.

    A row that is older than the one before it, of the same record, counts as written right after that one: its own
    time is still what its commit says.
    """
    latest: dict[str, datetime] = {}
    keyed: list[tuple[datetime, Event]] = []
    for event in events:
        effective = max(event.at, latest.get(event.id, event.at))
        latest[event.id] = effective
        keyed.append((effective, event))
    keyed.sort(key=lambda pair: pair[0])
    return [event for _, event in keyed]
