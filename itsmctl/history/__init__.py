"""The first-parent line of git into a timeline a record: what it was, since when, and who recorded that."""

from itsmctl.history.commits import Commit, commit_before, commits
from itsmctl.history.read import History, read
from itsmctl.history.timeline import Timeline, Version

__all__ = ["Commit", "History", "Timeline", "Version", "commit_before", "commits", "read"]
