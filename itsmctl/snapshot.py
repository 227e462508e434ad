"""A tree into everything that is known at one moment: kinds, records, links, graph and what is wrong with them."""

from collections.abc import Callable, Iterable, MutableMapping
from dataclasses import dataclass
from typing import Any

from itsmctl.catalog import Catalog, Claim, Record, claim, collect
from itsmctl.document import Document, Json, parse
from itsmctl.findings import Finding
from itsmctl.graph import Graph, build
from itsmctl.kinds import Kinds, load
from itsmctl.tree import Tree
from itsmctl.validate import checker, explain

__all__ = ["Cache", "Snapshot", "take"]

# Values of files that were read and found right, by digest of their content; see `itsmctl.repo.cache`.
Cache = MutableMapping[tuple[str, bytes], Json]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The records of one tree and what follows from them; ``findings`` are those that need no policy."""

    tree: Tree
    kinds: Kinds
    catalog: Catalog
    graph: Graph
    findings: tuple[Finding, ...]

    def policy(self, subject: str) -> dict[str, Any]:
        """Return the data of the policy record of a subject (change, incident, validation), or nothing."""
        record = self.catalog.get("policy", subject)
        return dict(record.data) if record else {}

    def of(self, kind: str) -> Iterable[Record]:
        """Return the records of one kind, sorted by id."""
        return self.catalog.of(kind)


def take(tree: Tree, kinds: Kinds | None = None, read: "Reader | None" = None) -> Snapshot:
    """Make the snapshot of a tree, by the tree's own kinds unless others are given.

    ``read`` replaces how files become values (a cache, several processes); it must give the same as `read_all`.
    Raises Fatal when the schemas cannot be used; faults of records are findings.
    """
    kinds = kinds or load(tree)
    claims, found = claim(tree, kinds)
    values, faults = (read or read_all)(claims, kinds)
    catalog, dangling = collect(values)
    graph, groups = build(catalog)
    return Snapshot(tree, kinds, catalog, graph, (*found, *faults, *dangling, *groups))


Read = tuple[Claim, Document, bool]
Reader = Callable[[Iterable[Claim], Kinds], tuple[list[Read], list[Finding]]]


def read_all(claims: Iterable[Claim], kinds: Kinds) -> tuple[list[Read], list[Finding]]:
    """Parse every claimed file and hold it against its kind's schema."""
    fits = checker(kinds)
    read: list[Read] = []
    findings: list[Finding] = []
    for made in claims:
        document, faults = parse(made.path, made.data)
        valid = not faults and fits(made.kind, document.value)
        read.append((made, document, valid))
        if not valid:
            findings += _owned(faults or explain(kinds, made.kind, document), made)
    return read, findings


def _owned(findings: Iterable[Finding], made: Claim) -> list[Finding]:
    return [Finding(f.code, f.severity, f.message, f.where, f.hint, f.related, made.id) for f in findings]


