"""The references of records into links; a name that leads nowhere, or to the wrong kind, is a finding."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from itsmctl.catalog.record import Record
from itsmctl.document import Path, key_place, place
from itsmctl.findings import Change, Edit, Finding, Severity
from itsmctl.kinds import Reference
from itsmctl.suggest import did_you_mean, surely_meant

__all__ = ["Link", "link", "mentions"]

SUGGESTIONS = 20


@dataclass(frozen=True, slots=True)
class Link:
    """One reference that was resolved: from a record's field to another record, both as ``kind/id``.

    ``path`` leads to the very place in the record, ``field`` is the same without numbers and keys: ``review.by``.
    """

    source: str
    target: str
    relation: str
    inverse: str
    path: Path
    field: str


def link(records: Mapping[str, Record], owners: Mapping[str, tuple[str, ...]]) -> tuple[list[Link], list[Finding]]:
    """Resolve every reference of every record; an id is looked up among the kinds that its field allows."""
    links: list[Link] = []
    findings: list[Finding] = []
    dangling: list[tuple[Record, Reference, Path, str]] = []
    for key, record in records.items():
        for reference in record.kind.references:
            for path, name in mentions(record.document.value, reference):
                found = _resolve(name, reference, owners, records)
                if isinstance(found, str):
                    links.append(Link(key, found, reference.relation, reference.inverse, path, reference.field))
                elif found:
                    findings.append(_finding(record, reference, path, found))
                elif not reference.or_text:
                    dangling.append((record, reference, path, name))
    findings += [_dangling(number, *one, owners) for number, one in enumerate(dangling)]
    return links, findings


def mentions(value: Any, reference: Reference) -> list[tuple[Path, str]]:
    """Return each text in a record's value that stands where the reference leads, with its path."""
    if isinstance(value, dict) and reference.path[0] in value:
        return _walk(value, reference.path)
    return []


def _walk(value: Any, steps: tuple[str, ...]) -> list[tuple[Path, str]]:
    """Follow the steps level by level: a list of places costs half of what nested generators do."""
    places: list[tuple[Path, Any]] = [((), value)]
    for step in steps:
        if step == "*":
            places = [((*path, key), child) for path, inner in places for key, child in _children(inner)]
        elif step == "**":
            places = [((*path, key), key) for path, inner in places if type(inner) is dict for key in inner]
        else:
            places = [((*path, step), inner[step]) for path, inner in places if type(inner) is dict and step in inner]
    return [(path, text) for path, text in places if type(text) is str]


def _children(value: Any) -> Iterable[tuple[str | int, Any]]:
    return value.items() if type(value) is dict else enumerate(value) if type(value) is list else ()


class Fault(NamedTuple):
    """What is wrong with a reference; ``meant`` is the name to write instead where only one can be meant."""

    code: str
    message: str
    hint: str
    meant: str = ""


def _resolve(
    name: str, reference: Reference, owners: Mapping[str, tuple[str, ...]], records: Mapping[str, Record]
) -> str | Fault | None:
    """Return the key of the record that is meant; else what is wrong; None for nobody."""
    kind, slash, rest = name.partition("/")
    able = [kind] if slash else [owner for owner in owners.get(name, ()) if owner in reference.to]
    keys = [key for one in able if (key := f"{one}/{rest if slash else name}") in records and one in reference.to]
    if len(keys) == 1:
        return _fits(keys[0], reference, records)
    allowed = " or ".join(reference.to)
    if keys:
        fitting = [key for key in keys if isinstance(_fits(key, reference, records), str)]
        meant = fitting[0] if len(fitting) == 1 else ""
        hint = f"write {meant or ' or '.join(keys)}"
        return Fault("ambiguous-reference", f"{name} is the id of several records", hint, meant)
    if name in records or owners.get(name):
        actual = kind if slash else owners[name][0]
        message = f"{name} is of kind {actual}, but this field takes {allowed}"
        others = [key for one in reference.to if slash and (key := f"{one}/{rest}") in records]
        meant = others[0] if len(others) == 1 else ""
        return Fault("wrong-kind", message, f"write {meant}" if meant else f"name a record of kind {allowed}", meant)
    return None


def _fits(key: str, reference: Reference, records: Mapping[str, Record]) -> str | Fault:
    data = records[key].data
    for field, wanted in reference.where.items():
        if data and data.get(field) not in wanted:
            name, allowed = key.partition("/")[2], " or ".join(wanted)
            message = f"{name} has {field} {data.get(field)}, but this field takes {allowed}"
            return Fault("wrong-kind", message, f"name one of {field} {allowed}")
    return key


def _dangling(
    number: int,
    record: Record,
    reference: Reference,
    path: Path,
    name: str,
    owners: Mapping[str, tuple[str, ...]],
) -> Finding:
    """Report a name that nobody owns; only the first few get a suggestion, which costs a look at every id."""
    hint = f"add records/{reference.to[0]}/{name}.yaml, or name a record of kind {' or '.join(reference.to)}"
    meant = ""
    if number < SUGGESTIONS:
        kind, slash, _ = name.rpartition("/")
        able = {kind} & set(reference.to) if slash else set(reference.to)
        known = [f"{kind}{slash}{one}" for one, kinds in owners.items() if able.intersection(kinds)]
        hint, meant = did_you_mean(name, known, hint), surely_meant(name, known)
    message = f"{_field(path)} names {name}, which does not exist"
    return _found(record, reference, path, Fault("dangling-reference", message, hint, meant))


def _finding(record: Record, reference: Reference, path: Path, fault: Fault) -> Finding:
    return _found(record, reference, path, fault._replace(message=f"{_field(path)}: {fault.message}"))


def _found(record: Record, reference: Reference, path: Path, fault: Fault) -> Finding:
    """Make the finding at the key or the value that is the reference, with the edit that mends it for certain."""
    at_key = reference.path[-1] == "**"
    where = (key_place if at_key else place)(record.document, path)
    edit = Edit(path, fault.meant, Change.RENAME if at_key else Change.SET) if fault.meant else None
    return Finding(fault.code, Severity.ERROR, fault.message, where, fault.hint, (), record.id, edit)


def _field(path: Path) -> str:
    return next(step for step in path if isinstance(step, str))
