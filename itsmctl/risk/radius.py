"""What a change touches into all that suffers if it goes wrong, on the worse of the two graphs."""

from collections.abc import Iterable

from itsmctl.graph import State
from itsmctl.impact import Impact, assess
from itsmctl.snapshot import Snapshot

__all__ = ["blast_radius"]


def blast_radius(base: Snapshot, merged: Snapshot, touched: Iterable[str]) -> Impact:
    """Return the impact of losing all that is touched: each record's worse state in base and merged.

    Judging by both is why a pull request cannot shrink its radius by deleting the edge that leads to a service.
    """
    keys = set(touched)
    worst = _lost(base, keys)
    after = _lost(merged, keys)
    hits = {hit.record.key: hit for hit in worst.affected}
    for hit in after.affected:
        known = hits.get(hit.record.key)
        if known is None or hit.state >= known.state:
            hits[hit.record.key] = hit
    order = sorted(hits.values(), key=lambda hit: (-hit.state, hit.record.kind.name, hit.record.id))
    return Impact(dict(sorted({**worst.scenario, **after.scenario}.items())), tuple(order))


def _lost(snapshot: Snapshot, keys: set[str]) -> Impact:
    present = {key: State.DOWN for key in sorted(keys) if key in snapshot.catalog.records}
    return assess(snapshot.catalog, snapshot.graph, present)
