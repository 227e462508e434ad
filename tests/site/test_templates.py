"""A repository's own template that fails ends in one line with its name, whatever it tries."""

import pytest

from itsmctl.findings import Fatal
from itsmctl.site.templates import Templates
from itsmctl.tree import from_dict


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"{% for n in range(10**9) %}x{% endfor %}", "Range too big"),
        (b"{{ 1 // 0 }}", "by zero"),
        (b"{{ [1][7] + 1 }}", "fails"),
        (b"{{ 'a' + 1 }}", "fails"),
        (b"\xff", "not UTF-8"),
        (b"{% for %}", "fails"),
    ],
)
def test_a_failing_template_is_named(text: bytes, told: str) -> None:
    """Fatal, with the template's path."""
    templates = Templates(from_dict({"templates/pages/ci.md": text}))

    with pytest.raises(Fatal, match=told) as caught:
        templates.render("ci.md", {})

    assert str(caught.value.where).startswith("templates/pages/ci.md")
