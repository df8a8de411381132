"""The program that Typst runs: texts are literals, tables are whole, wide tables turn with what leads to them."""

from __future__ import annotations

import json
from dataclasses import dataclass

import lxml.html
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from cerkit.publish.pdf.code import breakable, joined, listed, string
from cerkit.publish.pdf.tables import read_grid
from cerkit.publish.turning import turned


def evaluated(expression: str) -> object:
    """What Typst makes of an expression."""
    source = f"#metadata({expression}) <x>".encode()
    return json.loads(typst.query(source, "<x>", field="value", one=True))


@settings(max_examples=60)
@given(
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Cn")), max_size=60
    )
)
def test_a_literal_is_read_back_as_the_text(words: str) -> None:
    assert evaluated(string(words)) == words


@pytest.mark.parametrize(
    "words",
    ['"', "\\", '\\"', "\\u{41}", "#eval(1)", "a\nb\tc", '"; panic(1); "', "// x", "$x$", "@ref", "\\\\"],
)
def test_signs_of_the_language_stay_signs(words: str) -> None:
    assert evaluated(string(words)) == words


def test_what_no_font_draws_is_left_out() -> None:
    assert string("a\x00b\u00adc\u200bd\ufeff") == '"abcd"'


@settings(max_examples=100)
@given(st.text("abcXYZ/_.-, ", max_size=120), st.integers(4, 30))
def test_a_broken_word_is_the_same_word(words: str, room: int) -> None:
    parts = list(breakable(words, room))
    assert "".join(part[1:-1] for part in parts if part != "gap") == words


def test_only_words_too_long_for_their_place_are_broken() -> None:
    assert list(breakable("short words-with-hyphens", 10)) == ['"short words-with-hyphens"']
    assert list(breakable("see img/flow_of_images.svg now", 12)) == [
        '"see img/"', "gap", '"flow_"', "gap", '"of_"', "gap", '"images."', "gap", '"svg"', '" now"',
    ]  # fmt: skip  # one line of pieces, read as a sentence


def test_expressions_are_put_together() -> None:
    assert joined([]) == '""'
    assert joined(["a"]) == "a"
    assert joined(["a", "b"]) == "{a;b}"
    assert (listed([]), listed(["a"])) == ("()", "(a,)")


def grid_of(html: str) -> list[list[tuple[str, int, int, int]]]:
    grid = read_grid(lxml.html.fragment_fromstring(html))
    return [
        [(cell.element.text or "", cell.column, cell.across, cell.down) for cell in row]
        for row in (*grid.head, *grid.body)
    ]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<table><tr><td>a</td></tr></table>", [[("a", 0, 1, 1)]]),
        (
            "<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
            [[("a", 0, 1, 2), ("b", 1, 1, 1)], [("c", 1, 1, 1)]],
        ),
        (
            "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
            [[("a", 0, 1, 1), ("b", 1, 1, 1)], [("c", 0, 1, 1), ("", 1, 1, 1)]],
        ),
        ("<table><thead><tr><th rowspan=9>a</th></tr></thead></table>", [[("a", 0, 1, 1)]]),
        (
            "<table><tr><td>x</td><td rowspan=2>a</td><td>b</td></tr><tr><td colspan=3>c</td></tr></table>",
            [[("x", 0, 1, 1), ("a", 1, 1, 2), ("b", 2, 1, 1)], [("c", 0, 1, 1), ("", 2, 1, 1)]],
        ),
    ],
    ids=["one", "down", "missing", "too far down", "in the way"],
)
def test_every_place_of_a_table_is_taken_once(html: str, expected: list[object]) -> None:
    assert grid_of(html) == expected


@dataclass(frozen=True)
class Shape:
    kind: str
    level: int = 0


def shapes(letters: str) -> list[Shape]:
    kinds = {"p": "plain", "w": "wide", "o": "other"}
    return [Shape("heading", int(sign)) if sign.isdecimal() else Shape(kinds[sign]) for sign in letters]


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        ("ppo", []),
        ("opw", [(2, 3)]),
        ("o3ppwp2", [(1, 6)]),
        ("o1p2pwo", [(1, 6)]),
        ("o3pw2pw", [(1, 7)]),
        ("opppp3pppppwpp", [(11, 14)]),
        ("wow", [(0, 1), (2, 3)]),
    ],
)
def test_a_wide_table_turns_with_what_leads_to_it(letters: str, expected: list[tuple[int, int]]) -> None:
    assert list(turned(shapes(letters))) == expected
