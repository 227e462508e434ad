"""Git at the rim: the only package that runs git, through GitPython's command interface."""

from itsmctl.repo.git import Repo, Version, create, find, top_of
from itsmctl.repo.merge import merge_file, past, recall
from itsmctl.repo.store import create_file, read_state, write_atomic, write_state

__all__ = [
    "Repo",
    "Version",
    "create",
    "create_file",
    "find",
    "merge_file",
    "past",
    "read_state",
    "recall",
    "top_of",
    "write_atomic",
    "write_state",
]
