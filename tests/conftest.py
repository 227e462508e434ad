"""What all tests share: properties that try the same examples on every machine, and a git repository to play in."""

import gc
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from tests.world import Sandbox, schemas

settings.register_profile("steady", deadline=None, derandomize=True, max_examples=60)
settings.register_profile("long", deadline=None, max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture
def sandbox(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Sandbox]:
    """Return a maker of repositories: the shipped schemas and these records, committed."""

    def make(records: Mapping[str, str | bytes]) -> Sandbox:
        made = Sandbox.create(tmp_path / "repository")
        made.write({**schemas(), **{f"records/{path}": text for path, text in records.items()}})
        made.commit("Start")
        return made

    return make


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    """Turn the garbage collector on again: the command line turns it off for its one run."""
    yield
    gc.enable()
