"""Tables of text fit the window."""

from __future__ import annotations

import pytest

from cerkit.reporters.columns import columns_text

HEAD = ("asked", "missing")
ROWS = [("a long sentence about what the intended use asks for", ""), ("short", "evidence")]


@pytest.mark.parametrize("width", [30, 40, 80, 200])
def test_no_line_is_wider_than_the_window_and_no_word_is_lost(width: int) -> None:
    text = columns_text(HEAD, ROWS, width=width)
    assert max(map(len, text.splitlines())) <= width
    assert {word for row in ROWS for cell in row for word in cell.split()} <= set(text.split())


def test_columns_stand_below_each_other() -> None:
    assert columns_text(HEAD, ROWS[1:], width=80) == "asked  missing\n-----  --------\nshort  evidence\n"


def test_a_window_too_narrow_for_columns_gets_them_one_under_another() -> None:
    assert columns_text(HEAD, ROWS[1:], width=6) == "asked: short\nmissing: evidence\n"


def test_without_rows_there_is_the_head() -> None:
    assert columns_text(HEAD, [], width=80) == "asked  missing\n-----  -------\n"
