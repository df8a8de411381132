"""Site, Word file and PDF of one report hold the same: counted in its sources on one side, in the files on the other.

The report is the generated one that has every construct; nothing of cerkit counts.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from functools import cached_property
from pathlib import Path
from typing import Final

import pytest
from lxml import etree, html

from _stress import write_stress
from support.pdf_files import OpenedPdf

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
CODE: Final = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u06ff]")
NOTE: Final = "\ue001"
UNPRINTED: Final = "\u00ad"
WEB: Final = re.compile(r"https://example\.org/[^\s)>\"]*[^\s)>\".,]|https://example\.org/")


class Sources:
    """What the author wrote."""

    def __init__(self, root: Path) -> None:
        chapters = sorted((root / "docs" / "report").glob("*.md"))
        self.text = "\n".join(CODE.sub("", path.read_text("utf-8")) for path in chapters)
        self.records = "\n".join(path.read_text("utf-8") for path in sorted(root.glob("evidence/**/*.yml")))

    def headings(self) -> list[str]:
        found = re.findall(r"^#{1,6} +(.+?)(?: *\{:.*\})?$", self.text, re.MULTILINE)
        return [heading.strip() for heading in found]

    def captions(self, tag: str) -> list[str]:
        return re.findall(rf"<{tag}[^>]*>(\w[\w ,]{{8,}})", self.text)

    def notes(self) -> set[str]:
        return set(re.findall(r"^\[\^([\w-]+)\]:", self.text, re.MULTILINE))

    def cited(self) -> set[str]:
        return set(re.findall(r"@(SRC-\w+)", self.text))

    def addresses(self) -> set[str]:
        return {address.replace("&amp;", "&") for address in WEB.findall(self.text)}

    def record_ids(self) -> set[str]:
        return set(re.findall(r"^(?:- )?id: (\S+)$", self.records, re.MULTILINE))


class Word:
    """The Word file, read without cerkit."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
            self.document = etree.fromstring(package.read("word/document.xml"))
            self.notes = etree.fromstring(package.read("word/footnotes.xml"))
            self.relations = etree.fromstring(package.read("word/_rels/document.xml.rels"))
            self.note_relations = package.read("word/_rels/footnotes.xml.rels")

    @cached_property
    def paragraphs(self) -> list[tuple[str, str]]:
        """Style and text of each paragraph; NOTE stands for the number of a note, which Word counts itself."""
        return [
            (
                _style(p),
                "".join(
                    t.text or "" if t.tag == f"{W}t" else NOTE
                    for t in p.iter(f"{W}t", f"{W}footnoteReference")
                ),
            )
            for root in (self.document, self.notes)
            for p in root.iter(f"{W}p")
        ]

    def addresses(self) -> set[str]:
        return {r.get("Target", "") for r in self.relations if r.get("TargetMode") == "External"}


