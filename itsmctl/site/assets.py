"""The hand-written part of the site into files by path: the repository's own, over those of the package."""

from collections.abc import Iterator
from pathlib import Path

from itsmctl.tree import share

__all__ = ["assets"]


def assets(top: Path) -> dict[str, bytes]:
    """Return style sheets, scripts and pictures by their path below the site's source folder.

    ``top`` is the repository: a file in its ``site/assets`` replaces the package's file of that name.
    """
    found = dict(_files(share("site") / "assets"))
    if (top / "site").resolve() != share("site").resolve():
        found |= dict(_files(top / "site" / "assets"))
    return dict(sorted(found.items()))


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    if not folder.is_dir():
        return
    for path in sorted(folder.rglob("*")):
        # A link could lead anywhere on this machine, and the site is public.
        if path.is_file() and not path.is_symlink() and path.resolve().is_relative_to(folder.resolve()):
            yield f"assets/{path.relative_to(folder).as_posix()}", path.read_bytes()
