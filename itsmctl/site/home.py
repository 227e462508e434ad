"""The records of all kinds into what the first page shows of them: what has not ended, and how services fare."""

from dataclasses import dataclass

from itsmctl.catalog import Record, newest
from itsmctl.diagnosis import outages
from itsmctl.graph import State
from itsmctl.kinds import Kind
from itsmctl.site.site import Site

__all__ = ["Health", "health", "watched"]

SETTLED = ("done", "void", "ended")  # meanings: nothing suffers from it any more
TROUBLE = "outages"  # the role by which a kind tells of trouble


@dataclass(frozen=True, slots=True)
class Health:
    """How open trouble leaves a record, that trouble, and what its own loss does to services."""

    state: State
    trouble: list[Record]
    hurts: str


def watched(site: Site) -> list[tuple[Kind, list[Record]]]:
    """Return the kinds that ask to be listed at home, each with its records that have not ended, newest first."""
    kinds = (kind for kind in site.snapshot.kinds.by_name.values() if kind.page.home)
    return [(kind, newest(one for one in site.of(kind.name) if not one.is_("ended"))) for kind in kinds]


def health(site: Site, record: Record) -> Health:
    """Say how a record fares: down or degraded by an outage that lasts, degraded by trouble that is not settled."""
    told = [one for one in site.into(record) if one.valid and one.kind.role(TROUBLE)]
    hits = [hit for one in told for hit in outages(site.snapshot, one)]
    effects = [hit.effect for hit in hits if hit.record.key == record.key and hit.end is None]
    names = {one.key for one in told if not any(map(one.is_, SETTLED))}
    trouble = [one for one in site.into(record, "affects") if one.key in names]
    state = max([*effects, *([State.DEGRADED] if trouble else []), State.OK])
    return Health(state, trouble, _hurts(site, record))


def _hurts(site: Site, record: Record) -> str:
    impact = site.blast.impacts.get(record.key)
    hits = [hit for hit in impact.reached() if hit.record.kind.service] if impact else []
    down = sum(hit.state is State.DOWN for hit in hits)
    parts = [f"{down} down"] * bool(down) + [f"{len(hits) - down} degraded"] * (len(hits) > down)
    return ", ".join(parts) or "no other service"
