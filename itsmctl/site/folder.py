"""Files by path into a folder on disk: only what changed is written, only what was made here is ever removed."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from itsmctl.findings import Fatal

__all__ = ["Written", "write"]

MADE = ".made-by-itsmctl.json"


@dataclass(frozen=True, slots=True)
class Written:
    """How many files were written, left as they were, and removed because no record makes them any more."""

    changed: int
    same: int
    removed: int


def write(folder: Path, files: Mapping[str, str | bytes]) -> Written:
    """Make the folder hold these files; each appears whole or not at all.

    Raises Fatal when a file that somebody else wrote stands in the way, before anything is changed.
    """
    data = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    before = _before(folder)
    same = {path for path, content in data.items() if _read(folder / path) == content}
    for path in sorted(data.keys() - before - same):
        if (folder / path).exists():
            raise Fatal(
                f"{folder.name}/{path} was not made by itsmctl", hint="move it away, or choose another --output"
            )
    _note(folder, before | data.keys())
    for path in sorted(data.keys() - same):
        _replace(folder / path, data[path])
    stale = sorted(before - data.keys())
    for path in stale:
        _remove(folder, path)
    _note(folder, set(data))
    return Written(len(data) - len(same), len(same), len(stale))


def _before(folder: Path) -> set[str]:
    """Return what an earlier run made here."""
    text = _read(folder / MADE)
    try:
        names = json.loads(text) if text else []
    except ValueError:
        names = []
    return {
        name for name in names if isinstance(name, str) and not name.startswith("/") and ".." not in name.split("/")
    }


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return None


def _note(folder: Path, names: set[str]) -> None:
    _replace(folder / MADE, (json.dumps(sorted(names), indent=0) + "\n").encode())


def _replace(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _remove(folder: Path, name: str) -> None:
    path = folder / name
    path.unlink(missing_ok=True)
    for parent in path.relative_to(folder).parents:
        try:
            (folder / parent).rmdir()
        except OSError:
            return
