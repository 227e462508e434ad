"""Records that became links, programs or folders of others: refused for that alone, judged as they were before."""

from collections.abc import Iterable, Iterator

from itsmctl.findings import Finding, Location, Severity
from itsmctl.inquiry import Path
from itsmctl.tree import REGULAR, Entry, Tree

__all__ = ["as_before", "refused"]

ABSENT = "000000"
WHAT = {"120000": "a symbolic link", "160000": "a folder of another repository", "100755": "executable"}


def as_before(merged: Tree, base: Tree, paths: Iterable[Path]) -> Tree:
    """Put base's records back where the merge result has what is no plain file.

    Else each would count as removed too, and all that names it as dangling: the cause would be lost among what
    follows from it. `refused` sees to it that nothing passes by this.
    """
    odd = tuple(path.path for path in _odd(paths))
    if not odd:
        return merged
    kept = {path: entry for path, entry in merged.entries.items() if path not in odd}
    return Tree({**kept, **dict(_at_or_below(odd, base))}, merged.commit, merged.prefix)


def refused(paths: Iterable[Path]) -> Iterator[Finding]:
    """Yield a finding for each path below ``records/`` that the pull request makes anything but a plain file."""
    for path in _odd(paths):
        message = f"a record must be a plain file, but this becomes {WHAT.get(path.after, f'of mode {path.after}')}"
        where = Location(path.path.encode("unicode_escape", "replace").decode())
        yield Finding("irregular-file", Severity.ERROR, message, where, "store the record itself")


def _odd(paths: Iterable[Path]) -> Iterator[Path]:
    records = (path for path in paths if path.inner == "records" or path.inner.startswith("records/"))
    return (path for path in records if path.after not in (ABSENT, REGULAR))


def _at_or_below(odd: tuple[str, ...], base: Tree) -> Iterator[tuple[str, Entry]]:
    for path, entry in base.entries.items():
        if any(path == one or path.startswith(f"{one}/") for one in odd):
            yield path, entry
