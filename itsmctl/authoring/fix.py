"""Findings that know their answer into files to write: each judged again before anything is written."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import unified_diff

from itsmctl.authoring.mend import Unmendable, mended
from itsmctl.findings import Edit, Finding, Severity
from itsmctl.snapshot import Snapshot
from itsmctl.whatif import Overlay, change

__all__ = ["Fix", "Left", "alone", "difference", "fixes"]

Judge = Callable[[Snapshot], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Fix:
    """One file as it is and as its findings want it."""

    path: str
    old: bytes
    new: bytes


@dataclass(frozen=True, slots=True)
class Left:
    """One file that has edits but is left as it is, and why."""

    path: str
    why: str


def fixes(snapshot: Snapshot, findings: Iterable[Finding], judge: Judge) -> tuple[list[Fix], list[Left]]:
    """Make the edits of findings, file by file; what could not be made, or would make its file worse, is left.

    ``judge`` returns all findings of a snapshot. Nothing is written.
    """
    made: list[Fix] = []
    left: list[Left] = []
    for path, edits in sorted(_by_file(findings).items()):
        old = snapshot.tree.entries[path].data or b""
        try:
            made.append(Fix(path, old, mended(old.decode(), edits).encode()))
        except Unmendable as reason:
            left.append(Left(path, str(reason)))
    before = _errors(judge(snapshot))
    keys = {record.path: record.key for record in snapshot.catalog.records.values()}
    while made:
        after = _errors(judge(change(snapshot, [Overlay(keys[fix.path], fix.new) for fix in made])))
        worse = [fix for fix in made if after.get(fix.path, 0) > before.get(fix.path, 0)]
        if not worse and sum(after.values()) > sum(before.values()):
            worse = made
        if not worse:
            break
        left += [Left(fix.path, "it would have more errors than before") for fix in worse]
        made = [fix for fix in made if fix not in worse]
    return made, left


def alone(snapshot: Snapshot, findings: Iterable[Finding]) -> Mapping[Finding, Fix]:
    """Make the edit of each finding by itself; those that cannot be made are left out."""
    made: dict[Finding, Fix] = {}
    for finding in findings:
        if finding.edit:
            path = finding.where.path
            old = snapshot.tree.entries[path].data or b""
            with suppress(Unmendable):
                made[finding] = Fix(path, old, mended(old.decode(), [finding.edit]).encode())
    return made


def difference(fix: Fix) -> list[str]:
    """Return the lines of a unified diff, as `git apply` takes them."""
    old, new = (text.decode().splitlines(keepends=True) for text in (fix.old, fix.new))
    return list(unified_diff(old, new, f"a/{fix.path}", f"b/{fix.path}"))


def _by_file(findings: Iterable[Finding]) -> Mapping[str, list[Edit]]:
    found: dict[str, list[Edit]] = {}
    for finding in findings:
        if finding.edit:
            found.setdefault(finding.where.path, []).append(finding.edit)
    return found


def _errors(findings: Iterable[Finding]) -> Mapping[str, int]:
    """Count the errors of each file."""
    found: dict[str, int] = {}
    for finding in set(findings):
        if finding.severity is Severity.ERROR:
            found[finding.where.path] = found.get(finding.where.path, 0) + 1
    return found
