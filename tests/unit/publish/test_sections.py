"""The page of a company's document."""

from __future__ import annotations

import pytest

from cerkit.model.errors import CerkitError
from cerkit.publish.ooxml import w
from cerkit.publish.sections import PageSetup, page_setup


def setup_of(width: str) -> PageSetup:
    return page_setup(w("body", w("sectPr", w("pgSz", w=width, h="16838"))))


def test_a_length_may_be_written_with_a_fraction() -> None:
    assert setup_of("11906.0000000002").width == 11906


@pytest.mark.parametrize("width", ["21cm", "", "1e999"])
def test_a_page_without_a_size_is_told_with_a_way_out(width: str) -> None:
    with pytest.raises(CerkitError, match="size") as caught:
        setup_of(width)
    assert caught.value.hint
