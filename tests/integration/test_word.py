"""The Word document of the sample report: what the pages hold is there, in Word's own constructs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import openxml_audit
import pytest
from lxml import etree, html

from cerkit.model.bundle import Bundle, BundlePage, PageRole
from cerkit.model.errors import CerkitError
from cerkit.publish.archive import read_parts
from cerkit.publish.ooxml import q
from cerkit.publish.pagination import lay_out
from cerkit.publish.problems import ProblemKind
from cerkit.publish.word import PageNumbers, WordOptions, WordResult, write_document
from integration import company_document
from integration.word_sample import identity, sample_bundle

HEADING_STYLES = re.compile(r"(Annex|Unnumbered)?Heading\d")


class Opened:
    """A written document, its parts and its text part."""

    def __init__(self, path: Path, result: WordResult) -> None:
        self.path, self.result = path, result
        self.parts = read_parts(path.read_bytes(), name=path.name)
        self.document = etree.fromstring(self.parts["word/document.xml"])
        self.notes = etree.fromstring(self.parts["word/footnotes.xml"])

    def paragraphs(self, style: str) -> list[str]:
        """Texts of the paragraphs of a style."""
        return [text_of(p) for p in self.document.iter(q("p")) if style_of(p) == style]

    def instructions(self) -> list[str]:
        """Field codes of text and footnotes."""
        codes = [*self.document.iter(q("instrText")), *self.notes.iter(q("instrText"))]
        return [(code.text or "").strip() for code in codes]

    def bookmarks(self) -> list[str]:
        """Names in the order of the document."""
        return [mark.get(q("name"), "") for mark in self.document.iter(q("bookmarkStart"))]


def style_of(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{q('pPr')}/{q('pStyle')}")
    return "" if found is None else found.get(q("val"), "")


def text_of(element: etree._Element) -> str:
    pieces = {q("t"): None, q("tab"): "\t", q("br"): "\n"}
    places = set(element.iterfind(f"{q('pPr')}/{q('tabs')}/{q('tab')}"))
    return "".join(pieces[str(e.tag)] or e.text or "" for e in element.iter(*pieces) if e not in places)


def printed(bundle: Bundle) -> list[html.HtmlElement]:
    """The pages that are printed, as an HTML parser of its own reads them."""
    return [
        html.fragment_fromstring(page.html, create_parent="div")
        for page in bundle.pages
        if page.role is not PageRole.SITE
    ]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    path = tmp_path_factory.mktemp("word") / "report.docx"
    return Opened(path, write_document(sample_bundle(), path))


def test_every_heading_is_a_heading_of_word(opened: Opened) -> None:
    expected = []
    for page in printed(sample_bundle()):
        for heading in page.iter("h1", "h2", "h3", "h4"):
            for gone in heading.xpath(".//*[@class='secno' or @class='headerlink']"):
                gone.drop_tree()
            expected.append((int(str(heading.tag)[1]), " ".join(heading.text_content().split())))
    found = [
        (int(style_of(p)[-1]), text_of(p))
        for p in opened.document.iter(q("p"))
        if HEADING_STYLES.fullmatch(style_of(p))
    ]
    assert found == expected
    assert opened.result.headings == len(expected) == 11


def test_annexes_and_unnumbered_headings_have_their_own_numbers(opened: Opened) -> None:
    assert opened.paragraphs("AnnexHeading1") == ["Claims", "Traceability matrix"]
    assert opened.paragraphs("AnnexHeading2") == ["Sources"]
    assert opened.paragraphs("UnnumberedHeading1") == ["References"]


def test_contents_list_chapters_and_annexes_to_a_depth_of_their_own(opened: Opened) -> None:
    fields = [code for code in opened.instructions() if code.startswith("TOC \\o")]
    assert fields == [
        'TOC \\o "1-3" \\h \\z \\u \\b cerkit_chapters',
        'TOC \\o "1-2" \\h \\z \\u \\b cerkit_annexes',
    ]
    held: dict[str, list[str]] = {"cerkit_chapters": [], "cerkit_annexes": []}
    around: dict[str, str] = {}
    for element in opened.document.find(q("body")).iterchildren():  # type: ignore[union-attr]  # it is there, or the test fails
        if element.tag == q("bookmarkStart"):
            around[element.get(q("id"), "")] = element.get(q("name"), "")
        elif element.tag == q("bookmarkEnd"):
            around.pop(element.get(q("id"), ""), None)
        elif style_of(element).endswith("Heading1"):
            for name in held.keys() & set(around.values()):
                held[name].append(style_of(element))
    assert set(held["cerkit_chapters"]) == {"Heading1", "UnnumberedHeading1"}
    assert held["cerkit_annexes"] == ["AnnexHeading1"] * 2


def test_lists_stand_in_as_far_as_what_is_around_them(tmp_path: Path) -> None:
    page = BundlePage(
        "report/03-more.md",
        "report/03-more/",
        "More",
        "<h1>More</h1><blockquote><p>Outer.</p><blockquote><p>Inner.</p></blockquote>"
        "<ul><li>quoted</li></ul></blockquote><dl><dt>Term</dt><dd><p>Meaning.</p><ul><li>defined</li></ul></dd></dl>",
        PageRole.CHAPTER,
    )
    path = tmp_path / "report.docx"
    opened = Opened(path, write_document(replace(sample_bundle(), pages=(page,)), path))
    assert opened.paragraphs("BlockText") == ["Outer."]
    assert opened.paragraphs("BlockTextInner") == ["Inner."]
    indents = {
        text_of(p): p.find(f"{q('pPr')}/{q('ind')}").get(q("left"))  # type: ignore[union-attr]  # it is there, or the test fails
        for p in opened.document.iter(q("p"))
        if style_of(p) in ("BlockTextItem", "DefinitionItem")
    }
    assert indents == {"quoted": str(340 + 397), "defined": str(397 + 397)}


def test_every_caption_is_counted_by_word(opened: Opened) -> None:
    labels = [
        " ".join(label.text_content().split())
        for page in printed(sample_bundle())
        for label in page.iter("span")
        if label.get("class") == "label"
    ]
    captions = [
        text_of(p) for p in opened.document.iter(q("p")) if style_of(p) in ("TableCaption", "ImageCaption")
    ]
    assert [caption.split("\u2002")[0] for caption in captions] == labels
    sequences = [code for code in opened.instructions() if code.startswith("SEQ")]
    assert sequences.count("SEQ Table \\* ARABIC") == opened.result.tables == 5
    assert sequences.count("SEQ Figure \\* ARABIC") == opened.result.figures == 2


def test_every_table_and_row_is_there(opened: Opened) -> None:
    pages = printed(sample_bundle())
    tables = [table for page in pages for table in page.iter("table")]
    rows = sum(len(list(table.iter("tr"))) for table in tables)
    callouts = len([e for page in pages for e in page.iter("div", "details") if is_callout(e)])
    front = 2  # cover and revision history
    found = list(opened.document.iter(q("tbl")))
    assert len(found) == len(tables) + callouts + front
    front_rows = sum(len(table.findall(q("tr"))) for table in found[:front])
    assert len(list(opened.document.iter(q("tr")))) == rows + callouts + front_rows


def is_callout(element: html.HtmlElement) -> bool:
    return element.tag == "details" or "admonition" in (element.get("class") or "").split()


def test_footnotes_are_real_ones(opened: Opened) -> None:
    references = [
        a for page in printed(sample_bundle()) for a in page.iter("a") if a.get("class") == "footnote-ref"
    ]
    marks = list(opened.document.iter(q("footnoteReference")))
    notes = [note for note in opened.notes if note.get(q("type")) is None]
    assert len(marks) == len(notes) == len(references) == 2
    assert text_of(notes[0]).strip().endswith("see section 1.1.")


def test_every_citation_leads_to_the_reference_list(opened: Opened) -> None:
    cited = [
        link.get("href", "").rpartition("#ref-")[2]
        for page in printed(sample_bundle())
        for span in page.iter("span")
        if span.get("class") == "citation"
        for link in span.iter("a")
    ]
    anchors = [link.get(q("anchor"), "") for link in opened.document.iter(q("hyperlink"))]
    found = [anchor for anchor in anchors if anchor.startswith("ref_")]
    assert found == [f"ref_{identifier.replace('-', '_')}" for identifier in cited]
    assert len(opened.paragraphs("Bibliography")) == 2
    assert opened.paragraphs("Bibliography")[0].startswith("1.\tHeydon P")


def test_every_link_and_field_has_its_bookmark(opened: Opened) -> None:
    names = opened.bookmarks()
    assert len(names) == len({name.casefold() for name in names})
    assert all(len(name) <= 40 and re.fullmatch(r"[A-Za-z]\w*", name) for name in names)
    anchors = {link.get(q("anchor")) for link in opened.document.iter(q("hyperlink"))} - {None}
    fields = {code.split()[1] for code in opened.instructions() if code.startswith(("REF ", "PAGEREF "))}
    assert anchors <= set(names)
    assert fields <= set(names)
    assert {"tbl_claims", "fig_flow", "human_grading", "claims"} <= fields


def test_cross_references_are_fields_with_their_result(opened: Opened) -> None:
    text = "\n".join(opened.paragraphs("FirstParagraph"))
    assert "stand in Table 1 and in CLM-1; the flow is shown in Figure 1." in text
    assert "see section 1.1.1 and Annex A." in text
    assert "REF human_grading \\n \\h" in opened.instructions()


def test_links_to_pages_of_the_site_are_text_unless_the_record_is_printed(opened: Opened) -> None:
    links = {text_of(link): link.get(q("anchor")) for link in opened.document.iter(q("hyperlink"))}
    assert links["CLM-1"] == "CLM_1"
    assert links["SRC-heydon-2021"] == "SRC_heydon_2021"
    assert "the site only" not in links
    assert any("the site only" in text for text in opened.paragraphs("FirstParagraph"))


def test_contents_have_every_entry_and_invent_no_page(opened: Opened) -> None:
    entries = [opened.paragraphs(f"TOC{level}") for level in (1, 2, 3)]
    assert entries[0] == [
        "1\tClinical background\t", "2\tDevice under evaluation\t", "References\t", "Annex A\tClaims\t",
        "Annex B\tTraceability matrix\t",
    ]  # fmt: skip  # one list, read as a paragraph
    assert entries[1][0] == "1.1\tState of the art\t"
    assert entries[2] == ["1.1.1\tHuman grading\t"]
    assert b"updateFields" in opened.parts["word/settings.xml"]


def test_wide_tables_stand_on_landscape_pages_with_their_own_header(opened: Opened) -> None:
    sections = list(opened.document.iter(q("sectPr")))
    turned = [s for s in sections if s.find(q("pgSz")).get(q("orient")) == "landscape"]  # type: ignore[union-attr]  # it is there, or the test fails
    assert len(turned) == 2
    for section in sections:
        assert section.find(q("headerReference")) is not None
        assert section.find(q("footerReference")) is not None
    own, other = turned[0].find(q("headerReference")), sections[1].find(q("headerReference"))
    assert own is not None
    assert other is not None
    assert own.attrib != other.attrib


def test_rows_stay_whole_and_headers_repeat(opened: Opened) -> None:
    for table in opened.document.iter(q("tbl")):
        style = table.find(f"{q('tblPr')}/{q('tblStyle')}")
        if style is None or style.get(q("val")) not in ("Table", "WideTable"):
            continue
        rows = table.findall(q("tr"))
        assert rows[0].find(f"{q('trPr')}/{q('tblHeader')}") is not None
        assert all(row.find(f"{q('trPr')}/{q('cantSplit')}") is not None for row in rows)


def test_what_belongs_together_is_not_parted_by_a_page(tmp_path: Path) -> None:
    long = "".join(f"<tr><td>{n}</td><td>{'words ' * 12}</td></tr>" for n in range(20))
    page = BundlePage(
        "report/03-more.md",
        "report/03-more/",
        "More",
        f"<h1>More</h1><p>Three things:</p><ul><li>one</li></ul><table><tr><td>a</td></tr><tr><td>b</td></tr></table>"
        f"<p>x</p><p>y</p><table>{long}</table><p>x</p><p>y</p><table>{long}</table><p>The only note.</p><h2>End</h2>",
        PageRole.CHAPTER,
    )
    path = tmp_path / "report.docx"
    opened = Opened(path, write_document(replace(sample_bundle(), pages=(page,)), path))
    kept = {p for p in opened.document.iter(q("p")) if p.find(f"{q('pPr')}/{q('keepNext')}") is not None}
    assert "Three things:" in map(text_of, kept)
    short, alone, noted = [
        [{p in kept for p in row.iter(q("p"))} for row in table.findall(q("tr"))]
        for table in opened.document.iter(q("tbl"))
    ][-3:]
    assert short == [{True}, {False}]
    assert alone == [*[{False}] * 18, {True}, {False}]
    assert noted == [*[{False}] * 18, {True}, {True}]


def test_a_further_paragraph_of_an_item_stands_below_its_words(tmp_path: Path) -> None:
    page = BundlePage(
        "report/03-more.md",
        "report/03-more/",
        "More",
        "<h1>More</h1><ol><li><p>first</p><p>and more of it</p></li><li><p>second</p></li></ol>",
        PageRole.CHAPTER,
    )
    path = tmp_path / "report.docx"
    opened = Opened(path, write_document(replace(sample_bundle(), pages=(page,)), path))
    numbering = etree.fromstring(opened.parts["word/numbering.xml"])
    blank = next(a for a in numbering.findall(q("abstractNum")) if a.get(q("abstractNumId")) == "990")
    level = next(blank.iter(q("lvl")))
    assert [text.get(q("val")) for text in level.iter(q("lvlText"))] == [" "]
    assert [indent.get(q("left")) for indent in level.iter(q("ind"))] == ["397"]
    assert [
        style_of(p) for p in opened.document.iter(q("p")) if text_of(p) in ("first", "and more of it")
    ] == [
        "BodyText",
        "BodyText",
    ]


def test_blocks_that_word_has_no_word_for(opened: Opened) -> None:
    assert opened.paragraphs("CalloutTitle") == [
        "What is data and what is opinion", "Warning: Unfavourable result", "How the benchmark was derived",
    ]  # fmt: skip  # one list, read as a paragraph
    assert opened.paragraphs("TabLabel") == ["United Kingdom", "European Union"]
    assert opened.paragraphs("TaskItem") == [
        "\u2611\tProtocol approved before the search",
        "\u2610\tFull texts of all included publications",
        "\u2611\ttwo of them open access",
    ]
    assert opened.paragraphs("SourceCode") == ["- id: AC-1\n  endpoint: EP-sens-rdr\n  bound: 0.85"]
    assert opened.paragraphs("DefinitionTerm") == ["Sensitivity", "Referable retinopathy"]


def test_pictures_have_alternative_text(opened: Opened) -> None:
    drawn = [e.get("descr") for e in opened.document.iter() if str(e.tag).endswith("}docPr")]
    assert drawn == ["Flow of images from capture to referral", "Retinal photograph, optic disc on the left"]
    media = [name.rpartition(".")[2] for name in opened.parts if name.startswith("word/media/")]
    assert sorted(media) == ["png", "png", "svg"]


def test_a_drawing_stands_beside_the_picture_of_it(opened: Opened) -> None:
    """Newer readers print the drawing, older ones the picture, which is what the blip itself embeds."""
    (extended,) = [e for e in opened.document.iter() if str(e.tag).endswith("}svgBlip")]
    (blip,) = [e for e in extended.iterancestors() if str(e.tag).endswith("}blip")]
    relations = {
        relation.get("Id"): relation.get("Target", "")
        for relation in etree.fromstring(opened.parts["word/_rels/document.xml.rels"])
    }
    embedded = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
    assert relations[blip.get(embedded)].endswith(".png")
    drawing = opened.parts[f"word/{relations[extended.get(embedded)]}"].decode()
    assert "sensitivity ≥ 85 %" in drawing
    assert "Liberation Sans" in drawing
    assert "Inter" not in drawing
    assert "var(" not in drawing


def test_properties_say_what_the_cover_says(opened: Opened) -> None:
    core, custom = (opened.parts[f"docProps/{name}.xml"].decode() for name in ("core", "custom"))
    for value in (
        "CER-DRT-001",
        "1.1.0",
        "approved",
        "Demonstrator Retina Triage (DRT)",
        "Fictitious Optics Ltd",
    ):
        assert value in custom
    assert "2026-11-22T00:00:00Z" in core
    assert ">Clinical Evaluation Report<" in core
    assert "CER-DRT-001, Demonstrator Retina Triage (DRT)" in core
    text = "".join(text_of(p) for p in opened.document.iter(q("p")))
    assert "22 November 2026" in text


def test_the_notice_stands_on_every_page(opened: Opened) -> None:
    notice = identity().notice or ""
    for part in ("footer_cover", "header_portrait", "header_landscape"):
        assert notice in opened.parts[f"word/{part}.xml"].decode()


def test_nothing_leaks_into_the_document(opened: Opened) -> None:
    for name, content in opened.parts.items():
        if not name.endswith((".xml", ".rels")):
            continue
        text = content.decode()
        for word in (
            "{{",
            "{%",
            "{#",
            "Macro",
            "data:image",
            "picture_",
            "field_",
            "\ue000",
            "reference.docx",
        ):
            assert word not in text, (name, word)
        assert not re.search(r"(?i)/(?:tmp|home|root)/|[a-z]:\\\\|file:", text), name
        assert "Normal.dotm" not in text, name


def test_the_auditor_finds_nothing(opened: Opened) -> None:
    result = openxml_audit.OpenXmlValidator().validate(opened.path)
    assert [str(error) for error in result.errors] == []


def test_same_bundle_same_bytes_whatever_the_clock_and_folder(opened: Opened, tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    script = (
        "from pathlib import Path; from cerkit.publish.word import write_document; "
        "from integration.word_sample import sample_bundle; "
        "print(write_document(sample_bundle(), Path('again.docx')).sha256)"
    )
    environment = {
        "PATH": "",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "HOME": str(tmp_path),
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": f"{root / 'plugins'}{os.pathsep}{root / 'tests'}",
    }
    completed = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert completed.stdout.strip() == opened.result.sha256, completed.stderr
    assert (tmp_path / "again.docx").read_bytes() == opened.path.read_bytes()


@pytest.mark.parametrize(
    ("picture", "reason"),
    [
        ('<img src="../../assets/gone.png" alt="x">', "the file is not there"),
        ('<img src="https://example.org/x.png" alt="x">', "on another host"),
        ('<img src="data:image/png;base64,AAAA" alt="x">', "not a whole PNG"),
        ('<svg viewBox="0 0 9 9" aria-label="x"><g></svg>', "not well-formed"),
    ],
)
def test_a_lost_picture_is_named_and_nothing_is_written(picture: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(b"the one of yesterday")
    result = write_document(with_page(f"<h1>Lost</h1><p>{picture}</p>"), path)
    problem = next(problem for problem in result.problems if problem.kind is ProblemKind.LOST_PICTURE)
    assert result.path is None
    assert problem.page == "report/10-more.md"
    assert reason in problem.message
    assert [file.name for file in tmp_path.iterdir()] == ["report.docx"]
    assert path.read_bytes() == b"the one of yesterday"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ('<p><a href="#nowhere">there</a></p>', ProblemKind.DEAD_LINK),
        (
            '<p><a class="xref" data-xref="tbl-none" href="#tbl-none">Table 9</a></p>',
            ProblemKind.DEAD_REFERENCE,
        ),
        ('<h2><span class="secno">7.3</span> Off</h2>', ProblemKind.NUMBER_DIFFERS),
        ('<p><svg viewBox="0 0 9 9"><path d="M0 0h9"/></svg></p>', ProblemKind.MISSING_ALTERNATIVE_TEXT),
    ],
)
def test_other_problems_are_told(content: str, kind: ProblemKind, tmp_path: Path) -> None:
    result = write_document(with_page(f"<h1>More</h1>{content}"), tmp_path / "report.docx")
    assert [problem.kind for problem in result.problems] == [kind]
    assert (result.path is None) == kind.is_fatal


@pytest.mark.parametrize("name", ["fn-rate", "field-of-use", "field_7"])
def test_no_heading_is_taken_for_a_footnote_or_a_field(name: str, tmp_path: Path) -> None:
    content = f'<h1>More</h1><h2 id="{name}">Words</h2><p><a href="#{name}">see there</a></p>'
    path = tmp_path / "report.docx"
    opened = Opened(path, write_document(with_page(content), path))
    named = {mark.get(q("name")) for mark in opened.document.iter(q("bookmarkStart"))}
    (link,) = [link for link in opened.document.iter(q("hyperlink")) if text_of(link) == "see there"]
    assert link.get(q("anchor")) in named
    assert {link.get(q("anchor")) for link in opened.document.iter(q("hyperlink"))} - {None} <= named


def with_page(content: str) -> Bundle:
    bundle = sample_bundle()
    page = BundlePage("report/10-more.md", "report/10-more/", "More", content)
    return replace(bundle, pages=(*bundle.pages, page))


def test_a_companys_document_keeps_its_styles_and_gets_what_it_lacks(tmp_path: Path) -> None:
    company = company_document.build()
    path = tmp_path / "report.docx"
    opened = Opened(path, write_document(sample_bundle(), path, options=WordOptions(reference_doc=company)))
    styles = opened.parts["word/styles.xml"].decode()
    assert "Courier Company" in styles
    assert 'w:val="Annex Heading 1"' in styles
    assert "Company header" in opened.parts["word/header1.xml"].decode()
    references = {
        section.find(q("headerReference")) is not None for section in opened.document.iter(q("sectPr"))
    }
    assert references == {True}
    assert [problem.kind for problem in opened.result.problems] == [ProblemKind.NOTICE_NOT_PRINTED]
    assert identity().notice in opened.paragraphs("CoverNotice")
    assert [str(error) for error in openxml_audit.OpenXmlValidator().validate(path).errors] == []


def test_libreoffice_writes_page_numbers_and_agrees_with_itself(soffice: Path, tmp_path: Path) -> None:
    assert soffice.exists()
    path = tmp_path / "report.docx"
    options = WordOptions(page_numbers=PageNumbers.LIBREOFFICE)
    opened = Opened(path, write_document(sample_bundle(), path, options=options))
    entries = [text.rpartition("\t") for level in (1, 2, 3) for text in opened.paragraphs(f"TOC{level}")]
    pages = {title.rpartition("\t")[2]: int(page) for title, _, page in entries}
    assert pages["Clinical background"] < pages["Device under evaluation"] < pages["Claims"]
    assert pages["Conclusions"] == pages["Analysis of the clinical data"] + 1
    assert b"updateFields" not in opened.parts["word/settings.xml"]
    assert (opened.result.paginated_by or "").startswith("LibreOffice")
    # Numbers that take room must not have moved the headings that they point to.
    laid_out = lay_out(path.read_bytes())
    assert sorted(pages.values()) == sorted(laid_out.heading_pages)


def test_a_reference_document_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CerkitError, match="is not a Word document") as caught:
        write_document(sample_bundle(), tmp_path / "x.docx", options=WordOptions(reference_doc=b"%PDF-1.7"))
    assert caught.value.hint
    assert not list(tmp_path.iterdir())


def test_a_pandoc_of_another_version_is_not_picked_up(tmp_path: Path) -> None:
    package = tmp_path / "pypandoc"
    package.mkdir()
    (package / "__init__.py").write_text("")
    script = "from cerkit.publish.pandoc import pandoc_path\ntry: print(pandoc_path())\n"
    script += "except Exception as error: print(error.message, error.hint)"
    root = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{root / 'plugins'}"}

    def said() -> str:
        command = [sys.executable, "-c", script]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    assert "does not carry it" in said()
    assert "scripts/build.py" in said()
    if sys.platform != "win32":
        program = package / "files" / "pandoc"
        program.parent.mkdir()
        program.write_text("#!/bin/sh\necho pandoc 2.19.2\n")
        program.chmod(0o755)
        assert "carries Pandoc 2.19, not 3.9" in said()
