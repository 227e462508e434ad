"""Records that come from the package: what a kind whose schema says ``layered`` starts with, until it is overridden.

They lie under the repository's records: one of the repository with the same id takes the place of the package's.
They are never files of the repository: no change of it, nothing to be demanded. One that names what the repository
does not have, such as a process that nobody runs there, is left out; so is one that does not fit the repository's own
schema. A repository turns them off by overriding the kind's schema without the word.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache

from itsmctl.catalog.claim import Claim
from itsmctl.findings import Finding, Location, Severity
from itsmctl.kinds import Kinds
from itsmctl.tree import PACKAGE, share

__all__ = ["is_shipped", "lesser", "loose", "shipped"]

FOLDER = "templates/shipped"
Files = tuple[tuple[str, str, str, bytes], ...]


def shipped(kinds: Kinds, claims: Iterable[Claim]) -> list[Claim]:
    """Return the package's records of layered kinds, but for those whose id the repository claims."""
    taken = {(made.kind.name, made.id.casefold()) for made in claims}
    layered = {name: kind for name, kind in kinds.by_name.items() if kind.layered}
    return [
        Claim(layered[kind], name, path, data)
        for kind, name, path, data in _files()
        if kind in layered and (kind, name.casefold()) not in taken
    ]


def is_shipped(path: str) -> bool:
    """Say whether a path is one of the package's, not of the repository's."""
    return path.startswith(PACKAGE)


def loose(faults: Iterable[Finding]) -> frozenset[str]:
    """Return the paths of the package's records among those that something is wrong with: they are left out."""
    return frozenset(finding.where.path for finding in faults if is_shipped(finding.where.path))


def lesser(faults: Iterable[Finding], kinds: Kinds) -> Iterator[Finding]:
    """Yield faults of records; one of a package's record is a note on the schema that it does not fit, once a kind."""
    told = set()
    for fault in faults:
        if not is_shipped(fault.where.path):
            yield fault
            continue
        kind = fault.where.path.split("/")[1]
        if kind not in told:
            told.add(kind)
            message = f"records of the package, such as {kind}/{fault.record}, do not fit this schema: {fault.message}"
            hint = f"they are left out; itsmctl schema --diff {kind} shows the difference"
            where = Location(kinds.source(kind).path)
            yield replace(fault, code="schema-style", severity=Severity.NOTE, message=message, hint=hint, where=where)


@cache
def _files() -> Files:
    """Read what is packaged: kind, id, path and content."""
    top = share(FOLDER)
    return tuple(
        (path.parent.name, path.stem, f"{PACKAGE}{path.relative_to(top).as_posix()}", path.read_bytes())
        for path in sorted(top.glob("records/*/*.yaml"))
    )
