"""Sections of MEDDEV A9 that the report lacks or leaves empty (D16)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from cerkit.checks.prose import rules
from cerkit.checks.prose.outline import Section, answers, has_text, sections, significant
from cerkit.model.catalogues.report import ReportContents, ReportSection
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.identifiers import RECORD_REFERENCE
from cerkit.model.wording import paragraphs

_CATALOGUE: Final = "meddev-a9"
_SUMMARY: Final = "1"
_RESULT: Final = re.compile(
    r"\d\s?(?:%|per\s?cent|percent)|\b\d[\d,]{0,9}\s(?:out\s)?of\s(?:the\s)?\d"
    r"|\{\{-?\s{0,9}(?:table\(\s{0,9}[\"'](?:claims|criteria)|verdicts\(|claims_sheet\(|matrix\(|pillars\()"
)
"""A result typed by hand, or a macro that prints results; a summary without links may tell them so."""
_EQUIVALENCE: Final = "equivalence is claimed"


def check_contents(examination: Examination) -> Iterator[Diagnostic]:
    """Missing and empty sections. A report without any chapter is one finding, not nineteen."""
    dossier = examination.dossier
    contents = dossier.catalogues.get(_CATALOGUE)
    if not isinstance(contents, ReportContents):
        return
    chapters = [chapter for chapter in dossier.chapters if chapter.is_report]
    if not chapters:
        message = "the report has no chapter"
        yield rules.SECTION_WITHOUT_TEXT.at(Place("docs/report", line=1, column=1), message)
        return
    claimed = any(item.claimed for item in dossier.equivalences)
    pages = [_Page(chapter) for chapter in chapters]
    yield from _summary_without_results(dossier, pages)
    for wanted in contents.entries:
        if wanted.only_if == _EQUIVALENCE and not claimed:
            continue
        if wanted.parent is None:
            yield from _chapter_missing(pages, wanted)
        elif not wanted.heading:
            yield from _section_missing(pages, wanted)


class _Page:
    """A chapter with its sections."""

    def __init__(self, chapter: Chapter) -> None:
        self.chapter = chapter
        self.number = chapter.section or ""
        blocks = paragraphs(chapter)
        self.sections = sections(blocks)
        self.has_text = any(block.kind != "heading" and has_text(block) for block in blocks)

    def is_in(self, number: str) -> bool:
        return self.number == number or self.number.startswith(f"{number}.")

    def is_written(self, section: Section) -> bool:
        """Whether something stands below the heading, or below one of its own."""
        return any(
            any(has_text(block) for block in item.body)
            for item in self.sections
            if item.heading == section.heading
            or any(above.heading == section.heading for above in item.inside)
        )


def _summary_without_results(dossier: Dossier, pages: Sequence[_Page]) -> Iterator[Diagnostic]:
    """A summary that tells no result: it names no claim, no criterion, nothing that decides one, and no share."""
    decided = {name for criterion in dossier.criteria for name in criterion.decided_by}
    telling = {claim.id for claim in dossier.claims} | {criterion.id for criterion in dossier.criteria}
    telling |= {name.partition(".")[0] for name in decided}
    found = [page for page in pages if page.is_in(_SUMMARY) and page.has_text]
    if not found or not decided:
        return
    text = " ".join(page.chapter.prose for page in found)
    if not _RESULT.search(text) and telling.isdisjoint(RECORD_REFERENCE.findall(text)):
        message = (
            f"the summary, section {_SUMMARY} of MEDDEV A9, tells no result: it names no claim, no criterion and "
            "no source that decides one"
        )
        yield _at(found[0].chapter, message)


def _chapter_missing(pages: Sequence[_Page], wanted: ReportSection) -> Iterator[Diagnostic]:
    found = [page for page in pages if page.is_in(wanted.number)]
    if not found:
        # A team that does not number its chapters by A9 still names them so.
        title = significant(wanted.title)
        found = [page for page in pages if not page.number and significant(page.chapter.title) == title]
    if not found:
        message = f"no chapter answers section {wanted.number} of MEDDEV A9, {wanted.title.lower()}"
        yield _at(pages[0].chapter, message)
    elif not any(page.has_text for page in found):
        message = f"section {wanted.number} of MEDDEV A9, {wanted.title.lower()}, has no text here"
        yield _at(found[0].chapter, message)


def _section_missing(pages: Sequence[_Page], wanted: ReportSection) -> Iterator[Diagnostic]:
    chapter_number = wanted.number.partition(".")[0]
    family = [page for page in pages if page.is_in(chapter_number)]
    if not any(page.has_text for page in family):
        return  # the chapter is missing, and that is said
    if any(page.is_in(wanted.number) for page in family if page.has_text):
        return
    candidates = [
        (page, section)
        for page in family
        for section in page.sections
        if section.depth > 1 and answers(section, wanted)
    ]
    if any(page.is_written(section) for page, section in candidates):
        return
    name = f"section {wanted.number} of MEDDEV A9, {wanted.title.lower()}"
    if candidates:
        page, section = candidates[0]
        message = f"{name}, has a heading here and no text"
        place = page.chapter.at(section.heading.start)
        yield rules.SECTION_WITHOUT_TEXT.at(place, message, subject=page.chapter.path)
    elif not _stands_elsewhere(pages, wanted):
        yield _at(family[0].chapter, f"{name}, is missing")


def _stands_elsewhere(pages: Sequence[_Page], wanted: ReportSection) -> bool:
    """Whether a section under the very title of A9 stands in another chapter."""
    title = significant(wanted.title)
    return any(
        section.words == title and page.is_written(section) for page in pages for section in page.sections
    )


def _at(chapter: Chapter, message: str) -> Diagnostic:
    place = Place(chapter.path, line=1, column=1)
    return rules.SECTION_WITHOUT_TEXT.at(place, message, subject=chapter.path)
