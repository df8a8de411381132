"""Versions, dates, numbers and intervals typed in pages, beside the records that hold them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from cerkit.checks.device import rules
from cerkit.checks.device.facts import Facts, facts_of
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination
from cerkit.model.wording import Sentence, paragraphs, sentences_of

_MONTHS: Final = {
    "january": 1,
    "february": 2,
    "march": 3,
    "april": 4,
    "may": 5,
    "june": 6,
    "july": 7,
    "august": 8,
    "september": 9,
    "october": 10,
    "november": 11,
    "december": 12,
}
_MONTH: Final = "(?:" + "|".join(_MONTHS) + ")"
_DATE: Final = rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}\s+{_MONTH}\s+\d{{4}}|{_MONTH}\s+\d{{1,2}},\s+\d{{4}}"
_FIRST: Final = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
_NUMBERS: Final = {word: at for at, word in enumerate(_FIRST, 1)} | {
    "eighteen": 18,
    "twenty-four": 24,
    "thirty-six": 36,
}
_VERSION: Final = re.compile(
    r"\b(?:version|revision|issue|edition|v\.?)\s*(?:no\.?\s*)?(\d+(?:\.\d+)*)\b(\s+of\s+(?:the|this)\b)?",
    re.IGNORECASE,
)
_APPROVED: Final = re.compile(rf"\bapproved\s+(?:on\s+)?({_DATE})", re.IGNORECASE)
_DATED: Final = re.compile(rf"\bdated?\s+(?:is\s+|of\s+|on\s+|from\s+)?({_DATE})", re.IGNORECASE)
_BARE_DATE: Final = re.compile(rf"[,(]\s*({_DATE})\s*[).,]?\s*$", re.IGNORECASE)
_NEXT: Final = re.compile(
    rf"\bnext\s+(?:clinical\s+)?(?:evaluation|update|report)\b(?!\s+of\s+(?!th(?:is|e)\s+(?:report|evaluation|clinical|device)))[^.;]{{0,80}}?\b(?:on|by|for|until|before|is)\s+({_DATE})",
    re.IGNORECASE,
)
_COUNT: Final = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_INTERVAL: Final = re.compile(rf"\bevery\s+(?:(\d{{1,3}}|{_COUNT})\s+)?(month|year)s?\b", re.IGNORECASE)
_UPDATED: Final = re.compile(
    r"\b(?:report|evaluation)\b[^.;]{0,60}\b(?:updated|repeated|renewed|revised|reviewed|done\s+again)\b",
    re.IGNORECASE,
)
_PAST: Final = re.compile(
    r"\b(?:until|formerly|former|earlier|previous|previously|first\s+(?:issue|report)|replace[sd]?|superseded|was|were|"
    r"had\s+been|since|once|originally|changed|history)\b",
    re.IGNORECASE,
)
_NOW: Final = re.compile(
    r"\b(?:current|currently|now|present|valid|in\s+force|accompany|under\s+evaluation|evaluated\s+here|conclusions?)\b",
    re.IGNORECASE,
)
_NOT_REAL: Final = re.compile(
    r"\b(?:if|would|were\s+to|could|should|planned|future|next\s+version|once|may\s+become|will\s+be\s+called)\b",
    re.IGNORECASE,
)


_NEAR: Final = 45
"""Letters between a subject and its version; what stands further off is of something else."""
_MARKS: Final = ("version", "revision", "issue", "edition", "approved", "date", "next", "every")
"""Words without which no fact is typed, except for a name with its version and the report's number."""


_COUNTED: Final = re.compile(r"(?<![\w.,@-])(\d{1,3}(?:,\d{3})+|\d{4,9})(?![\w.]*\d)(?!\s?%)")
_SOURCE: Final = re.compile(r"\bSRC-[\w-]*\w")


class _Found(NamedTuple):
    """A typed fact that disagrees: where it begins in the sentence, and what is wrong."""

    at: int
    message: str


def check_typed_facts(examination: Examination) -> Iterator[Diagnostic]:
    """Each sentence of the report that types a fact of report, plan, protocol, instructions for use or device."""
    facts = facts_of(examination)
    for chapter in examination.dossier.chapters:
        if not chapter.is_report:
            continue
        for block in paragraphs(chapter):
            if block.kind not in ("heading", "table") and _may_type(block.text, facts):
                for sentence in sentences_of(block):
                    yield from _in_sentence(chapter, sentence, facts)


def _may_type(text: str, facts: Facts) -> bool:
    """Most paragraphs type no fact, and cost no more than this."""
    lower = text.casefold()
    if (
        _COUNTED.search(text)
        or any(mark in lower for mark in _MARKS)
        or any(mark in text for mark in facts.number_marks)
    ):
        return True
    return any(name in text for name in facts.device_names) and bool(facts.named_version.search(text))


