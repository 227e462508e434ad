"""A list of names is told in few words."""

import pytest

from itsmctl.sentence import few


@pytest.mark.parametrize(
    ("names", "told"),
    [([], ""), (["a"], "a"), (["a", "b"], "a, b"), (["a", "b", "c"], "a, b and 1 more")],
)
def test_what_is_too_much_is_counted(names: list[str], told: str) -> None:
    """Two are named here, the rest is a number."""
    assert few(names, 2) == told


def test_the_words_between_are_the_callers() -> None:
    """As in: down without this one or that one."""
    assert few(["a", "b", "c", "d"], 2, " or ", " or ") == "a or b or 2 more"
