"""Versions, dates, numbers and intervals typed in pages, beside the records that hold them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from cerkit.checks.device import rules
from cerkit.checks.device.facts import CLASS, Facts, facts_of
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
    rf"\bnext\s+(?:clinical\s+)?(?:evaluation|update|report)\b(?!\s+of\s+(?!th(?:is|e)\s+(?:report|evaluation|clinical|device)))[^.;]{{0,80}}?\b(?:on|by|for|until|before|is|in)\s+({_DATE}|{_MONTH}\s+\d{{4}})",
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
_ITSELF: Final = re.compile(
    r"\bthis\s+is\s+(?:the\s+)?(?:clinical\s+evaluation\s+)?report"
    r"(?:[\s,]++|no\.|number\b|version\b|issue\b|revision\b|(?-i:[A-Z][\w-]*+)){0,12}+$"
    r"|\bsignatures?\b[^.;]{0,40}\b(?:apply|applies|belongs?|refers?|relates?)\s+to\s+(?:the\s+)?"
    r"(?:version|issue|revision)\s*$",
    re.IGNORECASE,
)
"""What leads to the version of the report that says it: "this is report CER-1, version", "the signatures apply to"."""
_NOT_REAL: Final = re.compile(
    r"\b(?:if|would|were\s+to|could|should|planned|future|next\s+version|once|may\s+become|will\s+be\s+called)\b",
    re.IGNORECASE,
)


_NEAR: Final = 45
"""Letters between a subject and its version; what stands further off is of something else."""
_MARKS: Final = (
    "version",
    "revision",
    "issue",
    "edition",
    "approved",
    "date",
    "next",
    "every",
    "market",
    "class",
)
"""Words without which no fact is typed, except for a name with its version and the report's number."""


_COUNTED: Final = re.compile(r"(?<![\w.,@-])(\d{1,3}(?:,\d{3})+|\d{4,9})(?![\w.]*\d)(?!\s?%)")
_SOURCE: Final = re.compile(r"\bSRC-[\w-]*\w")


_DAY_OR_MONTH: Final = rf"{_DATE}|{_MONTH}\s+\d{{4}}"
_SINCE: Final = re.compile(
    r"\b(?:on the market|marketed|sold|available|in routine use)\b[^.;]{0,60}?"
    rf"\bsince\s+(?P<day>{_DAY_OR_MONTH}|\d{{4}})\b"
    r"|\b(?:placed|put|launched|introduced)\s+on\s+the\s+market\b[^.;]{0,40}?"
    rf"\b(?:on|in)\s+(?P<placed>{_DAY_OR_MONTH})\b",
    re.IGNORECASE,
)
_DAY: Final = re.compile(r"\d{4}-|\d{1,2}[\s,]")
_DEVICE_AT_FIRST: Final = re.compile(r"\s*(?:the|this)\s+(?:device|software|product)\b", re.IGNORECASE)
_LAWS: Final = {
    "GB": re.compile(r"\b(?:Great Britain|UK|United Kingdom|SI 2002/618|93/42/EEC)\b"),
    "EU": re.compile(r"\b(?:European Union|EU|2017/745)\b"),
}
_RESULTS: Final = re.compile(
    r"\b(?:results?|data|findings?|evidence|investigation|evaluations?|tests?|stud(?:y|ies)|measured|obtained|"
    r"evaluated|performed|carried out)\b",
    re.IGNORECASE,
)
_DENIED: Final = re.compile(r"\b(?:no|not|none|never|neither|nor|without)\b", re.IGNORECASE)


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
        _since,
        _classes,
        _untested,
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
    before = text[:at]
    is_itself = subject == "report" and _ITSELF.search(before) is not None
    if value in fact.earlier and (_PAST.search(text) or not (is_itself or _NOW.search(text))):
        return
    if value in fact.earlier and subject == "report" and not (is_itself or _NOW.search(before)):
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
    said = match.group(1)
    day = iso(said) if _DAY.match(said) or "," in said else _month_of(said)
    if day is not None and not fact.value.startswith(day):
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


def _since(text: str, facts: Facts) -> Iterator[_Found]:
    """The day since when the device is on the market; of a month and year alone, that month."""
    match = _SINCE.search(text)
    if facts.since is None or match is None or _NOT_REAL.search(text):
        return
    if facts.subject_of(text, match.start()) != "device" and not _DEVICE_AT_FIRST.match(text):
        return
    which = "day" if match["day"] else "placed"
    day = (iso(match[which]) if _DAY.search(match[which]) else None) or _month_of(match[which])
    if day is not None and not facts.since.value.startswith(day):
        yield _Found(match.start(which), f"{facts.since.name} was on {facts.since.value}, not on {day}")


def _month_of(text: str) -> str | None:
    """A month as written in English, as ISO text; a year alone stays one."""
    words = text.split()
    if len(words) == 1:
        return text
    number = _MONTHS.get(words[0].lower())
    return f"{words[1]}-{number:02}" if number else None


def _classes(text: str, facts: Facts) -> Iterator[_Found]:
    """The class of the device, in sentences that say by whose law."""
    match = CLASS.search(text)
    if match is None or not facts.classes or _NOT_REAL.search(text) or _PAST.search(text):
        return
    if facts.subject_of(text, match.start()) != "device" and not _DEVICE_AT_FIRST.match(text):
        return
    laws = [law for law, pattern in _LAWS.items() if pattern.search(text)]
    fact = facts.classes.get(laws[0]) if len(laws) == 1 else None
    if fact is not None and match.group(1).casefold() != fact.value.casefold():
        yield _Found(match.start(1), f"{fact.name} is {fact.value}, not {match.group(1)}")


def _untested(text: str, facts: Facts) -> Iterator[_Found]:
    """Results that are said to come from a version of which there are no data."""
    fact = facts.versions.get("device")
    for match in facts.named_version.finditer(text):
        value = match.group(1)
        if (
            fact is not None
            and value in fact.earlier - facts.tested_versions - {fact.value}
            and _RESULTS.search(text, 0, match.start())
            and not _DENIED.search(text)
        ):
            yield _Found(match.start(1), f"no data are from version {value}; {fact.name} is {fact.value}")


def iso(text: str) -> str | None:
    """A date as written in English, as ISO text; None where there is no such day of a month."""
    words = text.replace(",", " ").split()
    if len(words) == 1:
        return text
    day, month = (words[0], words[1]) if words[0].isdecimal() else (words[1], words[0])
    number = _MONTHS.get(month.lower())
    return f"{words[2]}-{number:02}-{int(day):02}" if number else None
