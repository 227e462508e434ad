"""What is known of a rule into its explanation: its page in ``templates/rules``, or what its definition says."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from itsmctl.findings import Severity
from itsmctl.rules import Rule

__all__ = ["Explanation", "defined", "explanation_text", "explanations"]

PAGE = re.compile(
    r"---\nseverity: (?P<severity>note|warning|error)\n---\n"
    r"# (?P<code>[a-z0-9-]+)\n\n(?P<summary>[^\n]+)\n(?P<body>.*)",
    re.DOTALL,
)

# The words of a definition that say what is asked.
ASKED = ("when", "each", "holds", "field", "state", "while", "unless", "met", "lead", "limit")


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


def defined(rules: Iterable[Rule]) -> Mapping[str, Explanation]:
    """Explain, by code, the rules that schemas and records define; the others have a page."""
    found: dict[str, list[Rule]] = {}
    for one in rules:
        if one.source is not None:
            found.setdefault(one.code, []).append(one)
    return {code: _defined(code, several) for code, several in found.items()}


def _defined(code: str, rules: list[Rule]) -> Explanation:
    """Write the page of a code; several kinds may have a rule of one code, as for duplicate titles."""
    severity = max(one.severity for one in rules)
    first = next(one for one in rules if one.severity is severity)
    kinds = list(dict.fromkeys(one.kind for one in rules))
    summary = first.summary if len(kinds) == 1 else first.summary.replace(f"kind {first.kind}", "some kinds")
    return Explanation(code, severity, summary, "\n\n".join(_parts(first, rules)))


def _parts(first: Rule, rules: list[Rule]) -> Iterator[str]:
    if first.why:
        yield f"## Why\n\n{first.why.strip()}"
    for title, text in (("Wrong", first.wrong), ("Right", first.right)):
        if text:
            yield f"## {title}\n\n```yaml\n{text.strip()}\n```"
    if first.hint:
        yield f"## Mend\n\n{first.hint[:1].upper()}{first.hint[1:]}."
    places = dict.fromkeys(f"* {one.kind}: {one.where}{_asked(one)}" for one in rules)
    yield "## Defined\n\n" + "\n".join(places)


def _asked(one: Rule) -> str:
    """Show the definition itself: what is asked, in its own words."""
    here: Any = one.source.value if one.source else None
    for step in one.path:
        here = here[step]
    if not isinstance(here, Mapping):
        return f", {here}" if here else ""
    return "".join(f"\n  {word}: {' '.join(str(here[word]).split())}" for word in ASKED if word in here)


def explanation_text(page: Explanation) -> str:
    """Write a page for a terminal: Markdown is readable as it is."""
    return f"{page.code} ({page.severity.word})\n\n{page.summary}\n\n{page.body}\n"
