"""Sections that tell one study after another and never bring them together (D34)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from cerkit.checks.prose import rules
from cerkit.checks.prose.outline import answers, sections
from cerkit.checks.prose.phrases import PhraseList
from cerkit.checks.prose.words import Passage
from cerkit.model.catalogues.report import ReportContents
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination
from cerkit.model.identifiers import PREFIXES, Kind

_SOURCE: Final = re.compile(rf"\b{PREFIXES[Kind.SOURCE]}[A-Za-z0-9][A-Za-z0-9-]*")
_SYNTHESIS: Final = re.compile(rf"\b{PREFIXES[Kind.SYNTHESIS]}[A-Za-z0-9]")
_RESULT: Final = re.compile(r"\{\{\s*finding\(|\d\s?%")
_ALONE: Final = re.compile(r"\b(?:only|one|single|no other|fictional)\b", re.IGNORECASE)
"""Words by which a section says that there is but one source."""
_BY_STUDY: Final = ("A9-4.3", "A9-4.5")
"""Sections that A9 wants study by study: what is held, and the summary and appraisal of each."""
_LEAST, _MANY = 2, 4
"""So many paragraphs on one study each make a list, with a result in each of them or with none."""


class Synthesis:
    """Finds lists of studies."""

    def __init__(self, examination: Examination) -> None:
        self._sources = examination.trace.source_facts
        self._words = PhraseList(examination.policies, "synthesis")
        contents = examination.dossier.catalogues.get("meddev-a9")
        entries = contents.entries if isinstance(contents, ReportContents) else ()
        self._by_study = tuple(entry for entry in entries if entry.id in _BY_STUDY)

    def check(self, chapter: Chapter, passages: Sequence[Passage]) -> Iterator[Diagnostic]:
        if (chapter.section or "").partition(".")[0] not in ("3", "4") or self._is_chapter_by_study(chapter):
            return
        by_start = {passage.paragraph.start: passage for passage in passages}
        for section in sections([passage.paragraph for passage in passages]):
            nested = (*section.inside, section)
            if any(answers(item, wanted) for item in nested[1:] for wanted in self._by_study):
                continue
            told = [by_start[block.start] for block in section.body if block.kind in ("text", "list")]
            studies = self._list_of_studies(told)
            if not studies or (len(studies) == 1 and self._is_own(studies[0])):
                continue
            message = (
                f"only {studies[0]} is told here; only a reader can tell whether other sources on the question, "
                "unfavourable ones among them, were left out"
                if len(studies) == 1
                else f"{len(studies)} sources are told one after another ({', '.join(studies[:4])}) and nothing brings "
                "them together; only a reader can tell whether they need it"
            )
            place = chapter.at(section.heading.start)
            yield rules.STUDIES_NOT_BROUGHT_TOGETHER.at(place, message, subject=chapter.path)

    def _is_own(self, source: str) -> bool:
        """Whether it is a study on the device itself, beside which there need not be another."""
        facts = self._sources.get(source)
        return facts is None or facts.relation == "under evaluation"

    def _is_chapter_by_study(self, chapter: Chapter) -> bool:
        return any(chapter.section == entry.number for entry in self._by_study)

    def _list_of_studies(self, passages: Sequence[Passage]) -> list[str]:
        """The sources of a mere list; none where a sentence holds two of them, or a word brings them together."""
        alone: dict[str, None] = {}
        paragraphs = results = 0
        for passage in passages:
            text = passage.paragraph.text
            names = {name.rstrip("-") for name in _SOURCE.findall(text)}
            if len(names) > 1 or _SYNTHESIS.search(text) or any(map(self._words.first, passage.said)):
                return []
            if names:
                alone |= dict.fromkeys(names)
                paragraphs += 1
                results += bool(_RESULT.search(text))
        if len(alone) == 1:
            text = "\n".join(passage.paragraph.text for passage in passages)
            return list(alone) if len(_RESULT.findall(text)) >= _LEAST and not _ALONE.search(text) else []
        is_list = paragraphs >= _MANY or (paragraphs >= _LEAST and results >= _LEAST)
        return list(alone) if is_list else []
