"""The page of a rule, as it lies in ``templates/rules``, into what is shown of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from itsmctl.findings import Severity

__all__ = ["Explanation", "explanation_text", "explanations"]

PAGE = re.compile(
    r"---\nseverity: (?P<severity>note|warning|error)\n---\n"
    r"# (?P<code>[a-z0-9-]+)\n\n(?P<summary>[^\n]+)\n(?P<body>.*)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a rule is there: its code, severity and one sentence, and the rest as Markdown."""

    code: str
    severity: Severity
    summary: str
    body: str


def explanations(folder: Path) -> Mapping[str, Explanation]:
    """Read all pages of a folder, by code; ValueError names a page that is not written as it should be."""
    pages = (_read(path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.md")))
    return {page.code: page for page in pages}


def _read(stem: str, text: str) -> Explanation:
    match = PAGE.fullmatch(text)
    if match is None or match["code"] != stem:
        raise ValueError(f"{stem}.md does not begin with its severity, its code and a sentence")
    return Explanation(stem, Severity[match["severity"].upper()], match["summary"], match["body"].strip())


def explanation_text(page: Explanation) -> str:
    """Write a page for a terminal: Markdown is readable as it is."""
    return f"{page.code} ({page.severity.word})\n\n{page.summary}\n\n{page.body}\n"
