"""Columns that stand below each other on a terminal."""

from itsmctl.render.table import aligned, padded


def test_columns_stand_below_each_other() -> None:
    """Two spaces apart, and none at the end of a line."""
    assert aligned([("id", "title"), ("dc01", "A"), ("x", "")]) == "id    title\ndc01  A\nx\n"
    assert aligned([]) == ""


def test_letters_take_the_cells_that_terminals_give_them() -> None:
    """Two for Chinese and for pictograms, none for an accent that is a letter of its own."""
    rows = [("数据库", "a"), ("abcdef", "b"), ("e\u0301", "c"), ("🔥", "d")]

    assert aligned(rows) == "数据库  a\nabcdef  b\ne\u0301       c\n🔥      d\n"


def test_numbers_end_at_the_right() -> None:
    """In the columns that are asked for."""
    assert padded([("n", "w"), ("100", "x")], right={0}) == [["  n", "w"], ["100", "x"]]
