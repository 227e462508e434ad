"""Ids in use, over all branches, into the next free one."""

from collections.abc import Iterable

from itsmctl.findings import Fatal
from itsmctl.kinds import Kind
from itsmctl.repo import Repo

__all__ = ["next_id", "taken"]


def taken(repo: Repo, kind: Kind) -> set[str]:
    """Return the ids of a kind in the work tree and on every local and remote branch.

    Branches that hold the same folder are read once; the cost is one process, and one more for each different folder.
    """
    folder = f"{repo.prefix}records/{kind.name}"
    branches = repo.text("for-each-ref", "--format=%(objectname)", "refs/heads", "refs/remotes").split()
    paths = set(repo.working(folder))
    for tree in _folders(repo, sorted(set(branches)), folder):
        paths.update(version.path for version in repo.files(tree))
    return {path.rsplit("/", 1)[-1].removesuffix(".yaml") for path in paths}


def _folders(repo: Repo, commits: Iterable[str], folder: str) -> set[str]:
    """Return the different trees that the commits have at a folder."""
    lines = [f"{commit}:{folder}" for commit in commits]
    with repo.stream("cat-file", "--batch-check", lines=lines) as out:
        rows = [line.split() for line in out]
    return {row[0].decode() for row in rows if row[1] == b"tree"}


def next_id(kind: Kind, used: Iterable[str], year: int, area: str) -> str:
    """Return the id after the highest of its year and area; Fatal when the kind's ids are not numbers."""
    identity = kind.identity
    if "{number" not in identity.format:
        hint = f"name it: itsmctl new {kind.name} ID"
        raise Fatal(f"ids of kind {kind.name} are no running numbers", hint=hint, code=2)
    if "{area}" in identity.format and not area:
        hint = "give --area, such as --area DB"
        raise Fatal(f"ids of kind {kind.name} look like {identity.format}", hint=hint, code=2)
    matches = (identity.pattern.fullmatch(name) for name in used)
    found = [m.groupdict() for m in matches if m]
    same = [int(g["number"]) for g in found if g.get("year", str(year)) == str(year) and g.get("area", area) == area]
    return identity.make(year=year, number=max(same, default=0) + 1, area=area)
