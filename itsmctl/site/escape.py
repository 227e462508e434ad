"""Text from records into text that can do no harm where it goes: Markdown, prose, page titles, diagrams."""

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

__all__ = ["Md", "inline", "label", "meta", "prose", "prose_cell"]

# What Markdown, its extensions or HTML could take for structure. Entities survive every extension; backslashes do not.
STRUCTURE = re.compile(r"[^\w\s,.:;/()%!?='\"-]|_")
LEADING = re.compile(r"^(?:[-=:!?]|(?=[0-9]+[.)]\s))")
BREAKS = re.compile(r"\s+")
# After HTML is made, only these could still mean something to the Markdown around it.
REST = re.compile(r"[`~\[\]{}|*_\\!$^]")
LOOKALIKE = str.maketrans({"<": "‹", ">": "›", '"': "”", "&": "&amp;", "`": "ʼ"})
DIAGRAM = re.compile(r"[^\w\s,.:/()%+=-]")


class Md(Markup):
    """Markdown that is safe to put on a page; joined to any other text, it escapes that text."""

    __slots__ = ()

    @classmethod
    def escape(cls, s: Any, /) -> "Md":
        """Return the text as safe Markdown: as it is when it is safe already, else escaped."""
        return cls(s) if hasattr(s, "__html__") else inline(str(s))


def inline(text: str) -> Md:
    """Write a text so that it stands as it is inside a line, a heading or a table cell of Markdown."""
    line = STRUCTURE.sub(_entity, BREAKS.sub(" ", text).strip())
    return Md(LEADING.sub(_first, line))


def _entity(match: re.Match[str]) -> str:
    # A letter beyond ASCII or a pictogram has no meaning to Markdown and stays readable in the source.
    return match[0] if ord(match[0]) > 0xA0 else f"&#{ord(match[0])};"  # noqa: PLR2004 - the last of Latin 1's controls


def _first(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};" if match[0] else "&#8203;"


def prose(text: str) -> Md:
    """Turn the Markdown of a record's prose into a block of HTML: no HTML of its own, no scripts, no headings.

    It is rendered here and not by the site builder, whose extensions (attributes, fences, raw HTML) trust their input.
    """
    html = _renderer().render(text).strip()
    return Md(f'<div class="prose">{REST.sub(_entity, html)}</div>') if html else Md("")


def prose_cell(text: str) -> Md:
    """Turn prose into HTML for one cell of a table: the same, on one line."""
    return Md(str(prose(text)).replace("\n", "&#10;"))


@cache
def _renderer() -> "MarkdownIt":
    """Make the renderer once: CommonMark with tables, HTML switched off, headings written as bold paragraphs."""
    from markdown_it import MarkdownIt

    made = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    # Only addresses that lead out of the site: what lies within it is linked by fields, which are checked.
    made.validateLink = lambda url: url.lower().startswith(("https://", "http://", "mailto:"))  # type: ignore[method-assign]
    for name, tag in (("heading_open", "<p><strong>"), ("heading_close", "</strong></p>\n")):
        made.add_render_rule(name, lambda *_, tag=tag: tag)
    return made


def meta(text: str) -> str:
    """Write a text for a page's title or the navigation, which the themes put into HTML as they find it."""
    return BREAKS.sub(" ", text).strip().translate(LOOKALIKE)


def label(text: str, width: int = 60) -> str:
    """Write a text for a quoted label of a Mermaid diagram."""
    line = BREAKS.sub(" ", text).strip()
    short = line if len(line) <= width else line[: width - 1].rstrip() + "…"
    return DIAGRAM.sub(lambda m: m[0] if ord(m[0]) > 0xA0 else f"#{ord(m[0])};", short)  # noqa: PLR2004 - as above
