"""The rows of a log into events: who wrote when which version of which record."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from itsmctl.clock import stamp
from itsmctl.document import HIDDEN
from itsmctl.exchange.emit import emit
from itsmctl.exchange.mapping import Rules, Source
from itsmctl.exchange.words import filled, folded, shown
from itsmctl.kinds import Kind
from itsmctl.tree import LIMIT

__all__ = ["FOREIGN", "Event", "Fault", "Translator"]

TICKET = re.compile(r"[\w .#/:-]{1,63}")
LIMITS = "a number has at most 63 characters, of them letters, digits and . _ - # / : only"
DIGITS = re.compile(r"[0-9]+", re.ASCII)
BOOLEANS = {"true": True, "false": False}
# Git keeps no commit date before the first, and not every program that reads it one after the last.
YEARS = range(1970, 2100)
FOREIGN = re.compile("[\udc80-\udcff]")  # how a byte that is not UTF-8 was let through by the reader
Cells = Mapping[str, str]


class Fault(Exception):
    """One cell, or one row, that cannot be taken over."""

    def __init__(self, column: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.column, self.message, self.hint = column, message, hint


@dataclass(frozen=True, slots=True)
class Event:
    """One version of one record: its path and bytes, the row's own time, who wrote it, and the state it says.

    ``number`` is the ticket's number as the log writes it.
    """

    id: str
    number: str
    path: str
    at: datetime
    author: str
    email: str
    state: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Translator:
    """The rules of a mapping, the kind of its records and the judge of their shape."""

    rules: Rules
    kind: Kind
    one_line: frozenset[str]
    why: Callable[[Mapping[str, Any]], str]
    read_time: Callable[[str], datetime]

    @classmethod
    def of(
        cls, rules: Rules, kind: Kind, one_line: frozenset[str], why: Callable[[Mapping[str, Any]], str]
    ) -> "Translator":
        """Make one; ``one_line`` names fields that hold no line break, ``why`` says what is wrong with a record."""
        zone = UTC if rules.zone == "UTC" else ZoneInfo(rules.zone)

        @cache
        def read_time(text: str) -> datetime:
            moment = datetime.strptime(text, rules.format)  # noqa: DTZ007 - the next line gives it its zone
            return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)

        return cls(rules, kind, one_line, why, read_time)

    def event(self, header: Sequence[str], row: Sequence[str]) -> Event:
        """Turn one row into an event; raises Fault and names the column."""
        cells = self._cells(header, row)
        at = self._time(self.rules.time, cells)
        number, name, path = self._identity(cells)
        state = self._state(cells, at)
        record = dict(self._values(self.rules.fields, cells, at, state))
        labels = dict(self._values(self.rules.labels, cells, at, state))
        if labels:
            record["labels"] = labels
        wrong = self.why(record)
        if wrong:
            raise Fault("", f"this does not make a {self.kind.name}: {wrong}", "mend the mapping or the row")
        author = re.sub(r"[<>\s]+", " ", cells.get(self.rules.author, "")).strip() or "unknown"
        email = f"{re.sub(r'[^a-z0-9]+', '-', author.lower()).strip('-') or 'unknown'}@{self.rules.domain}"
        data = emit(record)
        if len(data) > LIMIT:
            raise Fault("", f"the {self.kind.name} would be larger than 1 MiB", "leave a column out of the mapping")
        return Event(name, number, path, at, author, email, state, data)

    def _cells(self, header: Sequence[str], row: Sequence[str]) -> Cells:
        if len(row) != len(header):
            at = header[min(len(row), len(header) - 1)]
            raise Fault(at, f"the row has {len(row)} cells, the header {len(header)}", "quote a cell with commas")
        # A line break within a cell is written differently from system to system; in a record it is one character.
        row = [cell.replace("\r\n", "\n") for cell in row]
        for column, cell in zip(header, row, strict=True):
            if len(cell) > LIMIT:
                raise Fault(column, f"the cell has {len(cell):,} characters, a record at most {LIMIT:,}", "shorten it")
            if FOREIGN.search(cell):
                raise Fault(column, "the cell is not UTF-8", "save the log as UTF-8")
            if HIDDEN.search(cell):
                raise Fault(column, "the cell holds a character that cannot be seen", "delete it")
        missing = self.rules.missing
        return {column: cell for column, cell in zip(header, row, strict=True) if cell not in missing}

    def _time(self, column: str, cells: Cells) -> datetime:
        text = cells.get(column, "")
        try:
            moment = self.read_time(text)
        except (ValueError, OverflowError):
            what = f"{shown(text)} is no time" if text else "the time is missing"
            raise Fault(column, what, f"times look like {self.rules.format}") from None
        if moment.year not in YEARS:
            hint = "correct it; if it stands for a time that is not known, name it under missing: in the mapping"
            raise Fault(column, f"{shown(text)} is not between 1970-01-01 and 2099-12-31", hint)
        return moment

    def _identity(self, cells: Cells) -> tuple[str, str, str]:
        """Return the number as it is written, and the id and path made of it and its year."""
        text = cells.get(self.rules.number, "").strip()
        if text and not TICKET.fullmatch(text):
            raise Fault(self.rules.number, f"{shown(text)} ({len(text)} characters) is no number of a ticket", LIMITS)
        digits = DIGITS.findall(text)
        if not digits:
            raise Fault(self.rules.number, f"{shown(text)} has no number" if text else "the number is missing")
        number, year = int(digits[-1]), self._time(self.rules.year, cells).year
        name, form = self.kind.identity.make(year=year, number=number, area=""), self.kind.identity.format
        if not self.kind.identity.pattern.fullmatch(name):
            raise Fault(self.rules.number, f"{name} is no id of a {self.kind.name}", f"ids look like {form}")
        # By the hundred: git writes a whole folder anew for each commit that touches it.
        return text, name, f"records/{self.kind.name}/{year}/{number // 100:02}/{name}.yaml"

    def _state(self, cells: Cells, at: datetime) -> str:
        field = self.kind.lifecycle.field if self.kind.lifecycle else ""
        source = self.rules.fields.get(field)
        return str(self._value(source, cells, at, "") or "") if source else ""

    def _values(
        self, sources: Mapping[str, Source], cells: Cells, at: datetime, state: str
    ) -> Iterator[tuple[str, Any]]:
        for name, source in sources.items():
            value = self._value(source, cells, at, state)
            if value is not None:
                yield name, folded(value) if name in self.one_line and isinstance(value, str) else value

    def _value(self, source: Source, cells: Cells, at: datetime, state: str) -> Any:
        """Return one value, or None where the row does not know it, or should not know it yet."""
        if source.states and state not in source.states:
            return None
        if source.value is not None:
            return source.value
        if source.text:
            return filled(source.text, lambda column: cells.get(column, "unknown"))
        cell = cells.get(source.column)
        if cell is None:
            return None
        if source.reading == "time":
            moment = self._time(source.column, cells)
            return None if source.reached and moment > at else stamp(moment)
        return _read(source, cell)


def _read(source: Source, cell: str) -> Any:
    if source.words is not None:
        if cell not in source.words:
            known = ", ".join(source.words)
            raise Fault(source.column, f"{shown(cell)} is not in the mapping", f"it knows {known}"[:400])
        return source.words[cell]
    if source.reading == "boolean":
        if cell.lower() not in BOOLEANS:
            raise Fault(source.column, f"{shown(cell)} is neither true nor false")
        return BOOLEANS[cell.lower()]
    if source.reading == "integer":
        if not re.fullmatch(r"-?[0-9]{1,14}", cell, re.ASCII):
            raise Fault(source.column, f"{shown(cell)} is no whole number")
        return int(cell)
    return cell
