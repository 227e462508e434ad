"""Answers into text: findings, impacts and graphs, each format a pure function that returns a string."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from itsmctl.render.data import as_json
from itsmctl.render.github import github
from itsmctl.render.impact import impact_markdown, impact_text
from itsmctl.render.junit import junit
from itsmctl.render.markdown import as_markdown
from itsmctl.render.report import Report
from itsmctl.render.sarif import sarif
from itsmctl.render.text import text

__all__ = ["RENDERERS", "Report", "impact_markdown", "impact_text"]

RENDERERS: Mapping[str, Callable[[Report], str]] = MappingProxyType(
    {"text": text, "json": as_json, "sarif": sarif, "junit": junit, "github": github, "markdown": as_markdown}
)
