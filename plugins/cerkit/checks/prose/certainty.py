"""Wording that is more certain than data can be (D50)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from cerkit.checks.prose import rules
from cerkit.checks.prose.phrases import Match, PhraseList, word_set
from cerkit.checks.prose.record_texts import RecordText
from cerkit.checks.prose.words import BREAK, Said
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination

_DENIALS: Final = frozenset(
    ("not", "no", "never", "neither", "nor", "nobody", "none", "hardly", "without", "if")
)
_REACH: Final = 3
"""Words before a phrase among which a denial turns it round: "is not free of risk"."""
_FAR_REACH: Final = 8
"""The same for what is said of a whole, and denied with its verb: "does not favour the device in every respect"."""
_WHOLE: Final = frozenset(("every", "all", "each", "always", "any", "everybody", "everyone", "everything"))

_NEGATIVES: Final = frozenset(
    ("not", "no", "never", "neither", "nobody", "none", "nothing", "nor", "nowhere")
)
_SAYING: Final = word_set(
    """
    conclude concluded infer inferred deduce deduced assume assumed suppose think claim claims claimed say
    says said state states stated argue argued read mean means imply implies suggest suggests prove proves
    demonstrate follows demonstrates establish establishes believe believed pretend maintain expect
    """
)
"""What is denied of somebody or something, together with all that follows it."""
_AUXILIARIES: Final = frozenset(
    ("can", "could", "may", "might", "will", "would", "shall", "should", "must", "does", "do", "did", "to")
)
_CLAUSE: Final = 40
"""Words that are looked back over; a text that is nothing but phrases takes no longer."""
_TURNS: Final = frozenset(
    (BREAK, "but", "although", "while", "whereas", "because", "so", "therefore", "thus", "hence")
)
"""Words after which a sentence speaks for itself again."""
_NEW_CLAUSE: Final = frozenset(("which", "that", "and", "this", "these", "what", "it"))
"""Words that part a denial from a verb that comes after them: "no harm was seen, which means"."""
_PREPOSITIONS: Final = frozenset(("of", "in", "on", "at", "for", "with", "from", "by", "to", "about"))
"""Words that keep the next one in the same part of the sentence: "no sample of this size can"."""


class Certainty:
    """Finds over-confident words and promised effects."""

    def __init__(self, examination: Examination) -> None:
        self._lists = (
            PhraseList(examination.policies, "overconfident"),
            PhraseList(examination.policies, "promise"),
        )

    def check(self, chapter: Chapter, said: Said) -> Iterator[Diagnostic]:
        shown = self._shown(said)
        if shown is not None:
            yield _diagnostic(shown, chapter.at(said.sentence.start), chapter.path)

    def check_text(self, told: RecordText, sentences: Iterable[Said]) -> Iterator[Diagnostic]:
        """The same of a text in which somebody judges the device and which is printed."""
        shown = next(filter(None, map(self._shown, sentences)), None)
        if shown is not None:
            yield _diagnostic(shown, told.place, told.subject)

    def _shown(self, said: Said) -> str | None:
        for phrases in self._lists:
            match = min(
                (item for item in phrases.all(said) if not _is_denied(item)), default=None, key=_where
            )
            if match is not None:
                return match.text
        return None


def _diagnostic(shown: str, place: Place, subject: str) -> Diagnostic:
    message = (
        f'"{shown}" is more certain than data can be; only a reader can tell whether the sentence limits it '
        "enough"
    )
    return rules.OVERCONFIDENT.at(place, message, subject=subject)


def _where(match: Match) -> tuple[int, int]:
    return match.start, match.end


def _is_denied(match: Match) -> bool:
    words = match.said.words
    if _is_disclaimed(words, match.start):
        return True
    if words[match.start] in _DENIALS:
        return False
    reach = _FAR_REACH if not _WHOLE.isdisjoint(words[match.start : match.end]) else _REACH
    before = words[max(0, match.start - reach) : match.start]
    turn = max((at for at, word in enumerate(before) if word in _TURNS), default=-1)
    return not _DENIALS.isdisjoint(before[turn + 1 :] if reach > _REACH else before)


def _is_disclaimed(words: Sequence[str], at: int) -> bool:
    """Whether a denial before the phrase takes a verb of saying with it, or is the subject of the phrase's own verb.

    "Nobody should conclude that there are no risks", "no sample of this size can guarantee that".
    """
    denied = said = False
    for position in range(max(0, at - _CLAUSE), at):
        word = words[position]
        if word in _NEGATIVES and not denied:
            denied = True
            # "Nor does a certificate guarantee it": the verb stands before its subject.
            said = words[position + 1] in _AUXILIARIES and word in ("nor", "neither", "never", "nowhere")
        elif denied and word in _SAYING:
            said = True
        elif word in _TURNS or (
            word in _NEW_CLAUSE and not said and words[max(0, position - 1)] not in _PREPOSITIONS
        ):
            denied = said = False
    return said or (denied and words[at - 1] in _AUXILIARIES)
