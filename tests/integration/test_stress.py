"""The generated report with every construct: what its pages hold is found in Word, in Word's own constructs."""

from __future__ import annotations

import re
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import openxml_audit
import pytest
from lxml import etree, html

from cerkit.model.bundle import Bundle, PageRole
from cerkit.model.diagnostics import Mode
from cerkit.publish.archive import read_parts
from cerkit.publish.ooxml import q
from cerkit.publish.word import WordResult, write_document
from cerkit.website.building import build_site
from cerkit.workspace.project import open_project
from integration.company_templates import rewritten

HEADING = re.compile(r"(?:Annex|Unnumbered)?Heading(\d)")
LABELS = ".//caption//*[@class='label'] | .//figcaption//*[@class='label']"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


class Stress:
    """The generated report, its document and its parts."""

    def __init__(self, root: Path, folder: Path) -> None:
        sys.path.insert(0, str(root / "scripts"))
        from _stress import write_stress

        self.project = write_stress(folder / "stress", pages=70)
        assessment = open_project(self.project).assess(on=date(2026, 6, 30), mode=Mode.RELEASE)
        site = build_site(self.project / "mkdocs.yml", self.project / "build/site", assessment=assessment)
        assert site.bundle is not None
        self.bundle: Bundle = site.bundle
        self.path = folder / "stress.docx"
        self.result: WordResult = write_document(self.bundle, self.path)
        self.parts = read_parts(self.path.read_bytes(), name="stress.docx")
        self.document = etree.fromstring(self.parts["word/document.xml"])
        self.pages = [
            html.fragment_fromstring(page.html, create_parent="div")
            for page in self.bundle.pages
            if page.role is not PageRole.SITE
        ]

    def counted(self, path: str) -> int:
        """How often an XPath is met in the pages."""
        return sum(len(page.xpath(path)) for page in self.pages)

    def headings(self) -> list[tuple[int, str]]:
        """Level and words of the headings of the document."""
        return [
            (int(found[1]), text_of(p))
            for p in self.document.iter(q("p"))
            if (found := HEADING.fullmatch(style_of(p)))
        ]


def style_of(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{q('pPr')}/{q('pStyle')}")
    return "" if found is None else found.get(q("val"), "")


def text_of(element: etree._Element) -> str:
    return " ".join("".join(text.text or "" for text in element.iter(q("t"))).split())


@pytest.fixture(scope="module")
def stress(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Stress:
    return Stress(root, tmp_path_factory.mktemp("stress"))


def test_it_is_written_without_a_problem_and_valid(stress: Stress) -> None:
    assert stress.result.problems == ()
    assert [str(e) for e in openxml_audit.OpenXmlValidator().validate(stress.path).errors] == []


def test_every_heading_is_there_and_in_order(stress: Stress) -> None:
    expected = []
    for page in stress.pages:
        for heading in page.iter("h1", "h2", "h3", "h4", "h5", "h6"):
            for gone in heading.xpath(".//*[@class='secno' or @class='headerlink']"):
                gone.drop_tree()
            expected.append((int(str(heading.tag)[1]), " ".join(heading.text_content().split())))
    assert stress.headings() == expected
    levels = [level for level, _ in expected]
    assert levels[0] == 1
    assert max(levels) == 6
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_table_has_a_marked_header_and_every_picture_words(stress: Stress) -> None:
    with_head = stress.counted(".//table[thead]")
    tables = [
        t
        for t in stress.document.iter(q("tbl"))
        if t.find(f"{q('tr')}/{q('trPr')}/{q('tblHeader')}") is not None
    ]
    assert len(tables) == with_head + 1, "and the table of revisions"
    assert len(tables) > 25
    described = [drawing.get("descr") for drawing in stress.document.iter(DRAWING)]
    assert len(described) == stress.counted(".//img | .//svg") == 6
    assert all(described)


def test_captions_notes_and_citations_are_counted_by_word(stress: Stress) -> None:
    codes = [(code.text or "").split() for code in stress.document.iter(q("instrText"))]
    captions = [code for code in codes if code[0] == "SEQ"]
    assert len(captions) == stress.counted(LABELS)
    notes = list(stress.document.iter(q("footnoteReference")))
    assert len(notes) == stress.counted(".//a[contains(@class, 'footnote-ref')]") > 3
    words = text_of(stress.document)
    for page in stress.pages:
        for cited in page.xpath(".//a[starts-with(@href, '#ref-') or contains(@href, '.html#ref-')]"):
            assert cited.text_content() in words
    fields = [code for code in codes if code[0] == "REF"]
    assert (
        len(fields) == stress.counted(".//a[contains(@class, 'xref') and @data-number]") - _named(stress) > 10
    )


def _named(stress: Stress) -> int:
    """Cross-references in the writer's own words, which are plain links."""
    return len(
        [
            link
            for page in stress.pages
            for link in page.xpath(".//a[contains(@class, 'xref') and @data-number]")
            if link.get("data-number", "") not in link.text_content()
        ]
    )


def test_every_field_and_link_leads_to_a_bookmark(stress: Stress) -> None:
    marks = [mark.get(q("name"), "") for mark in stress.document.iter(q("bookmarkStart"))]
    assert len(marks) == len(set(marks))
    anchors = {link.get(q("anchor")) for link in stress.document.iter(q("hyperlink"))} - {None}
    assert anchors <= set(marks)
    codes = [(code.text or "").split() for code in stress.document.iter(q("instrText"))]
    assert {code[1] for code in codes if code[0] in ("REF", "PAGEREF")} <= set(marks)


def test_tables_and_figures_are_listed(stress: Stress) -> None:
    codes = [(code.text or "").strip() for code in stress.document.iter(q("instrText"))]
    assert r'TOC \h \z \c "Table"' in codes
    assert r'TOC \h \z \c "Figure"' in codes
    listed = [text_of(p) for p in stress.document.iter(q("p")) if style_of(p) == "TableofFigures"]
    assert len(listed) == stress.counted(LABELS)
    assert "Table 2A table of 300 rows" in listed


def test_a_reader_learns_title_and_language(stress: Stress) -> None:
    core = stress.parts["docProps/core.xml"].decode()
    for value in ("Clinical Evaluation Report", "CER-STR-001", "Clinical evaluation", "en-GB", "2.0.0"):
        assert value in core
    languages = etree.fromstring(stress.parts["word/styles.xml"]).iterfind(f"{q('docDefaults')}//{q('lang')}")
    assert [language.get(q("val")) for language in languages] == ["en-GB"]
    assert "Fictitious Optics Ltd" in stress.parts["docProps/app.xml"].decode()


def test_references_survive_an_update_of_all_fields(stress: Stress, soffice: Path, tmp_path: Path) -> None:
    """LibreOffice computes fields anew when it reads the file; what it then writes says the same."""
    assert soffice.exists()
    updated = read_parts(rewritten(stress.path.read_bytes(), tmp_path), name="updated.docx")
    after = etree.fromstring(updated["word/document.xml"])

    def sentences(root: etree._Element) -> list[str]:
        said = [text_of(p) for p in root.iter(q("p"))]
        return [text for text in said if re.search(r"\b(?:section|Table|Figure|Annex) [0-9A-Z]", text)]

    told = [
        text
        for text in sentences(stress.document)
        if text.startswith(("This chapter holds", "The flow is", "See Table"))
    ]
    assert len(told) == 3
    kept = set(sentences(after))
    assert [text for text in told if text not in kept] == []
    captions = [text for text in sentences(stress.document) if text.startswith(("Table 2", "Figure 2"))]
    assert captions
    assert "Error" not in text_of(after)
