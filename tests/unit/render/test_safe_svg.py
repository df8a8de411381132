"""A drawing keeps what draws and loses what runs, fetches or links."""

from __future__ import annotations

import pytest
from lxml import etree

from cerkit.render.safe_svg import make_safe

OPENING = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


def safe(inside: str, family: str | None = None) -> str:
    root = etree.fromstring(f"{OPENING}{inside}</svg>")
    make_safe(root, family=family)
    return etree.tostring(root, encoding="unicode").removeprefix(OPENING).removesuffix("</svg>")


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("<script>alert(1)</script><rect/>", "<rect/>"),
        ("<foreignObject><p>x</p></foreignObject><rect/>", "<rect/>"),
        ('<rect onload="x()" onclick="y()" width="3"/>', '<rect width="3"/>'),
        ('<a href="https://evil.example/"><text>so</text></a>', "<text>so</text>"),
        ('<use xlink:href="https://evil.example/a.svg#b"/>', "<use/>"),
        ('<use xlink:href="#b"/>', '<use xlink:href="#b"/>'),
        ('<image href="data:image/png;base64,AA=="/>', '<image href="data:image/png;base64,AA=="/>'),
        ('<image href="data:text/html,x"/>', "<image/>"),
        ('<a><set attributeName="href" to="javascript:x"/><rect/></a>', "<rect/>"),
        ('<rect fill="url(https://evil.example/)"/>', '<rect fill="none"/>'),
        ('<rect fill="url(#g)"/>', '<rect fill="url(#g)"/>'),
        ("<style>@import url(https://evil.example/);a{fill:red}</style>", "<style>a{fill:red}</style>"),
        ("<style>a{fill:url(//evil.example/x)}</style>", "<style>a{fill:none}</style>"),
        ("<!-- x --><?php y ?><rect/>", "<rect/>"),
        ('<e:made xmlns:e="urn:editor">x</e:made><rect/>', "<rect/>"),
    ],
)
def test_what_stays_of_a_drawing(inside: str, expected: str) -> None:
    assert safe(inside) == expected


def test_fonts_are_replaced() -> None:
    drawn = safe('<style>t{font-family:"X Y",serif;fill:red}</style><text font-family="Z">t</text>', "A, B")
    assert drawn == '<style>t{font-family:A, B;fill:red}</style><text font-family="A, B">t</text>'


def test_a_hostile_style_takes_no_time() -> None:
    assert safe(f"<style>{'url(' * 50_000}</style>") == "<style>none</style>"
