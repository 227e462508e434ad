"""A tree into everything that is known at one moment: kinds, records, links, graph and what is wrong with them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from itsmctl.catalog import Catalog, Record, claim, collect, lesser, loose, shipped
from itsmctl.findings import Finding
from itsmctl.graph import Graph, build
from itsmctl.kinds import Kinds, load
from itsmctl.snapshot.read import Read, Reader, read_all
from itsmctl.tree import Tree

__all__ = ["Snapshot", "take"]


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

    def having(self, role: str) -> Iterator[Record]:
        """Yield the records of all kinds in which some field has a role (``symptom``), sorted by key."""
        return (record for kind in self.kinds.having(role) for record in self.catalog.of(kind))


def take(tree: Tree, kinds: Kinds | None = None, read: Reader = read_all) -> Snapshot:
    """Make the snapshot of a tree, by the tree's own kinds unless others are given, on what the package brings along.

    ``read`` replaces how files become values (see `Memory`); it must give the same as `read_all`.
    Raises Fatal when the schemas cannot be used; faults of records are findings.
    """
    kinds = kinds or load(tree)
    claims, found = claim(tree, kinds)
    values, faults = read([*claims, *shipped(kinds, claims)], kinds)
    catalog, dangling = _collected(values, faults)
    graph, groups = build(catalog)
    told = (*kinds.notes, *found, *lesser(faults, kinds), *dangling, *groups)
    return Snapshot(tree, kinds, catalog, graph, told)


def _collected(values: list[Read], faults: Iterable[Finding]) -> tuple[Catalog, list[Finding]]:
    """Collect the repository's records, and those of the package with which nothing is wrong here."""
    out = loose(faults)
    whole = [read for read in values if read[0].path not in out]
    catalog, dangling = collect(whole)
    return _collected(whole, dangling) if loose(dangling) else (catalog, dangling)
