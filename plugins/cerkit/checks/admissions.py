"""Sentences that admit a shortcoming: what the records say was done well, a page says was not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from cerkit.checks.texts import shortened
from cerkit.model.diagnostics import Diagnostic, Rule, Severity
from cerkit.model.examination import Examination
from cerkit.model.wording import sentences_of_report

DENIED: Final = r"\b(?:no|not|none|never|neither|nor|nothing|cannot|would|could|if|unlike|instead of|too)\b"
_OTHERS: Final = r"@|\bsrc-|\b(?:their|that|another|earlier|previous|published) (?:review|search|authors)\b"


class Admission(NamedTuple):
    """How a shortcoming is told. The patterns are texts, because the words spare most runs all of them."""

    rule: Rule
    words: tuple[tuple[str, ...], ...]
    """Groups of words: a sentence that tells it holds one word of each."""
    said: str
    """What says it, in small letters."""
    unless: str
    """What else it may speak of, or how it denies."""
    what: str
    of_others: str = _OTHERS
    """What shows that a sentence speaks of somebody else's work."""


def admitted(
    examination: Examination, marks: Sequence[str], admissions: Sequence[Admission]
) -> Iterator[Diagnostic]:
    """What sentences of the report admit that hold one of some marks, each once for each shortcoming."""
    for chapter, sentence, text in sentences_of_report(examination.dossier.chapters, marks):
        for admission in admissions:
            if is_told(text, admission):
                message = f"{admission.what}, by this sentence: “{shortened(sentence.text)}”"
                place = chapter.at(sentence.start)
                yield admission.rule.at(place, message, subject=chapter.path, severity=Severity.WARNING)


def is_told(text: str, admission: Admission) -> bool:
    """Whether a sentence in small letters tells the shortcoming, of this report's work and without denying it."""
    if not all(any(word in text for word in words) for words in admission.words):
        return False
    for clause in text.split(";"):
        found = re.search(admission.said, clause)
        if (
            found
            and not re.search(admission.unless, clause)
            and not re.search(DENIED, clause[: found.start()])
        ):
            return re.search(admission.of_others, text) is None
    return False
