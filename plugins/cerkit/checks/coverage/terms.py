"""Metrics that the report names are defined, in the glossary or as an endpoint (D05)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from cerkit.checks.coverage import rules
from cerkit.checks.texts import adds_nothing
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination, PhraseRule
from cerkit.model.trace import Trace
from cerkit.model.wording import lowered, normalised, paragraphs, sentences_of

LIST: Final = "metrics"
"""The list of phrases that name a metric."""
_MACRO: Final = re.compile(r"\{\{[^{}]*\}\}|\]\[[^\[\]]*\]|\]\([^()\s]*\)|\[@[^\[\]]*\]")
"""What a page says to the machine: macros, targets of links, citations."""
_BETWEEN: Final = r"[\s_'’‐-―-]{1,3}"
"""What may stand between two words of a metric."""
_SIGNS: Final = "-_'’‘‐‑‒–—()[]{}*\"“”.,;:/|%<>=!?+&#~≥≤"
_SEPARATORS: Final = re.compile(r"[\W_]+")


def check_terms(examination: Examination) -> Iterator[Diagnostic]:
    """Metrics in the names of endpoints that decide, and the first use in the prose of those that nothing defines."""
    dossier = examination.dossier
    glossary = _glossary(dossier)
    missing = [
        rule for rule in examination.policies.phrases.get(LIST, ()) if _folded(rule.phrase) not in glossary
    ]
    yield from _in_endpoints(examination.trace, missing)
    yield from _defined_by_nothing(examination.trace)
    measured = " | ".join(_folded(endpoint.name) for endpoint in dossier.endpoints)
    wanted = [rule for rule in missing if _folded(rule.phrase) not in measured]
    wanted.sort(key=lambda rule: -len(rule.phrase))  # "F1 score" before "F1"
    yield from _in_prose([chapter for chapter in dossier.chapters if chapter.is_report], wanted)
    yield from _in_records(examination.trace, wanted)


def _in_prose(chapters: Sequence[Chapter], wanted: Sequence[PhraseRule]) -> Iterator[Diagnostic]:
    """Each metric once, at its first use."""
    told: set[tuple[str, int]] = set()
    for phrase, holding in _present(wanted, [chapter.prose for chapter in chapters]):
        uses = ((chapters[at], _first_use(chapters[at], phrase)) for at in holding)
        chapter, offset = next(((page, start) for page, start in uses if start is not None), (None, 0))
        if chapter is not None and (chapter.path, offset) not in told:
            told.add((chapter.path, offset))
            message = f'"{phrase.phrase}" is used, and neither the glossary nor an endpoint defines it'
            yield rules.TERM_NOT_DEFINED.at(chapter.at(offset), message, subject=chapter.path)


def _in_records(trace: Trace, wanted: Sequence[PhraseRule]) -> Iterator[Diagnostic]:
    """Metrics in what the tables of criteria, benchmarks and claims print; one diagnostic a text."""
    dossier = trace.dossier
    texts = [
        *((item.id, "title", item.title) for item in dossier.criteria),
        *((item.id, "statement", item.statement) for item in dossier.benchmarks),
        *((item.id, "derivation", item.derivation) for item in dossier.benchmarks),
        *((item.id, "wording", item.wording) for item in dossier.claims),
    ]
    told: set[int] = set()
    for phrase, holding in _present(wanted, [text for _, _, text in texts]):
        for at in holding:
            identifier, field, text = texts[at]
            if at not in told and _pattern(phrase).search(text) and not _means_else(text, phrase):
                told.add(at)
                message = f'{identifier} names "{phrase.phrase}", and neither the glossary nor an endpoint defines it'
                place = trace.place_of(identifier, field)
                yield rules.TERM_NOT_DEFINED.at(place, message, subject=identifier)


def _present(wanted: Sequence[PhraseRule], texts: Sequence[str]) -> Iterator[tuple[PhraseRule, list[int]]]:
    """Metrics that seem to stand in texts, with the positions of those; most of the list stands in no report."""
    folded = [_folded(text) for text in texts]
    known = [frozenset(text.split()) for text in folded]
    for phrase in wanted:
        words = _folded(phrase.phrase).strip()
        *first, last = words.split() or [""]
        holding = [
            at
            for at, text in enumerate(folded)
            if known[at].issuperset(first)
            and not known[at].isdisjoint((last, f"{last}s"))
            and (f" {words} " in text or f" {words}s " in text)
        ]
        if holding:
            yield phrase, holding


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    """The text in small letters with one blank around each word, so that none is found in a part of another."""
    for sign in _SIGNS:
        text = text.replace(sign, " ")
    return f" {' '.join(text.casefold().split())} "


def _in_endpoints(trace: Trace, missing: Sequence[PhraseRule]) -> Iterator[Diagnostic]:
    """A metric by which criteria decide stands in the glossary too: readers of a table look there."""
    used = {item.endpoint: None for item in trace.dossier.criteria}
    used |= {item.endpoint: None for item in trace.dossier.benchmarks}
    for endpoint in (found for identifier in used if (found := trace.endpoint(identifier)) is not None):
        name = _folded(endpoint.name)
        metrics = [rule.phrase for rule in missing if _folded(rule.phrase) in name]
        if metrics:
            metric = max(metrics, key=len)
            message = f'{endpoint.id} is named "{endpoint.name}", and the glossary does not define "{metric}"'
            place = trace.place_of(endpoint.id, "name")
            yield rules.TERM_NOT_DEFINED.at(place, message, subject=endpoint.id)


def _defined_by_nothing(trace: Trace) -> Iterator[Diagnostic]:
    """Endpoints whose definition repeats the name, or sends the reader away."""
    for endpoint in trace.dossier.endpoints:
        if adds_nothing(endpoint.definition, endpoint.name):
            message = f'{endpoint.id} is defined as "{endpoint.definition}", which says not what is counted'
            hint = "say what is counted among what, by which reference"
            place = trace.place_of(endpoint.id, "definition")
            yield rules.TERM_NOT_DEFINED.at(place, message, hint=hint, subject=endpoint.id)


def _glossary(dossier: Dossier) -> str:
    """Every term and abbreviation, each word between blanks."""
    texts = (text for term in dossier.glossary for text in (term.term, term.abbreviation or ""))
    return " | ".join(_folded(text) for text in texts)


def _first_use(chapter: Chapter, phrase: PhraseRule) -> int | None:
    """Where a page first uses the metric, outside sentences in which the words mean something else."""
    printed = _printed(chapter.prose)
    lower, pattern = lowered(printed), _pattern(phrase)
    first = next((word for word in _SEPARATORS.split(phrase.phrase.lower()) if word), "")
    at = lower.find(first) if first else -1
    while at >= 0:
        if pattern.match(printed, at) and not _is_harmless(chapter, at, phrase):
            return at
        at = lower.find(first, at + 1)
    return None


def _pattern(phrase: PhraseRule) -> re.Pattern[str]:
    words = [re.escape(word) for word in _SEPARATORS.split(phrase.phrase) if word]
    # Abbreviations in capitals are none in small letters: "mAP" is a metric, "map" is not.
    flags = 0 if any(letter.isupper() for letter in phrase.phrase[1:]) else re.IGNORECASE
    return re.compile(rf"(?<![\w-]){_BETWEEN.join(words)}s?(?![\w-])", flags)


@lru_cache(maxsize=64)
def _printed(prose: str) -> str:
    return _MACRO.sub(_blanks, prose)


def _is_harmless(chapter: Chapter, offset: int, phrase: PhraseRule) -> bool:
    if not phrase.unless:
        return False
    block = next((item for item in reversed(paragraphs(chapter)) if item.start <= offset), None)
    around = sentences_of(block) if block else ()
    return _means_else(next((item.text for item in reversed(around) if item.start <= offset), ""), phrase)


def _means_else(text: str, phrase: PhraseRule) -> bool:
    said = normalised(text)
    return any(normalised(word) in said for word in phrase.unless)


def _blanks(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found.group(0))
