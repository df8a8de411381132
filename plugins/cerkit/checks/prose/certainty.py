"""Wording that is more certain than data can be (D50)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cerkit.checks.prose import rules
from cerkit.checks.prose.phrases import Match, PhraseList
from cerkit.checks.prose.words import Said
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination

_DENIALS: Final = frozenset(
    ("not", "no", "never", "neither", "nor", "nobody", "none", "hardly", "without", "if")
)
_REACH: Final = 3
"""Words before a phrase among which a denial turns it round: "is not free of risk"."""


class Certainty:
    """Finds over-confident words and promised effects."""

    def __init__(self, examination: Examination) -> None:
        self._lists = (
            PhraseList(examination.policies, "overconfident"),
            PhraseList(examination.policies, "promise"),
        )

    def check(self, chapter: Chapter, said: Said) -> Iterator[Diagnostic]:
        for phrases in self._lists:
            match = min(
                (item for item in phrases.all(said) if not _is_denied(item)), default=None, key=_where
            )
            if match is not None:
                message = (
                    f'"{match.text}" is more certain than data can be; only a reader can tell whether the sentence '
                    "limits it enough"
                )
                place = chapter.at(said.sentence.start)
                yield rules.OVERCONFIDENT.at(place, message, subject=chapter.path)
                return


def _where(match: Match) -> tuple[int, int]:
    return match.start, match.end


def _is_denied(match: Match) -> bool:
    words = match.said.words
    if words[match.start] in _DENIALS:
        return False
    return not _DENIALS.isdisjoint(words[max(0, match.start - _REACH) : match.start])
