"""Reads each page of the report once, and asks of every sentence what the rules of wording ask; so of some records."""

from __future__ import annotations

from collections.abc import Iterator

from cerkit.checks.prose.certainty import Certainty
from cerkit.checks.prose.conclusions import Conclusions
from cerkit.checks.prose.market import Market
from cerkit.checks.prose.pointers import Pointers
from cerkit.checks.prose.procedures import Procedures
from cerkit.checks.prose.record_texts import record_texts
from cerkit.checks.prose.roles import Roles
from cerkit.checks.prose.support import Support
from cerkit.checks.prose.synthesis import Synthesis
from cerkit.checks.prose.tense import Tense
from cerkit.checks.prose.words import Names
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination


def check_sentences(examination: Examination) -> Iterator[Diagnostic]:
    """What the report says of the market, of time, of other documents, of facts, of studies, and how surely."""
    names = Names(examination.dossier)
    market, tense = Market(examination), Tense(examination)
    pointers, certainty = Pointers(examination), Certainty(examination)
    procedures, roles = Procedures(examination), Roles(examination)
    conclusions = Conclusions(examination)
    support, synthesis = Support(examination), Synthesis(examination)
    for chapter in examination.dossier.chapters:
        if not chapter.is_report:
            continue
        passages = names.read(chapter)
        yield from support.check(chapter, passages)
        yield from synthesis.check(chapter, passages)
        yield from conclusions.check(chapter, passages)
        for passage in passages:
            yield from tense.check(chapter, passage)
            yield from roles.check(chapter, passage)
            for said in passage.said:
                yield from market.check(chapter, said)
                yield from pointers.check(chapter, said)
                yield from certainty.check(chapter, said)
                yield from procedures.check(chapter, said)


def check_record_texts(examination: Examination) -> Iterator[Diagnostic]:
    """What records say of the market, of time, and how surely."""
    names = Names(examination.dossier)
    market, tense, certainty = Market(examination), Tense(examination), Certainty(examination)
    for told in record_texts(examination.trace):
        sentences = tuple(names.said_in(told.text))
        if told.is_judgement:
            yield from certainty.check_text(told, sentences)
        if told.is_account:
            yield from market.check_text(told, sentences)
            yield from tense.check_text(told, sentences)
