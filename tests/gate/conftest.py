"""The small lab, freshly made for each test."""

from pathlib import Path

import pytest

from tests.gate.mini import Mini


@pytest.fixture
def mini(tmp_path: Path) -> Mini:
    """Return the small lab as a repository."""
    return Mini.create(tmp_path / "lab")
