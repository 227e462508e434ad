"""What records say stays text: in lines, in prose, in titles, in diagrams."""

import re

import markdown  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itsmctl.site.escape import Md, inline, label, meta, prose, prose_cell

EXTENSIONS = ["admonition", "attr_list", "md_in_html", "tables", "toc", "pymdownx.details", "pymdownx.superfences"]
HOSTILE = (
    "<script>alert(1)</script>",
    "a | b",
    "`code`",
    "*bold* _it_ __b__",
    "[x](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "{: onclick=alert(1) }",
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "---",
    "===",
    "!!! danger",
    "??? note",
    "``` mermaid",
    "[x]: https://evil.example",
    "&lt;script&gt;",
    "<https://evil.example>",
    "\\*",
    "a\n\n# b",
    "!!! a\n\n    code",
    "    code",
    "\tcode",
)


def shown(source: str) -> str:
    """Return the text that a reader sees, without tags."""
    html = markdown.markdown(source, extensions=EXTENSIONS)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html)).strip()


def tags(source: str) -> set[str]:
    """Return the names of the elements that a source makes."""
    return set(re.findall(r"<([a-z0-9]+)", markdown.markdown(source, extensions=EXTENSIONS)))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_in_a_line_makes_no_element(text: str) -> None:
    """Whatever a title holds, the line that shows it is a paragraph and nothing else."""
    assert tags(f"{inline(text)}") == {"p"}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_in_a_table_stays_in_its_cell(text: str) -> None:
    """A pipe, a line break or a rule in a value adds no cell and no row."""
    source = f"| A | B |\n|---|---|\n| **{inline(text)}** | {inline(text)} |\n"
    html = markdown.markdown(source, extensions=EXTENSIONS)
    assert html.count("<td") == 2
    assert tags(source) == {"table", "thead", "tbody", "tr", "th", "td", "strong"}


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Co", "Cn")), max_size=60))
def test_any_text_in_a_line_makes_no_element(text: str) -> None:
    """No text at all escapes from its line."""
    assert tags(f"x {inline(text)}") == {"p"}
    assert "<" not in inline(text)


@pytest.mark.parametrize("text", HOSTILE)
def test_prose_makes_no_element_that_can_act(text: str) -> None:
    """Prose is Markdown, but not HTML: no script, no handler, no picture, no heading, no diagram."""
    made = tags(f"{prose(text)}")
    assert made <= {"div", "p", "strong", "em", "code", "pre", "ul", "ol", "li", "blockquote", "hr", "a"}
    html = markdown.markdown(f"{prose(text)}", extensions=EXTENSIONS)
    assert not re.search(r"<[^>]*\s(?:on\w+|style|id)=", html)
    assert not re.search(r"(?:href|src)=\"?(?:javascript|data|vbscript):", html, re.IGNORECASE)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "x.md"]
)
def test_prose_links_only_to_addresses_of_the_web(address: str) -> None:
    """A link in prose that is not http, https or mailto stays text."""
    assert "<a " not in prose(f"[x]({address})")
    assert "<a " not in prose(f"<{address}>")
    assert "<a " not in prose(f"[x][r]\n\n[r]: {address}")


@pytest.mark.parametrize("text", HOSTILE)
def test_prose_in_a_table_stays_in_its_cell(text: str) -> None:
    """Lists and code of a workaround fit into one cell of the table of common issues."""
    source = f"| A | B |\n|---|---|\n| {prose_cell(text + chr(10) * 2 + '1. one' + chr(10) + '2. | two')} | b |\n"
    html = markdown.markdown(source, extensions=EXTENSIONS)
    assert html.count("<td") == 2
    assert "&amp;#" not in html
    assert not tags(source) & {"script", "img", "h1", "svg"}


def test_prose_is_markdown() -> None:
    """Emphasis, lists, code and links to the web work in prose."""
    html = prose("**b** `c`\n\n1. one\n2. two\n\n[x](https://lab.example/)")
    for part in ("<strong>b</strong>", "<code>c</code>", "<ol>", 'href="https://lab.example/"'):
        assert part in html


def test_a_fence_in_prose_does_not_open_a_fence_of_the_page() -> None:
    """What stands in a code block of a record cannot end it, nor begin a diagram of the page."""
    source = (
        f"{prose('````' + chr(10) + '```mermaid' + chr(10) + 'graph' + chr(10) + '```' + chr(10) + '````')}\n\nafter"
    )
    html = markdown.markdown(source, extensions=EXTENSIONS)
    assert html.count("<pre>") == 1
    assert "<p>after</p>" in html


@pytest.mark.parametrize("text", HOSTILE)
def test_a_title_is_safe_where_themes_print_it_raw(text: str) -> None:
    """Themes put titles into elements and attributes unescaped, and unescape them once before."""
    for unescaped in (meta(text), meta(text).replace("&amp;", "&")):
        assert not set(unescaped) & set('<>"')


def test_a_text_joined_to_markdown_is_escaped() -> None:
    """Safe Markdown and a plain text make safe Markdown."""
    assert Md("<b>") + "*" == "<b>&#42;"
    assert Md(", ").join(["*", Md("**x**")]) == "&#42;, **x**"


@pytest.mark.parametrize(
    "text", ['"]; click n0 call alert()', "a\nclick n0", "<img src=x onerror=alert(1)>", "`**x**`"]
)
def test_a_label_of_a_diagram_cannot_end(text: str) -> None:
    """Quotes, brackets, line breaks and tags in a title are entities in a diagram."""
    assert not set(label(text)) & set('"[]<>`\n')
