"""Git at the rim: the only package that runs git, through GitPython's command interface."""

from itsmctl.repo.git import Repo, Version, create, find

__all__ = ["Repo", "Version", "create", "find"]
