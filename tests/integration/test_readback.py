"""Finished outputs are read back: a mistake in the site or in Word is found in the file itself, one at a time."""

from __future__ import annotations

import io
import os
import shutil
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cases.dossiers import assess_files, complete
from cerkit.assess.outputs import diagnosed, proofreader_of
from cerkit.checks.outputs import Misprint, Proofreader
from cerkit.model.bundle import BundlePage, PageRole
from cerkit.model.diagnostics import Mode, Severity
from cerkit.publish.archive import read_parts, write_parts
from cerkit.publish.readback import read_back as read_document
from cerkit.publish.word import write_document
from cerkit.website.building import SiteResult, build_site
from cerkit.website.readback import ReportPage
from cerkit.website.readback import read_back as read_site
from cerkit.workspace.project import open_project
from integration.small_project import FIRST, write_project
from integration.word_sample import sample_bundle
from seeded.seeding import Seed, seeds

ON = date(2026, 6, 30)
TEXT = "Sensitivity was studied."


def told(found: list[Misprint]) -> list[tuple[str, str]]:
    return [(item.rule.code, item.said) for item in found]


@pytest.fixture(scope="module")
def proofreader() -> Proofreader:
    return proofreader_of(assess_files(complete()))


# The site


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("readback") / "device"
    write_project(root)
    (root / "docs/report/01-first.md").write_text(f"{FIRST}\n{TEXT}\n", encoding="utf-8")
    assert build(root).is_written
    return root / "site"


def build(root: Path, mode: Mode = Mode.DRAFT) -> SiteResult:
    assessment = open_project(root).assess(on=ON)
    return build_site(root / "mkdocs.yml", root / "site", assessment=assessment, mode=mode)


FIRST_PAGE = ReportPage("report/01-first.html", "report/01-first.md")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (TEXT, "See <code>C:\\x\\y</code>, <code>TODO</code> &amp; 3 &lt; 4.", []),
        (TEXT, r"Code DRT\_1.", [("CER824", r'"DRT\_1" is printed: a backslash')]),
        (TEXT, "A &amp;nbsp; B", [("CER824", '"&nbsp;" is printed: the code of a character')]),
        (TEXT, "It was **not so.", [("CER824", '"**not" is printed: a mark of emphasis')]),
        (TEXT, "It was &lt;b&gt;so.", [("CER824", '"<b>so" is printed: a tag of HTML')]),
        (TEXT, "It was {{ x }}.", [("CER824", '"{{" is printed: a macro')]),
        (TEXT, "It was [so](a.md).", [("CER824", '"[so](a.md)" is printed: a link in Markdown')]),
        (TEXT, "In evidence/x.yml.", [("CER825", '"evidence/x.yml" is printed: the path of a file')]),
        (TEXT, "In /home/x/y.", [("CER825", '"/home/x/y" is printed: the path of a file')]),
        (TEXT, "TBD", [("CER826", '"TBD" is printed: a mark of unfinished work')]),
        (TEXT, "Click or tap here.", [("CER826", '"Click or tap here" is printed: words of a template')]),
        (TEXT, "SRC–ci–1", [("CER827", '"SRC–ci–1" is printed, an altered form of SRC-ci-1')]),
        (
            'href="02-second.html#sec-second"',
            'href="02-second.html#sec-gone"',
            [
                (
                    "CER821",
                    "the link 02-second.html#sec-gone leads to no place of report/02-second.html",
                )
            ],
        ),
        (TEXT, '<a href="gone.html">x</a>', [("CER821", "the link gone.html leads to no file of the site")]),
        (TEXT, '<a href="../../x">x</a>', [("CER821", "the link ../../x leads out of the site")]),
        (
            TEXT,
            '<a href="file:///S:/x.xlsx">x</a>',
            [("CER822", "the link file:///S:/x.xlsx leads to a computer that the reader does not have")],
        ),
    ],
)
def test_a_mistake_in_a_finished_page(
    site: Path, proofreader: Proofreader, old: str, new: str, expected: list[tuple[str, str]]
) -> None:
    path = site / FIRST_PAGE.file
    sound = path.read_text(encoding="utf-8")
    assert old in sound
    path.write_text(sound.replace(old, new, 1), encoding="utf-8")
    try:
        found = list(read_site(site, [FIRST_PAGE], proofreader))
    finally:
        path.write_text(sound, encoding="utf-8")
    assert told(found) == expected
    assert all(item.file == f"site/{FIRST_PAGE.file}" and item.page == FIRST_PAGE.src for item in found)


