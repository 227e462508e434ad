"""A CSV file, compressed or not, into events in the order in which they became true."""

import csv
import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from itsmctl.exchange.mapping import Rules, missing_columns
from itsmctl.exchange.names import Names
from itsmctl.exchange.rows import FOREIGN, Event, Fault, Translator
from itsmctl.exchange.words import plain
from itsmctl.findings import Fatal, Finding, Location, Severity

__all__ = ["events_of", "in_order"]

ENOUGH = 20  # faults of rows that are told; more would not help
LONGEST = 32 * 1024 * 1024  # characters of a line or a cell that are read at all


def events_of(log: Path, rules: Rules, translator: Translator) -> tuple[list[Event], list[Finding], str]:
    """Read a whole log; events in file order, or findings with row and column, and the digest of its content.

    Raises Fatal when the file is no CSV, its header not UTF-8, or when it is damaged. OSError passes.
    """
    digest = sha256()
    with _open(log) as text:
        rows = _rows(_lines(text, log, digest.update), log)
        _, header = next(rows, (1, []))
        header = [name.removeprefix("\ufeff") for name in header]
        if not header:
            raise Fatal("the log is empty", hint="its first row names the columns", where=Location(log.name))
        if FOREIGN.search("".join(header)):
            raise Fatal("the log cannot be read: its header is not UTF-8", "save it as UTF-8", Location(log.name))
        findings = missing_columns(rules, header)
        if findings:
            return [], findings, ""
        events, findings = _translated(rows, header, translator, log)
    return events, findings, digest.hexdigest()


def _open(log: Path) -> TextIOWrapper:
    with log.open("rb") as head:
        packed = head.read(2) == b"\x1f\x8b"
    raw: Any = gzip.open(log) if packed else log.open("rb")  # noqa: SIM115 - the wrapper closes it
    # A byte that is not UTF-8 comes through as a lone surrogate, so that its row and column can be told.
    return TextIOWrapper(raw, encoding="utf-8", errors="surrogateescape", newline="")


def _lines(text: TextIOWrapper, log: Path, seen: Callable[[bytes], None]) -> Iterator[str]:
    """Yield the lines and show each one's bytes; a line that would fill the memory is Fatal."""
    number = 0
    while line := text.readline(LONGEST):
        number += 1
        if len(line) == LONGEST:
            where = Location(log.name, number)
            raise Fatal(f"the log cannot be read on: line {number} is too long", "is this a CSV file?", where)
        seen(line.encode("utf-8", "surrogateescape"))
        yield line


def _rows(lines: Iterable[str], log: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield cells with the number of the line on which they begin; what stops the reading is Fatal."""
    csv.field_size_limit(LONGEST)  # what is too long for a record is told with its column
    reader = csv.reader(lines, strict=True)
    begins = 1
    try:
        for row in reader:
            yield begins, row
            begins = reader.line_num + 1
    except (csv.Error, EOFError, zlib.error, gzip.BadGzipFile) as error:
        hint = "is the file complete, and every quote closed?"
        raise Fatal(f"the log cannot be read on: {error}", hint, Location(log.name, begins)) from None


def _translated(
    rows: Iterable[tuple[int, list[str]]], header: Sequence[str], translator: Translator, log: Path
) -> tuple[list[Event], list[Finding]]:
    events: list[Event] = []
    findings: list[Finding] = []
    names = Names(translator.rules)
    for line, row in rows:
        try:
            event = translator.event(header, row)
            names.check(event, line)
            events.append(event)
        except Fault as fault:
            column = header.index(fault.column) + 1 if fault.column in header else 1
            told = f"row {line}, column {fault.column}: " if fault.column else f"row {line}: "
            where = Location(log.name, line, column)
            findings.append(
                Finding("broken-row", Severity.ERROR, plain(told + fault.message), where, plain(fault.hint))
            )
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
