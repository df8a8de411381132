"""The example, from its sources to what a person holds: what stands in Markdown and YAML stands in site and Word."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import openxml_audit
import pytest
import yaml
from lxml import etree

from cerkit.publish.archive import read_parts
from cerkit.publish.ooxml import q
from cerkit.publish.pagination import lay_out

DOCUMENT: Final = "CER-DRT-001_1.1.0.docx"
CODE: Final = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
HOMES: Final = (
    "claims",
    "criteria",
    "benchmarks",
    "endpoints",
    "risks",
    "benefits",
    "gaps",
    "documents",
    "evaluators",
)


class Sources:
    """What the report's author wrote, counted with nothing of cerkit."""

    def __init__(self, root: Path) -> None:
        chapters = sorted((root / "docs" / "report").glob("*.md"))
        self.chapters = {path.stem: CODE.sub("", path.read_text(encoding="utf-8")) for path in chapters}
        self.evidence = root / "evidence"

    @cached_property
    def text(self) -> str:
        return "\n".join(self.chapters.values())

    def headings(self) -> list[str]:
        """Headings in order, without the marks of emphasis and attributes."""
        found = re.findall(r"^#{1,4} +(.+?)(?: *\{:.*\})?$", self.text, re.MULTILINE)
        return [re.sub(r"[*`]", "", heading).strip() for heading in found]

    def anchors(self, kind: str) -> set[str]:
        return set(re.findall(rf"id=\"({kind}-[\w-]+)\"", self.text))

    def footnotes(self) -> int:
        return len(re.findall(r"\[\^[\w-]+\](?!:)", self.text))

    def cited(self) -> set[str]:
        clusters = re.findall(r"\[[^\[\]]*?@SRC-[^\[\]]+\]", self.text)
        return {key for cluster in clusters for key in re.findall(r"@(SRC-[\w-]*\w)", cluster)}

    def record_ids(self) -> set[str]:
        """Identifiers of the records that have their home in an annex."""
        found = set()
        for name in HOMES:
            content: Any = yaml.safe_load((self.evidence / f"{name}.yml").read_text(encoding="utf-8"))
            found |= {record["id"] for record in content[name]}
        return found | {path.stem for path in (self.evidence / "sources").glob("*.yml")}


class Word:
    """The document, parsed with nothing but its own format."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.parts = read_parts(path.read_bytes(), name=path.name)
        self.body = etree.fromstring(self.parts["word/document.xml"])
        self.bookmarks = {mark.get(q("name"), "") for mark in self.body.iter(q("bookmarkStart"))}

    def lacks(self, identifiers: set[str]) -> set[str]:
        """Identifiers without a bookmark; a long one's bookmark is cut after 32 characters and gets a digest."""
        cut = {name[:32] for name in self.bookmarks}
        return {name for name in identifiers if re.sub(r"\W", "_", name)[:32] not in cut}

    def headings(self) -> list[str]:
        """Texts of the headings of chapters, in order."""
        found = []
        for paragraph in self.body.iter(q("p")):
            style = paragraph.find(f"{q('pPr')}/{q('pStyle')}")
            if style is not None and re.fullmatch(r"Heading\d", style.get(q("val"), "")):
                found.append("".join(run.text or "" for run in paragraph.iter(q("t"))).strip())
        return found

    def text(self) -> str:
        return "".join(run.text or "" for run in self.body.iter(q("t")))

    def instructions(self) -> list[str]:
        return [(code.text or "").strip() for code in self.body.iter(q("instrText"))]


@pytest.fixture(scope="module")
def sources(root: Path) -> Sources:
    return Sources(root)


@pytest.fixture(scope="module")
def word(built: Path) -> Word:
    return Word(built / DOCUMENT)


def test_every_heading_of_the_chapters_is_a_heading_of_word(sources: Sources, word: Word) -> None:
    assert word.headings() == sources.headings()