def test_a_mistake_is_told_with_the_heading_above_it(site: Path, proofreader: Proofreader) -> None:
    path = site / FIRST_PAGE.file
    sound = path.read_text(encoding="utf-8")
    path.write_text(sound.replace(TEXT, "TBD"), encoding="utf-8")
    try:
        (found,) = read_site(site, [FIRST_PAGE], proofreader)
    finally:
        path.write_text(sound, encoding="utf-8")
    assert found.message.startswith('site/report/01-first.html, below "1.1 Result": "TBD"')


def test_what_only_the_page_shows_stops_the_build_at_its_line(tmp_path: Path) -> None:
    root = write_project(tmp_path / "device")
    (root / "docs/report/01-first.md").write_text(
        FIRST + '\nThe limit was <span>T</span>BD by then, and {{ "a" ~ "]" ~ "(b.md" }} was not.\n',
        encoding="utf-8",
    )
    result = build(root, Mode.RELEASE)
    places = [(item.rule.code, item.place.path, item.place.line) for item in result.diagnostics]
    assert places == [("CER826", "docs/report/01-first.md", 15), ("CER824", "docs/report/01-first.md", 15)]
    assert not result.is_written
    assert not (root / "site").exists()


def test_a_placeholder_does_not_stop_a_draft(tmp_path: Path) -> None:
    root = write_project(tmp_path / "device")
    (root / "docs/report/01-first.md").write_text(
        FIRST + "\nThe limit was <span>T</span>BD.\n", encoding="utf-8"
    )
    result = build(root)
    assert [(item.rule.code, item.severity) for item in result.diagnostics] == [("CER826", Severity.NOTE)]
    assert result.is_written


def test_what_the_check_has_said_of_a_line_is_not_said_again(tmp_path: Path) -> None:
    root = write_project(tmp_path / "device")
    (root / "docs/report/01-first.md").write_text(FIRST + "\nThe limit was TBD by then.\n", encoding="utf-8")
    assessment = open_project(root).assess(on=ON)
    assert [item.rule.code for item in assessment.diagnostics if "D66" in item.rule.deficiencies] == [
        "CER741"
    ]
    assert build(root).diagnostics == ()


def test_a_mistake_of_a_record_is_placed_in_its_file() -> None:
    files = complete()
    assessment = assess_files(files)
    proofreader = proofreader_of(assessment)
    text = "\x02Annex\nBleeding under {{ treatment }} that was not needed\n"
    found = list(proofreader.read(text, lambda _: ("report.docx", "")))
    (item,) = diagnosed(found, assessment, Mode.RELEASE, files.get)
    line = files["evidence/risks.yml"].decode().splitlines()[item.place.line - 1]
    assert item.place.path == "evidence/risks.yml"
    assert "Bleeding under treatment that was not needed" in line


# Word


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    bundle = sample_bundle()
    page = BundlePage("report/03-x.md", "report/03-x/", "X", f"<h1>Extra</h1><p>{TEXT}</p>", PageRole.CHAPTER)
    path = tmp_path_factory.mktemp("word") / "x.docx"
    assert write_document(replace(bundle, pages=(*bundle.pages, page)), path).path == path
    return path.read_bytes()


def changed(document: bytes, part: str, old: bytes, new: bytes) -> bytes:
    parts = read_parts(document, name="x.docx")
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new, 1)
    return write_parts(parts)


def test_a_sound_document_gives_nothing(document: bytes, proofreader: Proofreader) -> None:
    assert told(list(read_document(document, "x.docx", proofreader))) == []


MAIN = "word/document.xml"


