"""The ``depends_on`` of all records into the graph along which loss travels; redundancy is only what is named so."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple

from itsmctl.catalog import Catalog, Record
from itsmctl.document import Path, place
from itsmctl.findings import Finding, Severity

__all__ = ["FIELD", "Graph", "Need", "State", "assemble", "build", "parse_need"]

FIELD = "depends_on"
IDLE = ("planned", "ended")  # meanings of states in which a record carries nothing


class State(IntEnum):
    """How a record fares; the greatest is the worst."""

    OK = 0
    DEGRADED = 1
    DOWN = 2

    @property
    def word(self) -> str:
        """The state as it is written: ``degraded``."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, eq=False)
class Need:
    """One entry of ``depends_on``: while fewer than ``need`` of ``members`` are up, ``owner`` suffers ``effect``.

    An essential entry is one member, one needed. ``number`` is its place in the list, from 0; ``group`` says whether
    the record named it as ``any_of``, in which case the loss of one member degrades. ``idle`` are members of a group
    that carry nothing, since they are not in use yet, or not any more: the group stands on the others alone.
    """

    owner: str
    number: int
    members: tuple[str, ...]
    need: int
    effect: State
    label: str
    group: bool
    idle: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """All that the entry names, whether it carries anything or not."""
        return (*self.members, *self.idle)


@dataclass(frozen=True, slots=True)
class Graph:
    """Needs by the record that has them, and by the record that they name."""

    needs: Mapping[str, tuple[Need, ...]]
    needed_by: Mapping[str, tuple[Need, ...]]


def build(catalog: Catalog) -> tuple[Graph, list[Finding]]:
    """Make the graph of all records; a group that can never hold, or never fail, is a finding and no edge."""
    targets = {(key, link.path): link.target for key, links in catalog.links_out.items() for link in links}
    needs: list[Need] = []
    findings: list[Finding] = []
    for key, record in catalog.records.items():
        for number, entry in enumerate(record.data.get(FIELD, ())):
            members, labels, effect, need = _read(entry, _resolved(key, number, targets))
            faults = list(_faults(entry, members, need, number))
            findings += [_finding(record, fault) for fault in faults]
            if members and all(fault.severity is not Severity.ERROR for fault in faults):
                # A member that does not exist is a finding of its own; here it leaves less to spare, and never a
                # group that needs more than it has.
                able, idle = _able(members, catalog) if "any_of" in _mapping(entry) else (members, ())
                needed = min(need, len(able))
                needs.append(Need(key, number, able, needed, effect, labels, "any_of" in _mapping(entry), idle))
    return assemble(needs), findings


def _able(members: tuple[str, ...], catalog: Catalog) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part the members of a group into those that can carry it and those that cannot; where none can, all are meant."""
    idle = tuple(key for key in members if any(map(catalog.records[key].is_, IDLE)))
    able = tuple(key for key in members if key not in idle)
    return (able, idle) if able else (members, ())


def assemble(needs: list[Need]) -> Graph:
    """Index needs by both ends."""
    by_owner: dict[str, list[Need]] = {}
    by_member: dict[str, list[Need]] = {}
    for need in needs:
        by_owner.setdefault(need.owner, []).append(need)
        for member in need.members:
            by_member.setdefault(member, []).append(need)
    return Graph(_frozen(by_owner), _frozen(by_member))


def _frozen(index: dict[str, list[Need]]) -> dict[str, tuple[Need, ...]]:
    return {key: tuple(found) for key, found in index.items()}


def _mapping(entry: Any) -> Mapping[str, Any]:
    """Write every form of entry as a mapping: a bare id is ``{ref: id}``."""
    return entry if isinstance(entry, Mapping) else {"ref": entry}


def _resolved(
    key: str, number: int, targets: Mapping[tuple[str, Path], str]
) -> Callable[[tuple[str | int, ...]], str | None]:
    return lambda inner: targets.get((key, (FIELD, number, *inner)))


def _read(entry: Any, find: Callable[[Path], str | None]) -> tuple[tuple[str, ...], str, State, int]:
    """Return members that exist, label, effect and how many are needed."""
    words = _mapping(entry)
    effect = State.DEGRADED if words.get("effect") == "degraded" else State.DOWN
    if "any_of" in words:
        spots: list[Path] = [("any_of", n) for n in range(len(words["any_of"]))]
    else:
        spots = [("ref",) if isinstance(entry, Mapping) else ()]
    members = tuple(target for spot in spots if (target := find(spot)))
    size = len(words.get("any_of", (1,)))
    return members, str(words.get("as", "")), effect, parse_need(words.get("need", 1), size)


def parse_need(need: int | str, size: int) -> int:
    """Return how many of ``size`` members are needed; percent is rounded up, in integers: 28 % of 25 is 7."""
    if isinstance(need, str):
        percent = int(need.rstrip("%"))
        return -(-percent * size // 100)
    return need


class Fault(NamedTuple):
    """What is wrong with a group: code, message, hint, and where in the record."""

    severity: Severity
    code: str
    message: str
    hint: str
    path: Path


def _faults(entry: Any, members: tuple[str, ...], need: int, number: int) -> Iterator[Fault]:
    words = _mapping(entry)
    if "any_of" not in words:
        return
    names, here = words["any_of"], (FIELD, number)
    if not names:
        hint = "name its members, or delete the entry"
        yield Fault(Severity.ERROR, "group-empty", "any_of names nobody", hint, (*here, "any_of"))
        return
    for spot, name in _doubled(names, members):
        message, hint = f"{name} stands twice in the same group", "name each member once: it cannot stand in for itself"
        yield Fault(Severity.ERROR, "group-member-doubled", message, hint, (*here, "any_of", *spot))
    if need > len(names):
        message = f"need {words['need']} of {len(names)} members can never hold"
        hint = f"need at most {len(names)}, or name more members"
        yield Fault(Severity.ERROR, "need-above-members", message, hint, (*here, "need"))
    elif need < 1:
        message, hint = f"need {words['need']} can never fail", "need at least 1, or delete the entry"
        yield Fault(Severity.ERROR, "need-below-one", message, hint, (*here, "need"))
    elif words.get("effect") == "degraded" and "need" in words:
        message = f"need {words['need']} decides nothing: with effect degraded, any member lost degrades"
        yield Fault(Severity.NOTE, "need-without-effect", message, "delete need, or the effect", (*here, "need"))


def _doubled(names: list[str], members: tuple[str, ...]) -> Iterator[tuple[Path, str]]:
    """Yield each second mention of a member; ``ci/a`` and ``a`` are one when they lead to the same record."""
    for index, name in enumerate(names):
        if name in names[:index]:
            yield (index,), name
    if len(set(names)) == len(names) and len(set(members)) < len(members):
        yield (), next(member for member in members if members.count(member) > 1)


def _finding(record: Record, fault: Fault) -> Finding:
    where = place(record.document, fault.path)
    return Finding(fault.code, fault.severity, fault.message, where, fault.hint, (), record.id)
