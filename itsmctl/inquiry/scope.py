"""What a pull request changes into its classes: governance, configuration, requests."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from itsmctl.delta import Change
from itsmctl.inquiry.facts import Path
from itsmctl.lifecycle import needs_approval

__all__ = ["Scope", "classes", "governs"]

# Everything that is no record can change how records are judged, built or published: schemas and workflows, and also
# a site's hook, a module that shadows the tool's, a lock, a test. New kinds of files appear with every tool; so what is
# harmless is listed, and all else is governed. Harmless is what people read and no program of ours or of a forge obeys.
HARMLESS = re.compile(
    r"LICENSE|[A-Za-z0-9_-]+\.md"  # at the top
    r"|docs/([A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.(md|png|jpg|jpeg|gif|svg|webp)",
    re.ASCII,
)
ABSENT, REGULAR = "000000", "100644"


@dataclass(frozen=True, slots=True)
class Scope:
    """The changes by class: requests for change, controlled configuration, governance (records and paths), the rest."""

    requests: tuple[Change, ...]
    altered: tuple[Change, ...]
    governance: tuple[Change, ...]
    governed: tuple[Path, ...]
    other: tuple[Change, ...]


def classes(changes: Iterable[Change], paths: Iterable[Path]) -> Scope:
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
