"""Sentences that send the reader to a document for what the report owes (D16)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cerkit.checks.prose import rules
from cerkit.checks.prose.phrases import PhraseList, word_set
from cerkit.checks.prose.words import VALUE, Said
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination

DOCUMENT: Final = "DOC-"
PLACES: Final = word_set(
    """
    section sections chapter chapters annex annexes appendix table tables figure page pages clause clauses
    item row step
    """
)
"""Words that lead to a place inside a document."""
_SEE: Final = (("see",), ("cf",), ("consult",), ("refer",))
_FEW: Final = 6
"""Words beside the documents up to which a sentence says nothing of its own."""


class Pointers:
    """Finds sentences that send the reader elsewhere."""

    def __init__(self, examination: Examination) -> None:
        self._away = PhraseList(examination.policies, "sends-away", harmless=("away",))
        self._kept = PhraseList(examination.policies, "kept-away", harmless=("away",))

    def check(self, chapter: Chapter, said: Said) -> Iterator[Diagnostic]:
        documents = [name for _, name in said.identifiers if name.startswith(DOCUMENT)]
        if len(documents) < len(said.identifiers) or VALUE in said.present:
            return
        if documents and not PLACES.isdisjoint(said.present):
            return
        match = self._away.first(said) or (None if documents else self._kept.first(said))
        shown = match.text if match else _only_points(said, documents)
        if shown is None:
            return
        lacks = f"no section of {documents[0]}" if documents else "no document by its identifier and section"
        message = (
            f'"{shown}" sends the reader elsewhere and names {lacks}; only a reader can tell whether the report '
            "owes what stands there"
        )
        yield rules.POINTS_ELSEWHERE.at(chapter.at(said.sentence.start), message, subject=chapter.path)


def _only_points(said: Said, documents: list[str]) -> str | None:
    """A sentence of few words that begins with "see" and names a document; None for every other."""
    words = said.words
    is_pointer = bool(documents) and words[:1] in _SEE and len(words) - len(documents) <= _FEW
    return f"{words[0]} {documents[0]}" if is_pointer else None
