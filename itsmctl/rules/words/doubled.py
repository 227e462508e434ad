"""References that stand twice in one list, however they are spelt."""
# ruff: noqa: D401 - the docstring of a rule states the fault

from collections.abc import Iterator, Mapping
from typing import Any

from itsmctl.catalog import Link, Record
from itsmctl.document import Path, key_place, place
from itsmctl.findings import Severity
from itsmctl.rules.rule import Seen, rule
from itsmctl.rules.words.fields import held
from itsmctl.snapshot import Snapshot

__all__ = ["doubled_reference"]

GROUP = "any_of"  # of a group the graph tells what is doubled


@rule(Severity.ERROR, hint="name it once")
def doubled_reference(snapshot: Snapshot) -> Iterator[Seen]:
    """A list names the same record twice: as `web` and as `service/web`."""
    for key, links in snapshot.catalog.links_out.items():
        if len(links) == len({(link.target, link.field.partition(".")[0]) for link in links}):
            continue  # nothing is named twice, in whatever way
        record = snapshot.catalog.records[key]
        seen: dict[tuple[Any, ...], Link] = {}
        for link in links:
            home = _home(link)
            if home is None or GROUP in home:
                continue
            first = seen.setdefault((home, link.target, _beside(record, link, home)), link)
            if first is not link and link.path[len(home)] != first.path[len(home)]:
                told = (
                    f"{'.'.join(map(str, home))} names {snapshot.catalog.name(snapshot.catalog.records[link.target])}"
                )
                yield f"{told} twice", _place(record, link), (_place(record, first),)


def _home(link: Link) -> Path | None:
    """Return the way to the list, or to the mapping by names, in which a reference stands; None for neither."""
    numbers = [n for n, step in enumerate(link.path) if isinstance(step, int)]
    if numbers:
        return link.path[: numbers[-1]]
    by_name = link.field.rpartition(".")[2] != link.path[-1]
    return link.path[:-1] if by_name else None


def _beside(record: Record, link: Link, home: Path) -> str:
    """Return what else the entry says: two outages of one service are not the same entry twice."""
    entry = held(record, link.path[: len(home) + 1])
    inner = link.path[len(home) + 1 :]
    if not isinstance(entry, Mapping) or not inner:
        return ""
    return "".join(sorted(f"{key}: {value}\n" for key, value in entry.items() if key != inner[0]))


def _place(record: Record, link: Link) -> Any:
    return (place if isinstance(link.path[-1], int) else key_place)(record.document, link.path)
