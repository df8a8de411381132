"""The PDF of the sample report: what it says of itself is true, texts stay texts, the bytes repeat."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from cases.dossiers import assess_files, complete
from cerkit.assess.outputs import proofreader_of
from cerkit.checks.outputs import Proofreader
from cerkit.cli.outputs import fonts_of
from cerkit.model.bundle import Bundle, BundlePage, PageRole
from cerkit.model.errors import CerkitError
from cerkit.publish.normalise import normalise
from cerkit.publish.pdf.document import PdfResult, write_pdf
from cerkit.publish.pdf.office import convert
from cerkit.publish.pdf.readback import read_back
from cerkit.publish.pdf.source import typst_source
from cerkit.publish.problems import ProblemKind
from cerkit.publish.word import write_document
from cerkit.workspace.project import Project
from cerkit.workspace.settings import parse_settings
from integration import word_sample
from integration.word_sample import identity
from support.fonts import font_with
from support.pdf_files import OpenedPdf

HOSTILE = (
    '#read("template.typ")',
    '#eval("1") #import "@preview/x:0.1.0"',
    "@claims <claims> $ a_b $ *star* _under_ `tick`",
    "// no comment /* nor this */ ] } ) \\u{41} \\",
    '"; panic("x"); "',
)


@functools.cache
def sample_bundle() -> Bundle:
    return word_sample.sample_bundle()


def written(bundle: Bundle, folder: Path) -> tuple[PdfResult, OpenedPdf]:
    result = write_pdf(bundle, folder / "report.pdf")
    assert result.path is not None, result.problems
    return result, OpenedPdf(result.path.read_bytes())


def with_page(html: str, src: str = "report/03-more.md") -> Bundle:
    bundle = sample_bundle()
    page = BundlePage(src, "report/03-more/", "More", html, PageRole.CHAPTER)
    return replace(bundle, pages=(*bundle.pages[:3], page, *bundle.pages[3:]))


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> OpenedPdf:
    result, opened = written(sample_bundle(), tmp_path_factory.mktemp("pdf"))
    assert result.standards == ("PDF/A-2a", "PDF/UA-1")
    assert result.pages == len(opened.pages)
    return opened


def test_it_claims_archive_and_accessibility_and_has_what_they_ask_for(opened: OpenedPdf) -> None:
    assert opened.claims() == ("2", "A", "1")
    root = opened.file.Root
    assert bool(root.MarkInfo.Marked)
    assert str(root.Lang) == "en-GB"
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert [str(intent.S) for intent in root.OutputIntents] == ["/GTS_PDFA1"]
    assert not opened.file.is_encrypted
    assert not {"/AcroForm", "/OpenAction", "/AA"} & set(root.keys())
    assert "/JavaScript" not in root.get("/Names", {})
    assert "/EmbeddedFiles" not in root.get("/Names", {})


def test_every_font_is_in_the_file_and_its_text_can_be_searched(opened: OpenedPdf) -> None:
    fonts = list(opened.fonts())
    assert fonts
    for font in fonts:
        assert "/ToUnicode" in font
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


def test_figures_say_what_they_show_and_tables_have_heads(opened: OpenedPdf) -> None:
    figures = [element for element in opened.elements() if str(element.S) == "/Figure"]
    assert [str(figure.Alt).split()[0] for figure in figures if "/Alt" in figure] == ["Flow", "Retinal"]
    assert opened.tags["TH"] >= 3 * 5
    prepared = normalise(sample_bundle())
    assert opened.tags["Caption"] == prepared.tables + prepared.figures
    levels = [int(str(e.S)[2:]) for e in opened.elements() if str(e.S) in ("/H1", "/H2", "/H3")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_bookmarks_and_headings_carry_the_numbers_of_the_document(opened: OpenedPdf) -> None:
    headings = normalise(sample_bundle()).headings
    expected = [(h.level, f"{h.number} {h.text}".strip()) for h in headings]
    assert opened.outline() == expected
    for _, title in expected:
        assert "".join(title.split()) in opened.squeezed


def test_captions_notes_and_references_are_those_of_the_site(opened: OpenedPdf) -> None:
    for words in (
        "Table 1 Claims and their verdicts",
        "Figure 1 Flow of images",
        "Figure 2 Retinal photograph",
    ):
        assert words in opened.text
    assert opened.tags["Note"] == 2
    assert (
        "The claims of this report stand in Table 1 and in CLM-1; the flow is shown in Figure 1."
        in opened.text
    )
    assert "see section 1.1.1 and Annex A" in opened.text
    assert opened.addresses()["https://example.org/"] == 1
    assert opened.inner_links() > 30


def test_every_page_but_the_cover_has_head_and_foot(opened: OpenedPdf) -> None:
    notice, total = identity().notice or "", len(opened.pages)
    assert all(notice in page for page in opened.pages)
    assert "Page 1 of" not in opened.pages[0]
    for number, page in enumerate(opened.pages[1:], 2):
        assert "CER-DRT-001, version 1.1.0" in page
        assert f"Page {number} of {total}" in page


def test_contents_have_the_pages_on_which_headings_stand(opened: OpenedPdf) -> None:
    shown = "".join("".join(opened.pages[1:4]).replace(".", " ").split())
    pages = opened.heading_pages()
    assert len(set(pages.values())) > 3
    for title, page in pages.items():
        assert f"{''.join(title.replace('.', ' ').split())}{page}" in shown


def test_information_comes_from_the_report_and_not_from_the_machine(opened: OpenedPdf) -> None:
    told = opened.reader.metadata
    assert told is not None
    assert told.title == "Clinical Evaluation Report"
    assert told.author == "Dr A. Example, B. Sample"
    assert {str(told["/CreationDate"]), str(told["/ModDate"])} == {"D:20261122000000Z"}
    assert b"/tmp" not in opened.data


def test_the_wide_table_lies_on_a_landscape_page(opened: OpenedPdf) -> None:
    turned = [page.mediabox.width > page.mediabox.height for page in opened.reader.pages]
    assert any(turned)
    assert not all(turned)


def test_no_page_is_empty(opened: OpenedPdf) -> None:
    words = [{word for word in page.split() if not word.isdecimal()} for page in opened.pages]
    furniture = set.intersection(*words[1:])  # of each page but the cover
    assert "Fictitious" in furniture
    assert [number for number, page in enumerate(words, 1) if not page - furniture] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_is_never_code(text: str, tmp_path: Path) -> None:
    quoted = text.replace("&", "&amp;").replace("<", "&lt;")
    html = (
        f"<h1>{quoted}</h1><p>{quoted} <code>{quoted}</code></p><pre>{quoted}</pre>"
        f"<table><caption>{quoted}</caption><tr><td>{quoted}</td></tr></table>"
        f'<p><a href="https://example.org/?q=%22)#x">{quoted}</a></p>'
    )
    bundle = with_page(html)
    hostile = replace(bundle.document, title=text, manufacturer=text, notice=text)
    _, opened = written(replace(bundle, document=hostile), tmp_path)
    assert opened.squeezed.count("".join(text.split())) >= 9
    assert opened.addresses()["https://example.org/?q=%22)#x"] == 1


def test_a_picture_without_words_costs_the_claim_to_be_accessible(tmp_path: Path) -> None:
    bundle = with_page('<h1>More</h1><p><img src="../../assets/eye.png"></p>')
    result, opened = written(bundle, tmp_path)
    assert [(p.kind, p.page) for p in result.problems] == [
        (ProblemKind.MISSING_ALTERNATIVE_TEXT, "report/03-more.md")
    ]
    assert result.standards == ("PDF/A-2u",)
    assert opened.claims() == ("2", "U", "")


def test_a_skipped_level_of_headings_costs_the_claim_to_be_accessible(tmp_path: Path) -> None:
    result, opened = written(with_page("<h1>More</h1><h3>Deep</h3><p>x</p>"), tmp_path)
    assert result.standards == ("PDF/A-2a",)
    assert opened.claims() == ("2", "A", "")


def test_characters_that_cannot_be_drawn_are_told_once_with_their_page(tmp_path: Path) -> None:
    result = write_pdf(with_page("<h1>More</h1><p>Sensitivity 感度測定評価結果</p>"), tmp_path / "report.pdf")
    assert result.path is None
    (problem,) = result.problems
    assert (problem.kind, problem.page) == (ProblemKind.UNDRAWN_CHARACTER, "report/03-more.md")
    assert set(problem.subject) == set("感度測定評価結果")
    assert problem.message.endswith("and 3 more")
    assert "U+" in problem.message
    assert not list(tmp_path.iterdir())


def test_letters_that_our_fonts_lack_come_from_a_folder_of_the_repository(tmp_path: Path) -> None:
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts/sans.ttf").write_bytes(font_with("感度"))
    bundle = with_page("<h1>More</h1><p>Sensitivity 感度</p>")
    result = write_pdf(bundle, tmp_path / "report.pdf", fonts=tmp_path / "fonts")
    assert result.path is not None
    assert result.standards == ("PDF/A-2a", "PDF/UA-1")
    opened = OpenedPdf(result.path.read_bytes())
    assert any("Sensitivity 感度" in page for page in opened.pages)


@pytest.mark.parametrize("name", ["fonts", "gone", "..", "../elsewhere"])
def test_a_folder_of_fonts_that_holds_none_is_told_with_a_way_out(name: str, tmp_path: Path) -> None:
    for folder in ("device/fonts", "elsewhere"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "elsewhere/sans.ttf").write_bytes(b"")
    (tmp_path / "sans.ttf").write_bytes(b"")
    settings = f"plugins:\n  - cerkit:\n      pdf_fonts: {name}\n"
    project = Project(tmp_path / "device", parse_settings(settings.encode()))
    with pytest.raises(CerkitError, match=r"no folder of the repository with a font in it"):
        fonts_of(project)


def set_as(html: str) -> str:
    bundle = with_page(f"<h1>More</h1>{html}")
    return typst_source(bundle, normalise(bundle), has_lists=False).main.decode()


def test_items_have_the_marks_that_they_have_in_word() -> None:
    source = set_as("<ol><li>one<ul><li>two<ol><li>three</li></ol></li></ul></li></ol>")
    assert 'enum(start: 1,numbering: "1."' in source
    assert 'list(marker: "\u2013"' in source
    assert 'enum(start: 1,numbering: "i."' in source


def test_a_column_keeps_to_its_side() -> None:
    source = set_as('<table><tr><td>a</td><td style="text-align: right;">4 120</td></tr></table>')
    assert 'cell("4 120",side: right)' in source


def test_a_low_table_and_the_last_entries_stand_whole_and_a_long_table_does_not() -> None:
    row = "<tr><td>only here</td><td>b</td></tr>"
    low, long = (
        next(line for line in set_as(f"<table>{row * rows}</table>").splitlines() if "only here" in line)
        for rows in (3, 40)
    )
    assert low.startswith("#whole(grid-of(")
    assert long.startswith("#{room-for(")
    entries = "".join(f"<p>Entry {n}</p>" for n in range(5))
    made = set_as(f'<div data-custom-style="Bibliography">{entries}</div>')
    assert '#p("Entry 1")\n#whole({p("Entry 2");p("Entry 3");p("Entry 4")})' in made


def test_a_row_that_heads_others_goes_with_them(tmp_path: Path) -> None:
    group, row = '<tr><th colspan="2">Group {n}</th></tr>', "<tr><td>Row {n}</td><td>x</td></tr>"
    body = "".join((group + row * (n % 3 + 1)).replace("{n}", str(n)) for n in range(200))
    tables = (
        f"<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody>{body}</tbody></table>",
        f"<table><tbody>{row}{group}</tbody></table>",
        f"<table><tbody>{group}{group}{row}</tbody></table>",
        f'<table><tbody><tr><th colspan="2" rowspan="2">Two</th></tr><tr></tr>{row}</tbody></table>',
    )
    result, opened = written(with_page(f"<h1>More</h1>{'<p>then</p>'.join(tables)}"), tmp_path)
    assert result.standards == ("PDF/A-2a", "PDF/UA-1")
    ends = [page.partition(" Fictitious Optics Ltd Page")[0].split()[-3:] for page in opened.pages]
    rows = [words for words in ends if words[0] == "Row" or words[1] == "Group"]
    assert len(rows) > 10
    assert all(words[1] != "Group" for words in rows)


def test_words_that_end_in_a_colon_stay_with_what_they_lead_to() -> None:
    source = set_as("<p>Three <b>things</b>:</p><p>12:30 hours</p>")
    assert '#lead({"Three ";strong("things");":"})' in source
    assert '#p("12:30 hours")' in source


def test_rows_and_columns_that_html_leaves_open_are_filled(tmp_path: Path) -> None:
    html = (
        "<h1>More</h1><table><thead><tr><th>A</th><th rowspan='9'>B</th></tr></thead><tbody>"
        "<tr><td rowspan='2'>one</td><td>two</td></tr><tr><td colspan='7'>three</td></tr>"
        "<tr><td rowspan='99999'>four</td></tr></tbody></table><table></table><ul></ul>"
    )
    _, opened = written(with_page(html), tmp_path)
    assert all(word in opened.text for word in ("one", "two", "three", "four"))


def test_notes_in_the_head_of_a_long_table_stand_once(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>row {n}</td></tr>" for n in range(120))
    html = (
        '<h1>More</h1><table><thead><tr><th>Head<sup><a class="footnote-ref" href="#fn:z">1</a></sup> and '
        f'<a href="https://example.org/head">link</a></th></tr></thead><tbody>{rows}</tbody></table>'
        '<div class="footnote"><ol><li id="fn:z"><p>The note.</p></li></ol></div>'
    )
    _, opened = written(with_page(html), tmp_path)
    assert opened.text.count("The note.") == 1
    assert opened.addresses()["https://example.org/head"] == 1


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("file:///S:/lists/groups.xlsx", "CER822"),
        ("http://localhost:8000/x", "CER822"),
        ("mailto:a@example.org", None),
    ],
)
def test_a_link_out_of_the_finished_pdf_is_read_back(address: str, code: str | None, tmp_path: Path) -> None:
    bundle = with_page(f'<h1>More</h1><p><a href="{address}">list of groups</a></p>')
    _, opened = written(bundle, tmp_path)
    found = list(read_back(opened.data, normalise(bundle), bundle, "report.pdf", _proofreader()))
    assert [item.rule.code for item in found] == ([code] if code else [])


def test_leftovers_in_the_words_of_the_pdf_are_read_back() -> None:
    bundle = with_page("<h1>More</h1><p>Sensitivity is **high** and <code>**code**</code>.</p>")
    found = list(read_back(write_bytes(bundle), normalise(bundle), bundle, "report.pdf", _proofreader()))
    assert [(item.rule.code, item.heading) for item in found] == [("CER824", "More")]


def test_an_unfit_pdf_is_not_written(tmp_path: Path) -> None:
    result = write_pdf(sample_bundle(), tmp_path / "report.pdf", is_fit=lambda _, __: False)
    assert result.path is None
    assert not list(tmp_path.iterdir())


def test_the_same_bytes_in_another_folder_zone_and_home(opened: OpenedPdf, tmp_path: Path) -> None:
    script = (
        "from pathlib import Path; from integration.word_sample import sample_bundle; "
        "from cerkit.publish.pdf.document import write_pdf; write_pdf(sample_bundle(), Path('out.pdf'))"
    )
    tests = Path(__file__).parents[1]
    environment = {
        **os.environ,
        "HOME": str(tmp_path),
        "TZ": "Asia/Kolkata",
        "LC_ALL": "C",
        "USER": "somebody",
        "SOURCE_DATE_EPOCH": "1",
        "PYTHONPATH": str(tests),
    }
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=environment, check=True)
    assert (tmp_path / "out.pdf").read_bytes() == opened.data


def test_a_missing_engine_is_told_with_the_way_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(CerkitError, match="Typst is not installed") as caught:
        write_pdf(sample_bundle(), tmp_path / "report.pdf")
    assert caught.value.hint is not None
    assert "cerkit[pdf]" in caught.value.hint


def test_libreoffice_makes_a_pdf_with_the_pages_of_the_word_file(soffice: Path, tmp_path: Path) -> None:
    assert soffice.exists()
    write_document(sample_bundle(), tmp_path / "report.docx")
    result = convert((tmp_path / "report.docx").read_bytes(), tmp_path / "report.pdf")
    opened = OpenedPdf((tmp_path / "report.pdf").read_bytes())
    assert result.standards == ("PDF/A-2b",)
    assert not result.is_repeatable
    assert "LibreOffice" in result.engine
    assert opened.outline()[0][1].endswith("Clinical background")
    assert opened.tags["Table"] > 3


def write_bytes(bundle: Bundle) -> bytes:
    kept: list[bytes] = []

    def keep(pdf: bytes, _: object) -> bool:
        kept.append(pdf)
        return False

    write_pdf(bundle, Path("never.pdf"), is_fit=keep)
    return kept[0]


def _proofreader() -> Proofreader:
    return proofreader_of(assess_files(complete()))