def _in_sentence(chapter: Chapter, sentence: Sentence, facts: Facts) -> Iterator[Diagnostic]:
    text = sentence.text
    if not _may_type(text, facts):
        return
    for check in (
        _versions,
        _approvals,
        _report_dates,
        _next_evaluation,
        _intervals,
        _report_numbers,
        _counts,
    ):
        for found in check(text, facts):
            place = chapter.at(sentence.start + found.at)
            yield rules.TYPED_FACT_DISAGREES.at(place, found.message, subject=chapter.path)


def _versions(text: str, facts: Facts) -> Iterator[_Found]:
    for match in facts.named_version.finditer(text):
        yield from _version(text, facts, "device", match.group(1), match.start(1))
    for match in _VERSION.finditer(text):
        follows = match.end() if match.group(2) else None
        subject = facts.subject_of(text, match.start(), follows=follows, within=_NEAR)
        if subject is not None:
            yield from _version(text, facts, subject, match.group(1), match.start(1))


def _version(text: str, facts: Facts, subject: str, value: str, at: int) -> Iterator[_Found]:
    fact = facts.versions.get(subject)
    if fact is None or value == fact.value or _NOT_REAL.search(text):
        return
    if value in fact.earlier and (_PAST.search(text) or not _NOW.search(text)):
        return
    if value in fact.earlier and subject == "report" and not _NOW.search(text[:at]):
        return
    yield _Found(at, f"the version of {fact.name} is {fact.value}, not {value}")


def _approvals(text: str, facts: Facts) -> Iterator[_Found]:
    for match in _APPROVED.finditer(text):
        subject = facts.subject_of(text, match.start())
        fact = facts.approvals.get(subject or "")
        day = iso(match.group(1))
        if fact is not None and day is not None and day != fact.value:
            yield _Found(match.start(1), f"the approval of {fact.name} was on {fact.value}, not on {day}")


def _report_dates(text: str, facts: Facts) -> Iterator[_Found]:
    fact = facts.report_date
    if fact is None:
        return
    found = [(match, facts.subject_of(text, match.start())) for match in _DATED.finditer(text)]
    bare = _BARE_DATE.search(text)
    if bare is not None and _VERSION.search(text) and facts.begins_with_report(text):
        found.append((bare, "report"))
    for match, subject in found:
        day = iso(match.group(1))
        if subject == "report" and day not in (None, fact.value, *fact.earlier):
            yield _Found(match.start(1), f"the date of {fact.name} is {fact.value}, not {day}")


def _next_evaluation(text: str, facts: Facts) -> Iterator[_Found]:
    fact = facts.next_evaluation
    match = _NEXT.search(text)
    if fact is None or match is None or _PAST.search(text[: match.start(1)]):
        return
    day = iso(match.group(1))
    if day is not None and day != fact.value:
        yield _Found(match.start(1), f"{fact.name} is due on {fact.value}, not on {day}")


def _intervals(text: str, facts: Facts) -> Iterator[_Found]:
    fact = facts.interval
    updated = _UPDATED.search(text)
    if fact is None or updated is None or _NOT_REAL.search(text) or _PAST.search(text):
        return
    match = _INTERVAL.search(text, updated.end())
    if match is None or facts.subject_of(text, updated.end()) not in ("report", "evaluation"):
        return
    number = match.group(1)
    count = 1 if number is None else _NUMBERS.get(number.lower()) or int(number)
    months = count * (12 if match.group(2).lower() == "year" else 1)
    if str(months) != fact.value:
        yield _Found(match.start(), f"{fact.name} is {fact.value} months, not {months}")


def _report_numbers(text: str, facts: Facts) -> Iterator[_Found]:
    if facts.number_form is None or facts.number is None:
        return
    for match in facts.number_form.finditer(text):
        if match.group() not in facts.known_numbers and not _PAST.search(text):
            yield _Found(
                match.start(), f"{facts.number.name} has the number {facts.number.value}, not {match.group()}"
            )


def _counts(text: str, facts: Facts) -> Iterator[_Found]:
    """Large numbers with the digits of a recorded one in another order, outside talk of other devices' data."""
    if not facts.own_sources.issuperset(_SOURCE.findall(text)):
        return
    for match in _COUNTED.finditer(text):
        number = int(match.group(1).replace(",", ""))
        meant = facts.counts.get("".join(sorted(str(number))))
        if meant is not None and number not in facts.all_counts:
            yield _Found(
                match.start(), f"{number:,} has the digits of the recorded {meant:,} in another order"
            )


def iso(text: str) -> str | None:
    """A date as written in English, as ISO text; None where there is no such day of a month."""
    words = text.replace(",", " ").split()
    if len(words) == 1:
        return text
    day, month = (words[0], words[1]) if words[0].isdecimal() else (words[1], words[0])
    number = _MONTHS.get(month.lower())
    return f"{words[2]}-{number:02}-{int(day):02}" if number else None
