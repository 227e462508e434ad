"""A verdict of the gate into text: for a terminal, for a comment on the pull request, for annotations."""

from itsmctl.render.verdict.annotations import verdict_github
from itsmctl.render.verdict.comment import verdict_markdown
from itsmctl.render.verdict.terminal import verdict_text

__all__ = ["verdict_github", "verdict_markdown", "verdict_text"]