@pytest.mark.parametrize(
    ("part", "old", "new", "expected"),
    [
        (MAIN, TEXT, r"Code DRT\_1.", ("CER824", r'"DRT\_1" is printed: a backslash')),
        (MAIN, TEXT, "{% if %}", ("CER824", '"{%" is printed: a macro')),
        (MAIN, TEXT, "docs/report/x.md", ("CER825", '"docs/report/x.md" is printed: the path of a file')),
        (MAIN, TEXT, "[insert name]", ("CER826", '"[insert name]" is printed: words of a template')),
        (MAIN, TEXT, "SRC-ci 1", ("CER827", '"SRC-ci 1" is printed, an altered form of SRC-ci-1')),
        (
            MAIN,
            'w:anchor="CLM_1"',
            'w:anchor="CLM_gone"',
            ("CER821", "a link leads to CLM_gone, which is not there"),
        ),
        (
            MAIN,
            " REF tbl_claims ",
            " REF tbl_gone ",
            ("CER821", "a field leads to tbl_gone, which is not there"),
        ),
        (
            MAIN,
            ">CLM-1</w:t></w:r></w:hyperlink>",
            ">here</w:t></w:r></w:hyperlink>",
            ("CER823", 'a link says "here" and leads nowhere on paper'),
        ),
        (
            "word/_rels/document.xml.rels",
            "https://example.org/",
            "file:///S:/x.xlsx",
            ("CER822", "a link leads to file:///S:/x.xlsx, which only one computer knows"),
        ),
        (
            "word/_rels/document.xml.rels",
            "https://example.org/",
            "files/x.xlsx",
            ("CER821", "a link leads to files/x.xlsx, a file that does not go with the document"),
        ),
        (
            "word/_rels/document.xml.rels",
            'Target="styles.xml"',
            'Target="gone.xml"',
            ("CER821", "a link leads to gone.xml, a part that the package does not hold"),
        ),
        (
            "docProps/core.xml",
            "Clinical Evaluation Report",
            "TBD",
            ("CER826", '"TBD" is printed: a mark of unfinished work'),
        ),
    ],
)
def test_a_mistake_in_a_finished_document(
    document: bytes, proofreader: Proofreader, part: str, old: str, new: str, expected: tuple[str, str]
) -> None:
    spoilt = changed(document, part, old.encode(), new.encode())
    assert told(list(read_document(spoilt, "x.docx", proofreader))) == [expected]


def test_a_mistake_in_a_document_is_told_with_its_heading(document: bytes, proofreader: Proofreader) -> None:
    (found,) = read_document(changed(document, MAIN, TEXT.encode(), b"TBD"), "x.docx", proofreader)
    assert found.heading == "Extra"


def test_a_package_that_lacks_a_part_is_told(document: bytes, proofreader: Proofreader) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(buffer, "w") as new:
        for info in old.infolist():
            if not info.filename.startswith("word/media/"):
                new.writestr(info, old.read(info))
    found = told(list(read_document(buffer.getvalue(), "x.docx", proofreader)))
    assert {code for code, _ in found} == {"CER821"}
    with zipfile.ZipFile(io.BytesIO(document)) as whole:
        lost = [name for name in whole.namelist() if name.startswith("word/media/")]
    assert len(found) == len(lost) > 1


def test_an_unfit_document_is_not_written(tmp_path: Path) -> None:
    seen: list[bytes] = []

    def refuse(data: bytes) -> bool:
        seen.append(data)
        return False

    result = write_document(sample_bundle(), tmp_path / "x.docx", is_fit=refuse)
    assert result.path is None
    assert len(seen) == 1
    assert not (tmp_path / "x.docx").exists()


# The example


def test_the_finished_example_has_no_misprint(root: Path, built: Path) -> None:
    assessment = open_project(root).assess(on=ON)
    proofreader = proofreader_of(assessment)
    pages = [
        ReportPage(path.relative_to(built / "site").as_posix(), f"{folder}/{path.stem}.md")
        for folder in ("report", "registers", "sources")
        for path in sorted((built / "site" / folder).glob("*.html"))
    ]
    assert len(pages) > 90
    assert told(list(read_site(built / "site", pages, proofreader))) == []
    (path,) = built.glob("*.docx")
    assert told(list(read_document(path.read_bytes(), path.name, proofreader))) == []


@pytest.mark.parametrize(
    "seed", [seed for seed in seeds("defects") if seed.output is not None], ids=lambda seed: seed.id
)
def test_a_defect_put_into_the_finished_example_is_found(
    root: Path, built: Path, tmp_path: Path, seed: Seed
) -> None:
    assert seed.output is not None
    shutil.copytree(built / "site", tmp_path / "build" / "site", copy_function=os.link)
    path = tmp_path / seed.output["file"]
    sound = path.read_text(encoding="utf-8")
    assert seed.output["old"] in sound
    path.unlink()  # the copy is a second name of the file that other tests read
    path.write_text(sound.replace(seed.output["old"], seed.output["new"], 1), encoding="utf-8")
    name = path.relative_to(tmp_path / "build" / "site").as_posix()
    page = ReportPage(name, f"{name.removesuffix('.html')}.md")
    proofreader = proofreader_of(open_project(root).assess(on=ON))
    found = list(read_site(tmp_path / "build" / "site", [page], proofreader))
    assert [seed.deficiency in item.rule.deficiencies for item in found] == [True], told(found)
