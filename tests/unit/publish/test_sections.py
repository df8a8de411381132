"""The page of a company's document."""

from __future__ import annotations

import pytest

from cerkit.model.errors import CerkitError
from cerkit.publish.ooxml import Styles, q, w
from cerkit.publish.sections import PageSetup, page_setup, turn_wide_tables


def setup_of(width: str) -> PageSetup:
    return page_setup(w("body", w("sectPr", w("pgSz", w=width, h="16838"))))


def test_a_length_may_be_written_with_a_fraction() -> None:
    assert setup_of("11906.0000000002").width == 11906


@pytest.mark.parametrize("width", ["21cm", "", "1e999"])
def test_a_page_without_a_size_is_told_with_a_way_out(width: str) -> None:
    with pytest.raises(CerkitError, match="size") as caught:
        setup_of(width)
    assert caught.value.hint


def test_a_document_may_begin_on_its_side() -> None:
    styles = Styles({})
    wide = w("tbl", w("tblPr", w("tblStyle", val="WideTable")))
    caption = w("p", w("pPr", w("pStyle", val="TableCaption")))
    note = w("p", w("pPr", w("pStyle", val="BodyText")))
    after = w("p", w("pPr", w("pStyle", val="heading1")))
    body = w("body", caption, wide, note, after, w("sectPr", w("pgSz", w="11906", h="16838")))
    turn_wide_tables(body, page_setup(body), styles)
    kinds = [size.get(q("orient"), "portrait") for size in body.iter(q("pgSz"))]
    assert kinds == ["landscape", "portrait"]
    assert list(body).index(after) == 4
