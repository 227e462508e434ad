"""A record, or words, into the known errors that fit: by what they say and by where they are in the graph."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from itsmctl.catalog import Record, values
from itsmctl.graph import Graph
from itsmctl.knowledge.words import Index, index, words
from itsmctl.snapshot import Snapshot

__all__ = ["Match", "asked_text", "match"]

SYMPTOM = "symptom"  # the role whose kinds are searched: how one recognises what is known
TITLE = "title"
WEIGHTS = {SYMPTOM: 2, "cause": 1, "workaround": 1}  # of roles, in BM25F, beside 2 of the title
ASKED = (TITLE, "description", "notes")  # shared by all records: not what is known only afterwards
NEAR = 0.5  # what being on the very same record adds; a step away half of it, two steps a third
FAR = 4  # steps: what is farther is not near


@dataclass(frozen=True, slots=True)
class Match:
    """One known error that fits, and why.

    ``score`` is ``words_part + near_part``. ``shared`` are the words in common, by what each adds to ``words_part``.
    ``via`` leads in the graph from a record that the known error affects to one that is asked about, or back; it is
    empty when they are far apart.
    """

    record: Record
    score: float
    words_part: float
    near_part: float
    shared: Mapping[str, float]
    via: tuple[Record, ...]


def match(snapshot: Snapshot, text: str, places: Iterable[str] = ()) -> tuple[Match, ...]:
    """Return the known errors that share words with a text or are near some records (``kind/id``), the best first.

    score = BM25F(text) / its bound + 0.5 / (1 + steps), the second part only up to 4 steps along dependencies, upwards
    or downwards. The first part is between 0 and 1: the share of what the text asks that the known error answers.
    Looked at are all kinds with a field of the role symptom, in the fields and with the weights that their page gives;
    what was given up is left out.
    """
    known = {record.key: record for record in snapshot.having(SYMPTOM) if not record.is_("void")}
    texts = index({key: list(_texts(record)) for key, record in known.items()})
    asked = words(text)
    ways = _ways(snapshot.graph, dict.fromkeys(places))
    found = [_match(snapshot, record, texts, asked, ways) for record in known.values()]
    return tuple(sorted((one for one in found if one.score > 0), key=lambda one: (-one.score, one.record.id)))


def _texts(record: Record) -> Iterator[tuple[float, str]]:
    """Yield what is said in each field that is searched, with the field's weight."""
    roles = {field: weight for role, weight in WEIGHTS.items() for field in record.kind.role(role)}
    for field, weight in (record.kind.page.search or {TITLE: 2, **roles}).items():
        yield weight, " ".join(str(value) for _, value in values(record, field))


def asked_text(record: Record) -> str:
    """Return what a record asks: its title, description and notes, not what was found out afterwards."""
    return " ".join(str(record.data.get(field, "")) for field in ASKED)


def _match(
    snapshot: Snapshot, record: Record, texts: Index, asked: list[str], ways: Mapping[str, tuple[str, ...]]
) -> Match:
    most = texts.most(asked) or 1.0
    shared = {word: round(part / most, 4) for word, part in texts.score(record.key, asked).items()}
    said = round(sum(shared.values()), 4)
    near = [ways[one.key] for one in snapshot.catalog.role(record, "affects") if one.key in ways]
    via = min(near, key=lambda way: (len(way), way), default=())
    close = round(NEAR / len(via), 4) if via else 0.0
    steps = tuple(snapshot.catalog.records[key] for key in via)
    ranked = dict(sorted(shared.items(), key=lambda pair: (-pair[1], pair[0])))
    return Match(record, round(said + close, 4), said, close, ranked, steps)


def _ways(graph: Graph, places: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return, by record, a shortest way from some records, only up or only down, as far as is near."""
    found: dict[str, tuple[str, ...]] = {}
    for upwards in (True, False):
        ways: dict[str, tuple[str, ...]] = {key: (key,) for key in places}
        level = list(ways)
        for key in level:
            for other in _next(graph, key, upwards=upwards) if len(ways[key]) <= FAR else ():
                if other not in ways:
                    ways[other] = (other, *ways[key])
                    level.append(other)
        for key, way in ways.items():
            if key not in found or len(way) < len(found[key]):
                found[key] = way
    return found


def _next(graph: Graph, key: str, *, upwards: bool) -> list[str]:
    if upwards:
        return [member for need in graph.needs.get(key, ()) for member in need.members]
    return [need.owner for need in graph.needed_by.get(key, ())]
