"""Text from records where it could mean something."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itsmctl.render.escape import cell, code, csv_cell, github_data, github_property, markdown, printable


@given(st.text())
def test_what_is_printable_is_one_line(content: str) -> None:
    """Whatever it was."""
    assert printable(content).isprintable()


@given(st.text())
def test_an_annotation_is_one_line_and_reads_back(content: str) -> None:
    """Escaping loses nothing."""
    told = github_property(content)

    assert not set(told) & set("\r\n:,")
    back = told.replace("%2C", ",").replace("%3A", ":").replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
    assert back == content
    assert "\n" not in github_data(content)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("plain text, (with) 1.5 – signs", "plain text, (with) 1.5 – signs"),
        ("*a* _b_ `c`", r"\*a\* \_b\_ \`c\`"),
        ("[x](y)", r"\[x\](y)"),
        ("<img src=x>", r"&lt;img src=x\>"),
        ("a & b &lt;", "a &amp; b &amp;lt;"),
        ("- item", r"\- item"),
        ("+ item", r"\+ item"),
        ("12. item", r"12\. item"),
        ("# head", r"\# head"),
        ("mail ada@lab.example", "mail ada@&#8288;lab.example"),
        ("a\n\n# b", r"a \# b"),
        ("back\\slash", r"back\\slash"),
    ],
)
def test_markdown_means_nothing_in_a_text(content: str, expected: str) -> None:
    """What would mean something is escaped, and nothing else."""
    assert markdown(content) == expected


def test_code_stands_in_a_cell() -> None:
    """Ticks need a longer fence, bars a backslash; an empty cell is a blank."""
    assert code("a|b") == r"`a\|b`"
    assert code("a`b") == "`` a`b ``"
    assert cell("") == " "


@pytest.mark.parametrize("content", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_a_spreadsheet_takes_no_text_for_a_formula(content: str) -> None:
    """An apostrophe stands before it."""
    assert csv_cell(content) == f"'{content}"
    assert csv_cell("plain") == "plain"
