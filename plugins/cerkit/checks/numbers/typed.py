"""Numbers and verdicts typed in the prose beside a record, compared with the record.

A number counts as right when it is what any record named beside it says, rounded as it is typed; only what is clearly
said of one result, and differs from it, is reported. Hypothetical numbers, limits and levels are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.numbers import rules
from cerkit.checks.numbers.metrics import METRIC
from cerkit.checks.numbers.pooled_rules import POOLED_NUMBER
from cerkit.checks.numbers.typed_match import Beside, Judge
from cerkit.checks.numbers.typed_pairs import miscounted
from cerkit.checks.numbers.typed_text import read
from cerkit.checks.numbers.typed_verdict import wrong_verdict
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination
from cerkit.model.wording import Sentence, paragraphs, sentences_of

_MARKS: Final = ("SRC-", "AC-", "BM-", "CLM-", "SYN-")
_PLAIN_SHARE: Final = re.compile(r"\s*\d{1,3}(?:\.\d{1,4})?\s?%(?:\s?\([^()|{}]{1,80}\))?\s*")
"""A cell that holds one share, alone or with what stands in brackets behind it."""
_MOST_NAMED: Final = 12
"""Records in one sentence; with more, nobody can say which number belongs to which."""


def check_typed_numbers(examination: Examination) -> Iterator[Diagnostic]:
    """The chapters of the report, sentence by sentence; of a sentence the first number that differs."""
    judge = Judge(examination.trace)
    for chapter in examination.dossier.chapters:
        if chapter.is_report and any(mark in chapter.prose for mark in _MARKS):
            for sentence, around in _sentences(chapter):
                yield from _check_sentence(judge, chapter, sentence)
                verdict = wrong_verdict(examination.trace, sentence.text, around)
                if verdict is not None:
                    at, message = verdict
                    yield rules.TYPED_NUMBER.at(
                        chapter.at(sentence.start + at), message, subject=chapter.path
                    )


def _sentences(chapter: Chapter) -> Iterator[tuple[Sentence, str]]:
    """Each sentence with its paragraph; a row of a table speaks for itself."""
    for paragraph in paragraphs(chapter):
        if paragraph.kind == "table":
            start = paragraph.start
            lines = paragraph.text.splitlines(keepends=True)
            heads = lines[0].split("|") if lines else []
            for line in lines:
                yield Sentence(_with_heads(line, heads), start), ""
                start += len(line)
        elif paragraph.kind != "heading":
            for sentence in sentences_of(paragraph):
                yield sentence, paragraph.text


def _with_heads(line: str, heads: list[str]) -> str:
    """A row in which each number follows the metric that the head of its column names."""
    cells = line.split("|")
    if len(cells) != len(heads) or cells == heads:
        return line
    named = [METRIC.search(head) for head in heads]
    return "|".join(
        f" {metric[0]} {cell.strip()} " if metric and _PLAIN_SHARE.fullmatch(cell) else cell
        for metric, cell in zip(named, cells, strict=True)
    )


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
            rule = POOLED_NUMBER if told.startswith("SYN-") else rules.TYPED_NUMBER
            message = f"`{typed.text}` stands beside {told}"
            yield rule.at(_place(chapter, sentence, typed.start), message, subject=chapter.path)
            return
    wrong = miscounted(reading)
    if wrong is not None:
        yield rules.TYPED_NUMBER.at(_place(chapter, sentence, 0), wrong, subject=chapter.path)


def _place(chapter: Chapter, sentence: Sentence, at: int) -> Place:
    """A row was made longer by its heads; it stands on one line all the same."""
    end = chapter.prose.find("\n", sentence.start) if sentence.text.startswith("|") else -1
    return chapter.at(min(sentence.start + at, end - 1) if end > 0 else sentence.start + at)