@pytest.mark.parametrize("kind", ["tbl", "fig"])
def test_every_table_and_figure_that_a_chapter_names_has_its_bookmark(
    kind: str, sources: Sources, word: Word
) -> None:
    wanted = sources.anchors(kind)
    assert len(wanted) > (20 if kind == "tbl" else 3)
    assert word.lacks(wanted) == set()


def test_captions_are_counted_by_word_and_agree_with_the_site(word: Word, built: Path) -> None:
    pages = [
        path.read_text(encoding="utf-8")
        for folder in ("report", "registers")
        for path in (built / "site" / folder).glob("*.html")
    ]
    for label in ("Table", "Figure"):
        shown = sum(len(re.findall(rf'<span class="label">{label} \d+', page)) for page in pages)
        counted = sum(f"SEQ {label}" in code for code in word.instructions())
        assert counted == shown > 0


def test_every_footnote_is_one_of_word(sources: Sources, word: Word) -> None:
    assert len(list(word.body.iter(q("footnoteReference")))) == sources.footnotes() > 0


def test_every_cited_source_stands_in_the_list_of_references_once(
    sources: Sources, word: Word, built: Path
) -> None:
    page = (built / "site" / "report" / "09-references.html").read_text(encoding="utf-8")
    listed = Counter(re.findall(r'id="ref-(SRC-[\w-]+)"', page))
    assert set(listed) >= sources.cited()
    assert set(listed.values()) == {1}
    assert word.lacks({f"ref-{key}" for key in listed}) == set()


def test_every_record_can_be_reached_in_word(sources: Sources, word: Word) -> None:
    assert word.lacks(sources.record_ids()) == set()


def test_every_link_and_field_of_word_has_its_target(word: Word) -> None:
    anchors = {link.get(q("anchor")) for link in word.body.iter(q("hyperlink"))} - {None}
    fields = {
        match.group(1) for code in word.instructions() if (match := re.match(r"(?:PAGE)?REF (\S+)", code))
    }
    assert len(anchors) > 300
    assert (anchors | fields) - word.bookmarks == set()


def test_word_document_is_valid(word: Word) -> None:
    result = openxml_audit.OpenXmlValidator().validate(word.path)
    assert [str(error) for error in result.errors] == []


def test_libreoffice_opens_it_and_shows_every_heading(word: Word, soffice: Path) -> None:
    assert soffice.exists()
    annexes = sum(style.get(q("val"), "").startswith("AnnexHeading") for style in word.body.iter(q("pStyle")))
    assert len(lay_out(word.path.read_bytes()).heading_pages) >= len(word.headings()) + annexes


def test_nothing_of_the_machine_leaks_into_word(word: Word) -> None:
    text = word.text()
    for leak in ("{{", "}}", "Macro Syntax", str(Path.home()), "file://", "cite-src", "data-"):
        assert leak not in text


def test_fictional_is_said_on_every_page_of_site_and_word(word: Word, built: Path) -> None:
    for page in (built / "site").rglob("*.html"):
        if page.name != "404.html":
            assert "Fictional example" in page.read_text(encoding="utf-8"), page.name
    headers = [
        content.decode()
        for name, content in word.parts.items()
        if re.fullmatch(r"word/header_(?!cover)\w+\.xml", name)
    ]
    assert "Fictional example" in word.text()
    assert headers
    assert all("Fictional example" in header for header in headers)


@pytest.mark.slow
def test_building_twice_gives_the_same_bytes(root: Path, built: Path, tmp_path: Path) -> None:
    variables = os.environ | {
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "CERKIT_CACHE_DIR": str(tmp_path / "cache"),
    }
    command = [sys.executable, "-c", "from cerkit.cli import main; main()", "build", "-C", str(root)]
    subprocess.run([*command, "--out", str(tmp_path / "again")], cwd=tmp_path, env=variables, check=True)
    assert digests(tmp_path / "again") == digests(built)


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
    }
