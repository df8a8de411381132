"""The example's Word document for a reader who does not see it: order, headers, words for pictures, language, title."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import etree

from cerkit.publish.archive import read_parts
from cerkit.publish.ooxml import q

DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
CALLOUTS = ("Callout", "CalloutWarning")
"""Tables that only frame a text have no header."""


@pytest.fixture(scope="module")
def parts(built: Path) -> dict[str, bytes]:
    (path,) = built.glob("*.docx")
    return read_parts(path.read_bytes(), name=path.name)


@pytest.fixture(scope="module")
def document(parts: dict[str, bytes]) -> etree._Element:
    return etree.fromstring(parts["word/document.xml"])


def test_headings_go_down_one_level_at_a_time(document: etree._Element) -> None:
    names = [mark.get(q("val"), "") for mark in document.iter(q("pStyle"))]
    levels = [
        int(found[1]) for name in names if (found := re.fullmatch(r"(?:Annex|Unnumbered)?Heading(\d)", name))
    ]
    assert len(levels) > 100
    assert levels[0] == 1
    assert [(a, b) for a, b in pairwise(levels) if b > a + 1] == []


def test_tables_mark_their_headers(document: etree._Element) -> None:
    without = []
    for table in document.iter(q("tbl")):
        style = table.find(f"{q('tblPr')}/{q('tblStyle')}")
        name = "" if style is None else style.get(q("val"), "")
        has_header = table.find(f"{q('tr')}/{q('trPr')}/{q('tblHeader')}") is not None
        if name not in CALLOUTS and not has_header and not _labels_its_rows(table):
            without.append("".join(table.itertext())[:80])
    assert without == []


def _labels_its_rows(table: etree._Element) -> bool:
    """Whether the first cell of every row says that it heads the row, or, of the cover, is set as a label."""
    look = table.find(f"{q('tblPr')}/{q('tblLook')}")
    firsts = [row.find(q("tc")) for row in table.iterchildren(q("tr"))]
    labels = [cell for cell in firsts if cell is not None and _is_label(cell)]
    is_told = (
        look is not None and look.get(q("firstColumn")) == "1" and int(look.get(q("val"), "0"), 16) & 0x80
    )
    return bool(is_told) and len(labels) == len(firsts) > 0


def _is_label(cell: etree._Element) -> bool:
    marked = cell.find(f"{q('tcPr')}/{q('cnfStyle')}")
    style = cell.find(f"{q('p')}/{q('pPr')}/{q('pStyle')}")
    is_cover = style is not None and style.get(q("val")) == "CoverLabel"
    return is_cover or (marked is not None and marked.get(q("firstColumn")) == "1")


def test_most_tables_say_that_a_column_heads_their_rows(document: etree._Element) -> None:
    looks = [look.get(q("firstColumn")) for look in document.iter(q("tblLook"))]
    assert looks.count("1") > len(looks) / 2


def test_pictures_are_told_in_words(document: etree._Element) -> None:
    told = [drawing.get("descr") or "" for drawing in document.iter(DRAWING)]
    assert len(told) > 10
    assert all(len(words) > 20 for words in told)


def test_title_language_and_properties_are_there(parts: dict[str, bytes]) -> None:
    core, custom = parts["docProps/core.xml"].decode(), parts["docProps/custom.xml"].decode()
    for value in (
        "Clinical Evaluation Report",
        "CER-DRT-001",
        "Clinical evaluation",
        "en-GB",
        "Demonstrator Retina",
    ):
        assert value in core
    for name in ("Document number", "Version", "Status", "Date", "Device", "Manufacturer", "Notice"):
        assert f'name="{name}"' in custom
    assert "Fictitious Optics Ltd" in parts["docProps/app.xml"].decode()
    languages = etree.fromstring(parts["word/styles.xml"]).iterfind(f"{q('docDefaults')}//{q('lang')}")
    assert [language.get(q("val")) for language in languages] == ["en-GB"]