class Built:
    def __init__(self, root: Path, out: Path) -> None:
        self.sources = Sources(root)
        self.word = Word(next(out.glob("*.docx")))
        self.pdf = OpenedPdf(next(out.glob("*.pdf")).read_bytes())
        self.site = out / "site"
        self.words = _without_furniture(self.pdf)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("agree")
    root = write_stress(folder / "report")
    command = [sys.executable, "-c", "from cerkit.cli import main; main()", "build"]
    arguments = ["--only", "site,docx,pdf", "--on", "2026-06-30", "--out", str(folder / "out")]
    answer = subprocess.run(
        [*command, *arguments], cwd=root, capture_output=True, check=False, encoding="utf-8"
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return Built(root, folder / "out")


def test_headings(built: Built) -> None:
    expected = [_squeezed(heading) for heading in built.sources.headings()]
    word = [
        _squeezed(text)
        for style, text in built.word.paragraphs
        if "Heading" in style and style != "TOCHeading"
    ]
    pdf = [_squeezed(re.sub(r"^(?:Annex )?[A-Z\d][\d.]* ", "", title)) for _, title in built.pdf.outline()]
    assert len(expected) > 15
    assert word[: len(expected)] == expected
    assert pdf == word


def test_tables_and_figures(built: Built) -> None:
    word = [text for style, text in built.word.paragraphs if style in ("TableCaption", "ImageCaption")]
    pdf = built.words
    for tag, kind in (("caption", "Table"), ("figcaption", "Figure")):
        written = built.sources.captions(tag)
        assert written
        for words in written:
            assert any(words in caption for caption in word), words
            assert _squeezed(words) in pdf
        assert [caption for caption in word if caption.startswith(kind)]
    assert len(word) == built.pdf.tags["Caption"]
    for caption in word:
        assert _squeezed(caption) in pdf, caption
    # Cover and revision history are tables as well; callouts are tables in Word only.
    callouts = sum(style == "CalloutTitle" for style, _ in built.word.paragraphs)
    assert len(list(built.word.document.iter(f"{W}tbl"))) - callouts == built.pdf.tags["Table"]


def test_notes_and_citations(built: Built) -> None:
    notes = built.sources.notes()
    printed = [n for n in built.word.notes.iter(f"{W}footnote") if not n.get(f"{W}type")]
    assert len(notes) == len(printed) == built.pdf.tags["Note"]
    entries = [text for style, text in built.word.paragraphs if style == "Bibliography"]
    # Registers print every source with its citation, so that all of them are in the list.
    assert len(entries) == len([i for i in built.sources.record_ids() if i.startswith("SRC-")])
    for cited in built.sources.cited():
        assert [entry for entry in entries if entry.endswith(cited)]
    for entry in entries:
        number = entry.partition(".")[0]
        assert _squeezed(entry) in built.words
        assert f"{number}.{_squeezed(entry)}" not in built.words


def test_links(built: Built) -> None:
    wanted = built.sources.addresses()
    assert wanted
    assert wanted <= built.word.addresses()
    assert wanted <= set(built.pdf.addresses())
    anchors = {mark.get(f"{W}name") for mark in built.word.document.iter(f"{W}bookmarkStart")}
    inner = [
        link.get(f"{W}anchor") for link in built.word.document.iter(f"{W}hyperlink") if link.get(f"{W}anchor")
    ]
    assert set(inner) <= anchors
    # A link of a repeated head would lead from nowhere, and Word's list of contents is links as well.
    assert built.pdf.inner_links() >= len(inner) - len(built.pdf.outline())


def test_no_dead_link_on_the_site(built: Built) -> None:
    pages = {path: html.parse(str(path)).getroot() for path in built.site.rglob("*.html")}
    ids = {path: set(page.xpath("//@id | //a/@name")) for path, page in pages.items()}
    for path, page in pages.items():
        if path.name == "404.html":
            continue
        for href in page.xpath("//article//a/@href"):
            address, _, fragment = str(href).partition("#")
            if ":" in address or address.startswith("//"):
                continue
            target = (path.parent / address).resolve() if address else path
            target = target / "index.html" if target.is_dir() else target
            assert target.exists(), f"{path}: {href}"
            if fragment and target in ids:
                assert fragment in ids[target], f"{path}: {href}"


def test_every_record_that_word_prints_is_in_the_pdf(built: Built) -> None:
    word = " ".join(text for _, text in built.word.paragraphs)
    ids = built.sources.record_ids()
    printed = {identifier for identifier in ids if identifier in word}
    assert len(printed) > 60
    assert not {identifier for identifier in printed if _squeezed(identifier) not in built.words}


def test_every_paragraph_of_word_is_in_the_pdf(built: Built) -> None:
    """The same words in the same order, wherever the lines end."""
    lost = [
        text
        for style, text in built.word.paragraphs
        if not style.upper().startswith(("TOC", "TABLEOFFIGURES")) and not RIGHT_TO_LEFT.search(text)
        if not re.search(re.escape(_squeezed(text)).replace(NOTE, r"\d+"), built.words)
    ]
    assert lost == []


def _without_furniture(pdf: OpenedPdf) -> str:
    """All words without white space, heads and feet: what crosses a page is whole."""
    first, second, *_, last = (
        " ".join(line.split()) for line in pdf.reader.pages[-1].extract_text().splitlines()
    )
    maker = last.partition("Page ")[0].strip()
    foot = re.compile(rf"{re.escape(maker)} ?Page \d+ of \d+")
    return "".join(
        _squeezed(foot.sub("", page.replace(first, "", 1).replace(second, "", 1))) for page in pdf.pages
    )


def _squeezed(text: str) -> str:
    return "".join(text.replace(UNPRINTED, "").replace("\u200b", "").split())


def _style(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(f"{W}val", "")
