"""Numbers and verdicts typed in the prose beside a record, compared with the record.

A number counts as right when it is what any record named beside it says, rounded as it is typed; only what is clearly
said of one result, and differs from it, is reported. Hypothetical numbers, limits and levels are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cerkit.checks.numbers import rules
from cerkit.checks.numbers.pooled_rules import POOLED_NUMBER
from cerkit.checks.numbers.typed_match import Beside, Judge
from cerkit.checks.numbers.typed_text import read
from cerkit.checks.numbers.typed_verdict import wrong_verdict
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination
from cerkit.model.wording import Sentence, paragraphs, sentences_of

_MARKS: Final = ("SRC-", "AC-", "BM-", "CLM-", "SYN-")
_MOST_NAMED: Final = 12
"""Records in one sentence; with more, nobody can say which number belongs to which."""


def check_typed_numbers(examination: Examination) -> Iterator[Diagnostic]:
    """The chapters of the report, sentence by sentence; of a sentence the first number that differs."""
    judge = Judge(examination.trace)
    for chapter in examination.dossier.chapters:
        if chapter.is_report and any(mark in chapter.prose for mark in _MARKS):
            for sentence in _sentences(chapter):
                yield from _check_sentence(judge, chapter, sentence)
                verdict = wrong_verdict(examination.trace, sentence.text)
                if verdict is not None:
                    at, message = verdict
                    yield rules.TYPED_NUMBER.at(
                        chapter.at(sentence.start + at), message, subject=chapter.path
                    )


def _sentences(chapter: Chapter) -> Iterator[Sentence]:
    for paragraph in paragraphs(chapter):
        if paragraph.kind == "table":
            start = paragraph.start
            for line in paragraph.text.splitlines(keepends=True):
                yield Sentence(line, start)
                start += len(line)
        elif paragraph.kind != "heading":
            yield from sentences_of(paragraph)


def _check_sentence(judge: Judge, chapter: Chapter, sentence: Sentence) -> Iterator[Diagnostic]:
    if not any(mark in sentence.text for mark in _MARKS):
        return
    reading = read(sentence.text)
    if reading is None or len(reading.named) > _MOST_NAMED:
        return
    beside = Beside(judge, reading)
    for typed in reading.typed:
        told = beside.differs(typed)
        if told is not None:
            message = f"`{typed.text}` stands beside {told}"
            place = chapter.at(sentence.start + typed.start)
            rule = POOLED_NUMBER if told.startswith("SYN-") else rules.TYPED_NUMBER
            yield rule.at(place, message, subject=chapter.path)
            return
