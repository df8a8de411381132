"""Sentences that cite a procedure of the manufacturer without its document, or without its section (D65)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cerkit.checks.prose import leftover_rules as rules
from cerkit.checks.prose.phrases import PhraseList
from cerkit.checks.prose.pointers import DOCUMENT, PLACES, Pointers
from cerkit.checks.prose.words import Said, words_of
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination

_PROCEDURES: Final = frozenset(("procedure", "procedures", "sop"))


class Procedures:
    """Finds procedures that are cited by their theme only."""

    def __init__(self, examination: Examination) -> None:
        self._own = PhraseList(examination.policies, "own-procedure")
        self._pointers = Pointers(examination)
        documents = examination.dossier.documents
        self._numbers = frozenset(
            word for item in documents for word in words_of(item.number) if len(word) > 2
        )
        self._procedures = frozenset(
            item.id for item in documents if not _PROCEDURES.isdisjoint(words_of(item.title))
        )

    def check(self, chapter: Chapter, said: Said) -> Iterator[Diagnostic]:
        if not PLACES.isdisjoint(said.present):
            return
        documents = [name for _, name in said.identifiers if name.startswith(DOCUMENT)]
        cited = next((name for name in documents if name in self._procedures), None)
        match = None if documents else self._own.first(said)
        if cited is None and (match is None or not self._numbers.isdisjoint(said.present)):
            return
        if next(self._pointers.check(chapter, said), None) is not None:
            return  # that the reader is sent away is said already
        what = (
            f"no section of {cited}" if cited else f'"{match.text if match else ""}" by no number and section'
        )
        message = f"this sentence cites {what}; only a reader can tell whether the place matters here"
        yield rules.PROCEDURE_WITHOUT_SECTION.at(
            chapter.at(said.sentence.start), message, subject=chapter.path
        )
