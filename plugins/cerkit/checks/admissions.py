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
    """How a shortcoming is told. The patterns are texts: few sentences hold a mark, and few patterns are needed."""

    rule: Rule
    marks: tuple[str, ...]
    said: str
    """What says it, in small letters."""
    beside: str
    """What the sentence is about."""
    unless: str
    """What else it may speak of, or how it denies."""
    what: str


def admitted(examination: Examination, admissions: Sequence[Admission]) -> Iterator[Diagnostic]:
    """What pages of the report admit, each sentence once for each shortcoming."""
    for admission in admissions:
        for chapter, sentence, text in sentences_of_report(examination.dossier.chapters, admission.marks):
            if is_told(text, admission):
                message = f"{admission.what}, by this sentence: “{shortened(sentence.text)}”"
                place = chapter.at(sentence.start)
                yield admission.rule.at(place, message, subject=chapter.path, severity=Severity.WARNING)


def is_told(text: str, admission: Admission) -> bool:
    """Whether a sentence in small letters tells the shortcoming, of this report's work and without denying it."""
    found = re.search(admission.said, text)
    if found is None or not re.search(admission.beside, text) or re.search(_OTHERS, text):
        return False
    before = text[: found.start()].rpartition(";")[2]
    return re.search(admission.unless, text) is None and re.search(DENIED, before) is None
