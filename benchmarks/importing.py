"""How long an import takes, beside ``git fast-import`` of the same stream."""

from pathlib import Path

from benchmarks.measure import Row

__all__ = ["importing"]


def importing(folder: Path) -> list[Row]:  # noqa: ARG001 - every suite is given a folder
    """Placeholder."""
    return []
