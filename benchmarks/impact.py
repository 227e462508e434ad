"""How long questions about the graph take, beside plain searches, and how they grow."""

import gc
import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.measure import Row, seconds
from itsmctl.graph import Graph, Need, State, assemble
from itsmctl.impact import closure, spread
from itsmctl.resilience import cutsets
from itsmctl.snapshot import Snapshot, take
from itsmctl.tree import from_dict, share

__all__ = ["impact"]

Edges = list[tuple[int, int]]
NEAR = 5_000  # a record needs only some of those shortly before it: the graph has no cycle, and losses end
SIZES = (10_000, 20_000, 40_000, 80_000)


def impact(folder: Path) -> list[Row]:  # noqa: ARG001 - every suite is given a folder
    """Compare one loss and all losses with plain searches on made-up graphs; nothing collects garbage here either."""
    gc.disable()
    rows = [_one(100_000, 263_000), _one(63_000, 265_000), *_growth()]
    rows += [_every(10_000, 26_300), _every(100_000, 263_000), _cuts(5_000)]
    gc.enable()
    return rows


def _one(nodes: int, edges: int) -> Row:
    """Ask a graph without redundancy."""
    pairs = _edges(nodes, edges)
    what = f"one impact question, {nodes:,} nodes, {edges:,} edges"
    return _question(what, _graph(pairs), _lists(pairs), nodes * 4 // 5)


def _every(nodes: int, edges: int) -> Row:
    """Compare `closure` with the least that counting all descendants must do when the order is known."""
    pairs = _edges(nodes, edges)
    graph, plain = _graph(pairs), _lists(pairs)
    counts = closure(graph).down
    if any(counts[key] != count for key, count in _counts(plain, nodes).items() if key in counts):
        raise SystemExit("the two closures disagree")
    ours = seconds(lambda: closure(graph))
    floor = seconds(lambda: _counts(plain, nodes))
    return Row(f"impact of every node, {nodes:,} nodes", ours, "bit sets in known order, counts only", floor, 2)


def _cuts(nodes: int) -> Row:
    """Set all cut sets of up to two records of one service beside the loss of every single record."""
    snapshot = _service(nodes)
    ours = seconds(lambda: cutsets(snapshot, "service/all", max_size=2, limit=1_000_000), 2)
    found = cutsets(snapshot, "service/all", max_size=2, limit=1_000_000)
    floor = seconds(lambda: closure(snapshot.graph))
    what = f"cut sets up to size 2, {nodes:,} nodes: {len(found.sets):,} sets, complete to {found.complete_to}"
    return Row(what, ours, "impact of every node there", floor)


def _growth() -> Iterator[Row]:
    """Ask graphs of growing size, every tenth need a redundancy of two; a plain search reaches the same records."""
    for nodes in SIZES:
        pairs = _edges(nodes, nodes * 263 // 100)
        graph = _graph(pairs, groups=True)
        plain = _lists(
            [(int(n.owner[3:]), int(m[3:])) for needs in graph.needs.values() for n in needs for m in n.members]
        )
        yield _question(f"one question with groups, {nodes:,} nodes", graph, plain, nodes // 10)


def _question(what: str, graph: Graph, plain: Mapping[str, list[str]], lost: int) -> Row:
    """Compare `spread` with breadth-first search over a dictionary of lists."""
    start = f"ci/{lost}"
    hit = len(spread(graph, {start: State.DOWN}).states)
    if hit != len(_search(plain, start)):
        raise SystemExit("the two searches disagree")
    ours = seconds(lambda: spread(graph, {start: State.DOWN}), 7)
    floor = seconds(lambda: _search(plain, start), 7)
    return Row(f"{what}, {hit:,} hit", ours, "search over a dict of lists", floor, 3)


def _edges(nodes: int, edges: int) -> Edges:
    dice = random.Random(498)
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < edges:
        owner = dice.randrange(1, nodes)
        pairs.add((owner, dice.randrange(max(0, owner - NEAR), owner)))
    return sorted(pairs)


def _graph(pairs: Edges, *, groups: bool = False) -> Graph:
    """Make needs of the pairs; with groups, every tenth is a redundancy of two instead."""
    needs = [Need(f"ci/{a}", 0, (f"ci/{b}",), 1, State.DOWN, "", group=False) for a, b in pairs]
    for place in range(0, len(needs) if groups else 0, 10):
        owner, member = pairs[place]
        members = (f"ci/{member}", f"ci/{max(0, member - 1)}")
        if len(set(members)) == len(members):
            needs[place] = Need(f"ci/{owner}", 0, members, 1, State.DOWN, "", group=True)
    return assemble(needs)


def _lists(pairs: Edges) -> dict[str, list[str]]:
    plain: dict[str, list[str]] = defaultdict(list)
    for a, b in pairs:
        plain[f"ci/{b}"].append(f"ci/{a}")
    return plain


def _search(plain: Mapping[str, list[str]], start: str) -> set[str]:
    seen, level = {start}, [start]
    while level:
        following = []
        for node in level:
            for owner in plain.get(node, ()):
                if owner not in seen:
                    seen.add(owner)
                    following.append(owner)
        level = following
    return seen


def _counts(plain: Mapping[str, list[str]], nodes: int) -> dict[str, int]:
    """Count what each node reaches: one integer a node, freed as soon as nobody needs it."""
    names = [f"ci/{n}" for n in range(nodes)]
    waiting: dict[str, int] = defaultdict(int)
    for owners in plain.values():
        for owner in owners:
            waiting[owner] += 1
    reach: dict[str, int] = {}
    counts: dict[str, int] = {}
    for place, name in enumerate(reversed(names)):
        bits = 1 << place
        for owner in plain.get(name, ()):
            bits |= reach[owner]
            waiting[owner] -= 1
            if not waiting[owner]:
                del reach[owner]
        reach[name] = bits
        counts[name] = bits.bit_count() - 1
    return counts


def _service(nodes: int) -> Snapshot:
    """Make a service on records, most of which need others, a third of them a redundancy of two."""
    dice = random.Random(498)
    files = {f"schemas/{path.name}": path.read_bytes() for path in share("schemas").glob("*.json")}
    machine = "title: M\nclass: host\nstatus: operational\nowner: operations\n"
    for n in range(nodes):
        one, other = (dice.randrange(max(0, n - NEAR), n) if n > 1 else 0 for _ in range(2))
        entry = f"[{{any_of: [m{one}, m{other}]}}]" if n % 3 == 0 and one != other else f"[m{one}]"
        files[f"records/ci/m{n}.yaml"] = (machine + (f"depends_on: {entry}\n" if n > 9 else "")).encode()
    last = ", ".join(f"{{any_of: [m{n}, m{n - 1}, m{n - 2}], need: 2}}" for n in range(nodes - 1, nodes - 60, -3))
    text = (
        f"title: S\ncategory: core\nstatus: operational\ncriticality: high\nowner: operations\ndepends_on: [{last}]\n"
    )
    files["records/service/all.yaml"] = text.encode()
    files["records/role/operations.yaml"] = b"title: Operations\n"
    return take(from_dict(files))
