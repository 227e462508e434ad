"""What a pull request changes into its classes: governance, configuration, requests; and what covers what."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from itsmctl.catalog import Record
from itsmctl.delta import Change
from itsmctl.document import place
from itsmctl.findings import Finding, Location, Severity
from itsmctl.gate.facts import Path
from itsmctl.lifecycle import authorised_states, needs_approval, transitions
from itsmctl.schedule import span_of
from itsmctl.snapshot import Snapshot

__all__ = ["Scope", "affected", "authorises", "faults", "governs", "sort", "uncovered"]

# Everything that is no record can change how records are judged, built or published: schemas and workflows, and also
# a site's hook, a module that shadows the tool's, a lock, a test. New kinds of files appear with every tool; so what is
# harmless is listed, and all else is governed. Harmless is what people read and no program of ours or of a forge obeys.
HARMLESS = re.compile(
    r"LICENSE|[A-Za-z0-9_-]+\.md"  # at the top
    r"|docs/([A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.(md|png|jpg|jpeg|gif|svg|webp)",
    re.ASCII,
)
ABSENT, REGULAR = "000000", "100644"
PLAIN = (ABSENT, REGULAR, "100755")
WHY = "which decides how records are judged, built or published"


@dataclass(frozen=True, slots=True)
class Scope:
    """The changes by class: requests for change, controlled configuration, governance (records and paths), the rest."""

    requests: tuple[Change, ...]
    altered: tuple[Change, ...]
    governance: tuple[Change, ...]
    governed: tuple[Path, ...]
    other: tuple[Change, ...]


def sort(changes: Iterable[Change], paths: Iterable[Path]) -> Scope:
    """Sort what is changed into its classes."""
    changes, paths = tuple(changes), tuple(paths)
    requests = tuple(change for change in changes if needs_approval(change.kind))
    altered = tuple(change for change in changes if change.kind.control == "configuration")
    governance = tuple(change for change in changes if change.kind.control == "governance")
    classed = {change.key for change in (*requests, *altered, *governance)}
    files = {side.path for change in governance for side in (change.before, change.after) if side}
    governed = tuple(path for path in paths if governs(path) or path.path in files)
    return Scope(requests, altered, governance, governed, tuple(c for c in changes if c.key not in classed))


def governs(path: Path) -> bool:
    """Say whether a path decides how records are judged, built or published: all but records and plain documents."""
    if path.inner.startswith("records/"):
        return not path.path.endswith(".yaml")
    plain = {path.before, path.after} <= {ABSENT, REGULAR}
    return not (plain and HARMLESS.fullmatch(path.inner or path.path))


def authorises(change: Change) -> bool:
    """Say whether a change is a move that only an approval permits."""
    return any(one.move is not None and "approved" in one.move.guards for one in transitions((change,)))


def affected(snapshot: Snapshot, request: Record) -> tuple[str, ...]:
    """Return the keys of what a request names in ``affects``, in this snapshot."""
    links = snapshot.catalog.links_out.get(request.key, ())
    return tuple(sorted({link.target for link in links if link.path[0] == "affects"}))


def faults(scope: Scope) -> Iterator[Finding]:
    """Yield what may not be in one pull request: several requests, governance with other records, odd files."""
    for change in scope.requests[1:]:
        first = scope.requests[0].record.id
        message = f"{change.record.id} is changed together with {first}"
        yield _finding("several-requests", message, change.record, "one request for change a pull request")
    records = (*scope.requests, *scope.altered, *scope.other)
    if scope.governed and records:
        named = scope.governed[0].path.encode("unicode_escape", "replace").decode()
        message = f"{records[0].record.id} is changed together with {named}, {WHY}"
        hint = "make two pull requests: the rules first, then what relies on them"
        yield _finding("mixed-governance", message, records[0].record, hint)
    for path in scope.governed:
        if path.after not in PLAIN and not path.inner.startswith("records/"):
            where = Location(path.path.encode("unicode_escape", "replace").decode())
            yield Finding("irregular-file", Severity.ERROR, "this must be a plain file", where, "store the file itself")


def uncovered(base: Snapshot, merged: Snapshot, scope: Scope, now: datetime) -> Iterator[Finding]:
    """Yield each change of configuration that no authorised request names.

    A request covers what its ``affects`` names: when this pull request authorises it, or when base holds it
    authorised and now lies in its window.
    """
    allowed: set[str] = set()
    for change in scope.requests:
        if change.after is not None and authorises(change):
            allowed |= set(affected(merged, change.after))
    for request in _running(base, now):
        allowed |= set(affected(base, request))
    for change in scope.altered:
        if change.key not in allowed:
            message = f"{change.record.id} is {change.verb}, and no authorised request covers it"
            hint = "name it in affects of a request that this pull request moves to approved, or wait for its window"
            yield _finding("uncovered-change", message, change.record, hint)


def _running(base: Snapshot, now: datetime) -> Iterator[Record]:
    for kind in base.kinds.by_name.values():
        if not needs_approval(kind) or kind.lifecycle is None:
            continue
        states = authorised_states(kind.lifecycle)
        for record in base.of(kind.name):
            span = span_of(record.data.get("window"))
            if record.state in states and span is not None and span.holds(now):
                yield record


def _finding(code: str, message: str, record: Record, hint: str) -> Finding:
    return Finding(code, Severity.ERROR, message, place(record.document, ()), hint, (), record.id)
