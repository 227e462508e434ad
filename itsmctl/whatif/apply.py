"""A snapshot and edits into the snapshot that would follow, judged like any other."""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import Any

from itsmctl.catalog import Catalog, Claim, is_shipped
from itsmctl.document import Json, Path, inline
from itsmctl.findings import Fatal, Finding
from itsmctl.graph import FIELD
from itsmctl.kinds import Kinds
from itsmctl.snapshot import Read, Reader, Snapshot, read_all, take
from itsmctl.suggest import did_you_mean
from itsmctl.tree import Entry, Tree, from_dict
from itsmctl.whatif.edits import Add, Depend, Drop, Edit, Overlay, Remove, Require, Set, agree

__all__ = ["change"]

ORDER = (Set, Require, Drop, Depend)  # numbers of entries are those before the edits


def change(snapshot: Snapshot, edits: Sequence[Edit]) -> Snapshot:
    """Return the snapshot that the edits would make; the order in which they are given does not matter.

    Edited records are written and read again, so that what does not fit is a finding of the new snapshot. Raises Fatal
    for edits that contradict each other, name what is not there, or cannot be carried out.
    """
    if not edits:
        return snapshot
    agree(edits)
    by_record: dict[str, list[Edit]] = {}
    for edit in edits:
        by_record.setdefault(edit.key, []).append(edit)
    entries = dict(snapshot.tree.entries)
    for key, wanted in by_record.items():
        path = _path(key, snapshot)
        data = _edited(key, wanted, snapshot)
        if data is None:
            entries.pop(path, None)
        else:
            entries |= from_dict({path: data}).entries
    return take(Tree(entries, None, snapshot.tree.prefix), snapshot.kinds, _known(snapshot, entries))


def _path(key: str, snapshot: Snapshot) -> str:
    record = snapshot.catalog.records.get(key)
    if record and not is_shipped(record.path):
        return record.path
    kind = key.partition("/")[0]
    if kind not in snapshot.kinds.by_name:
        raise Fatal(f"there is no kind {kind}", hint=did_you_mean(kind, snapshot.kinds.by_name), code=2)
    return f"{snapshot.tree.prefix}records/{key}.yaml"


def _edited(key: str, wanted: list[Edit], snapshot: Snapshot) -> bytes | None:
    """Return the new file of one record, None for one that goes."""
    first = wanted[0]
    if isinstance(first, Overlay):
        return first.data
    if isinstance(first, Remove):
        return None
    if isinstance(first, Add):
        value: Json = first.value
    else:
        value = deepcopy(snapshot.catalog.records[key].document.value)
        value = _changed(key, value, wanted, snapshot.catalog)
    if not isinstance(value, dict):
        raise Fatal(f"{key} is no mapping of fields to values", hint="itsmctl validate shows what is wrong", code=2)
    return "".join(f"{inline(name)}: {inline(item)}\n" for name, item in value.items()).encode("utf-8", "surrogatepass")


def _changed(key: str, value: Json, wanted: list[Edit], catalog: Catalog) -> Json:
    if not isinstance(value, dict):
        return value
    for edit in sorted(wanted, key=lambda one: ORDER.index(type(one))):
        match edit:
            case Set():
                _set(key, value, edit.path, edit.value)
            case Require():
                _require(key, _entries(key, value), edit)
            case Drop():
                value[FIELD] = _without(key, _entries(key, value), edit.ref, catalog)
            case Depend():
                value[FIELD] = [*_entries(key, value), edit.entry]
    if value.get(FIELD) == []:
        del value[FIELD]
    return value


def _entries(key: str, value: dict[str, Any]) -> list[Any]:
    entries = value.get(FIELD, [])
    if not isinstance(entries, list):
        raise Fatal(f"{FIELD} of {key} is no list", hint="itsmctl validate shows what is wrong", code=2)
    return entries


def _set(key: str, value: Json, path: Path, new: Json) -> None:
    """Put a value at a path, making mappings on the way; None takes away what is there."""
    here: Any = value
    for step in path[:-1]:
        if isinstance(here, dict):
            here = here.setdefault(str(step), {})
        elif isinstance(here, list) and isinstance(step, int) and step < len(here):
            here = here[step]
        else:
            raise _nowhere(key, path)
    last = path[-1]
    if isinstance(here, dict):
        here.pop(str(last), None) if new is None else here.update({str(last): new})
    elif isinstance(here, list) and isinstance(last, int) and last < len(here):
        here[last] = new
    else:
        raise _nowhere(key, path)


def _nowhere(key: str, path: Path) -> Fatal:
    return Fatal(f"{key} has no place {'.'.join(map(str, path))}", hint=f"itsmctl show {key} shows its fields", code=2)


def _require(key: str, entries: list[Any], edit: Require) -> None:
    groups = [str(n) for n, entry in enumerate(entries) if isinstance(entry, dict) and "any_of" in entry]
    if str(edit.number) not in groups:
        hint = f"its groups are {', '.join(groups)}" if groups else "it has no group"
        raise Fatal(f"entry {edit.number} of {FIELD} of {key} is no group", hint=hint, code=2)
    entries[edit.number] = {**entries[edit.number], "need": edit.need}


def _without(key: str, entries: list[Any], ref: str, catalog: Catalog) -> list[Any]:
    """Return the entries without those that name a record; a group that loses its last member goes too."""
    gone = _meant(key, ref, catalog)
    kept: list[Any] = []
    for entry in entries:
        if isinstance(entry, dict) and isinstance(entry.get("any_of"), list):
            members = [member for member in entry["any_of"] if _meant(key, member, catalog) != gone]
            kept += [{**entry, "any_of": members}] if members else []
        elif _meant(key, entry.get("ref") if isinstance(entry, dict) else entry, catalog) != gone:
            kept.append(entry)
    if kept == entries:
        catalog.named(ref)
        raise Fatal(f"{key} does not depend on {ref}", hint=f"itsmctl show {key} shows what it needs", code=2)
    return kept


def _meant(key: str, name: Any, catalog: Catalog) -> Any:
    """Return the key of the record that a name means in an entry of another's, or the name where it means none."""
    references = (one for one in catalog.records[key].kind.references if one.path[0] == FIELD)
    kinds = tuple({kind for one in references for kind in one.to})
    found = catalog.find(name, kinds) if isinstance(name, str) else None
    return found.key if found else name


def _known(snapshot: Snapshot, entries: dict[str, Entry]) -> Reader:
    """Return a reader that takes valid records that did not change from the snapshot."""
    before, same = snapshot.tree.entries, snapshot.catalog.records

    def read(claims: Iterable[Claim], kinds: Kinds) -> tuple[list[Read], list[Finding]]:
        fresh: list[Claim] = []
        values: list[Read] = []
        for made in claims:
            record = same.get(made.key)
            stays = before.get(made.path) is entries.get(made.path)
            kept = record and record.valid and record.path == made.path and stays
            if record and kept:
                values.append((made, record.document, True))
            else:
                fresh.append(made)
        read_now, findings = read_all(fresh, kinds)
        return [*values, *read_now], findings

    return read
