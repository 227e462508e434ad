"""What init once wrote, what the repository has, what the package ships now: three versions into a plan.

Whether somebody edited a file is told by the note that `init` left (`start.WRITTEN`). Former inits left none, and
copied all schemas; what they wrote is known by the ids in ``templates/former.txt``, a list that is closed, and found in
the repository's history. What nobody edited is brought up to date; a copy of a schema that nobody edited goes, as the
package's holds without it. What somebody edited stays, or is merged when the package has changed it, too. Records are
the organisation's: they are not looked at.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from itsmctl.authoring.start import blob_id
from itsmctl.tree import share

__all__ = ["Ground", "Step", "plan", "rebased"]

SCHEMAS = "schemas/"
Merge = Callable[[bytes, bytes, bytes], tuple[bytes, bool]]


@dataclass(frozen=True, slots=True)
class Step:
    """What becomes of one file: add, update, merge, remove, keep or conflict, and why.

    ``data`` is the new content: None when the file goes or stays; for a conflict, where there is one, the attempt with
    marks in it, which is shown and never written. ``base`` is the version of the package that the file rests on then.
    """

    path: str
    verb: str
    why: str
    data: bytes | None = None
    base: str | None = None

    @property
    def writes(self) -> bool:
        """Whether the file changes."""
        return self.verb in {"add", "update", "merge", "remove"}


@dataclass(frozen=True, slots=True)
class Ground:
    """The three versions: the package's files, the repository's, and the ids that the note has of what was written.

    ``history`` gives the ids that a path had in the repository's history, newest first; ``recall`` the content of an
    id, or None; ``merge`` merges mine, base, theirs into a text and says whether that went without conflict.
    """

    shipped: Mapping[str, bytes]
    present: Mapping[str, bytes]
    written: Mapping[str, str]
    history: Callable[[str], Iterable[str]]
    recall: Callable[[str], bytes | None]
    merge: Merge


def plan(ground: Ground) -> list[Step]:
    """Return what is to be done, and what is kept although it differs, sorted by path."""
    paths = sorted({*ground.shipped, *ground.written})
    return [step for path in paths for step in _steps(path, ground)]


def rebased(ground: Ground, steps: list[Step]) -> dict[str, str]:
    """Return the note as it is once the steps are done: it follows what was brought up to date, not what was kept."""
    same = {
        path: blob_id(data)
        for path, data in ground.shipped.items()
        if ground.present.get(path) == data and not path.startswith(SCHEMAS)
    }
    moved = {step.path: step.base for step in steps}
    known = {**ground.written, **same, **{path: base for path, base in moved.items() if base}}
    return {path: oid for path, oid in known.items() if path not in moved or moved[path]}


def _steps(path: str, ground: Ground) -> Iterator[Step]:
    mine, theirs, base = ground.present.get(path), ground.shipped.get(path), ground.written.get(path)
    if mine is None:
        yield from _absent(path, theirs, base)
    elif mine == theirs:
        if path.startswith(SCHEMAS):
            yield Step(path, "remove", "as the package has it, which holds without it")
    elif blob_id(mine) in {base, *_former().get(path, ())}:
        yield _unedited(path, theirs)
    else:
        yield _edited(path, mine, theirs, base or _found(path, ground), ground)


def _unedited(path: str, theirs: bytes | None) -> Step:
    if theirs is None:
        return Step(path, "remove", "nobody edited it, and nothing needs it any more")
    if path.startswith(SCHEMAS):
        return Step(path, "remove", "nobody edited it, and the package's holds without it")
    return Step(path, "update", "nobody edited it", theirs, blob_id(theirs))


def _edited(path: str, mine: bytes, theirs: bytes | None, base: str | None, ground: Ground) -> Step:
    if theirs is None or base == blob_id(theirs):
        return Step(path, "keep", "yours; the package has not changed it", base=base)
    if base is None:
        return Step(path, "keep", "yours; what it was made from is not known")
    return _merged(path, mine, theirs, base, ground)


def _found(path: str, ground: Ground) -> str | None:
    """Return the version of a former init that the repository's history has, newest first."""
    former = _former().get(path, frozenset())
    return next((oid for oid in ground.history(path) if oid in former), None)


def _absent(path: str, theirs: bytes | None, base: str | None) -> Iterator[Step]:
    if theirs is None or path.startswith(SCHEMAS):
        return
    if base is not None:
        yield Step(path, "keep", "you removed it", base=base)
    else:
        yield Step(path, "add", "new", theirs, blob_id(theirs))


def _merged(path: str, mine: bytes, theirs: bytes, base: str, ground: Ground) -> Step:
    before = ground.recall(base)
    if before is None:
        why = "you and the package changed it, and what it was made from is not in the history"
        return Step(path, "conflict", why, theirs, base)
    data, clean = ground.merge(mine, before, theirs)
    if not clean or not _sound(path, data):
        return Step(path, "conflict", "you and the package changed the same lines", data, base)
    if data == mine:
        return Step(path, "keep", "yours; it has the package's changes", base=blob_id(theirs))
    return Step(path, "merge", "you and the package changed different lines", data, blob_id(theirs))


def _sound(path: str, data: bytes) -> bool:
    """Say whether what was merged line by line is still JSON, where it should be."""
    if not path.endswith(".json"):
        return True
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


@cache
def _former() -> Mapping[str, frozenset[str]]:
    """Return the ids of all versions that former inits wrote, by path."""
    found: dict[str, set[str]] = {}
    for line in share("templates/former.txt").read_text("utf-8").splitlines():
        oid, _, path = line.partition(" ")
        found.setdefault(path, set()).add(oid)
    return {path: frozenset(ids) for path, ids in found.items()}
