"""What pages say of the review and its sources, against the records: who screened, what was left out or retracted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from cerkit.checks.literature import agreement_rules
from cerkit.checks.literature import selection_rules as rules
from cerkit.checks.literature.overlaps import tags_of
from cerkit.checks.literature.reasons import rests_on_result
from cerkit.checks.texts import shortened
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.examination import Examination
from cerkit.model.wording import sentences_of_report

# The patterns are texts and not compiled ones: in most reports no sentence holds a mark, and none of them is needed.
_SOURCE: Final = r"\bSRC-[\w-]*\w"
_DENIED: Final = r"\b(?:no|not|none|never|neither|nor|nothing|cannot|without|rather)\b"

_OMITTED_MARKS: Final = (
    "excluded",
    "left out",
    " aside",
    "omitted",
    "dropped",
    "disregarded",
    "discarded",
    "not included",
)
_WORK: Final = (
    r"(?:stud(?:y|ies)|(?:source|publication|paper|article|report|comparison|trial|evaluation)s?|SRC-\S+)"
)
_OMITTED: Final = (
    rf"\b{_WORK}\b[^.;:]{{0,80}} (?:was|were|been|are|is) (?:\w+ )?"
    r"(?P<verb>excluded|(?:left|set|put) (?:out|aside)|omitted|dropped|disregarded|discarded|not included)\b"
)
_REASON: Final = r"\b(?:because|since|as|for|due to|owing to|on account of|to avoid|not to)\b.*"

_RECORDS: Final = ("titles", "abstracts", "records", "hits", "full text", "full-text")
_ONE: Final = (
    r"(?:(?:only )?(?:one|a single) (?:of (?:us|the (?:reviewers|evaluators|authors))|reviewer|evaluator|person|author)"
    r"|EVR-\w+ alone)"
)
_SCREENED: Final = r"(?:screened|selected|decided on|read)"
_ALONE: Final = (
    rf"\b{_ONE} (?:\w+ )?{_SCREENED}\b|\b{_SCREENED} by {_ONE}\b"
    r"|\bscreen\w*\b[^.;]{0,80}\b(?:without|no) (?:a )?second (?:reviewer|evaluator|person|reader)\b"
)
_CHECKED: Final = r"\b(?:and|while|but|whereas)\b[^.;]{0,60}\b(?:second|another|other)\b|\bchecked\b"
_OF_OTHERS: Final = (
    r"@|\bSRC-|\b(?:that|their|another|published|earlier|previous) (?:review|search)\b|\breview (?:by|of)\b"
)

_INDEPENDENT: Final = (
    r"\b(?:confirm|corroborat|support|agree)\w*\b[^.;]{0,60}\bindependent"
    r"|\bindependent\w* (?:of (?:one another|each other)|(?:\w+ )?(?:stud|sampl|sourc|confirm|data|cohort|popul))"
)

_RETRACTED: Final = (
    r"\b(?:was|is|been|since|has|journal|editors?|publishers?|authors?) (?:\w+ )?"
    r"(?:retracted\b|withdrawn by (?:the|its) (?:journal|publisher|editor|author))"
)


def studies_left_out(examination: Examination) -> Iterator[Diagnostic]:
    """Studies that were put aside for what they found."""
    for place, text in _sentences(examination, _OMITTED_MARKS):
        omitted = re.search(_OMITTED, text, re.IGNORECASE)
        if omitted is None or _is_denied(text[: omitted.start("verb")]):
            continue
        reason = re.search(_REASON, text[omitted.end() :], re.IGNORECASE)
        if reason is not None and rests_on_result(reason[0]):
            message = f"studies are left out here for what they found: “{shortened(text)}”"
            yield rules.NO_UNFAVOURABLE.at(place, message, subject=place.path)


def screened_alone(examination: Examination, needed: int) -> Iterator[Diagnostic]:
    """One person who screened, where the protocol asks for several."""
    for place, text in _sentences(examination, _RECORDS) if needed > 1 else ():
        alone = re.search(_ALONE, text, re.IGNORECASE)
        if alone is None:
            continue
        is_of_others = re.search(_OF_OTHERS, text) or re.search(_CHECKED, text, re.IGNORECASE)
        if not is_of_others and not _is_denied(text[: alone.start()]):
            message = (
                f"“{alone[0]}”, says this sentence; by the protocol {needed} people decide on each record"
            )
            yield rules.SCREENED_BY_ONE.at(place, message, subject=place.path, severity=Severity.WARNING)


def called_independent(examination: Examination) -> Iterator[Diagnostic]:
    """Sources on the same people that are said to confirm one another."""
    facts = examination.trace.source_facts
    for place, text in _sentences(examination, ("independent",)):
        if not re.search(_INDEPENDENT, text, re.IGNORECASE) or _is_denied(text):
            continue
        rows = [facts[name] for name in dict.fromkeys(re.findall(_SOURCE, text)) if name in facts]
        for one, other in combinations(rows, 2):
            if not set(tags_of(one)).isdisjoint(tags_of(other)):
                message = (
                    f"{one.id} and {other.id} are called independent here, and report on the same people"
                )
                yield rules.SAME_PEOPLE.at(place, message, subject=place.path)
                break


def called_retracted(examination: Examination) -> Iterator[Diagnostic]:
    """Sources of which a page says that they were retracted, and their record does not."""
    facts = examination.trace.source_facts
    for place, text in _sentences(examination, ("retracted", "withdrawn by")):
        told = re.search(_RETRACTED, text)
        if told is None or _is_denied(text):
            continue
        before, after = re.findall(_SOURCE, text[: told.start()]), re.findall(_SOURCE, text[told.end() :])
        row = facts.get((before[-1:] or after[:1] or [""])[0])
        if row is not None and not row.retracted:
            message = f"{row.id} is said to be retracted here, but its field `retracted` is not true"
            yield agreement_rules.RETRACTED_IN_WORDS.at(place, message, subject=row.id)


def _sentences(examination: Examination, marks: tuple[str, ...]) -> Iterator[tuple[Place, str]]:
    """The sentences that hold one of some words, each on one line."""
    for chapter, sentence, _ in sentences_of_report(examination.dossier.chapters, marks):
        yield chapter.at(sentence.start), " ".join(sentence.text.split())


def _is_denied(text: str) -> bool:
    return re.search(_DENIED, text, re.IGNORECASE) is not None
