"""Versions, numbers and classes typed in pages, beside the records that hold them; days are read by another module."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.device import rules
from cerkit.checks.device.facts import (
    CLASS,
    DEVICE_FIRST,
    NOT_REAL,
    PAST,
    SOURCE,
    VERSION,
    Facts,
    Found,
    Reading,
    facts_of,
)
from cerkit.checks.device.typed_dates import DATES, NUMBERS
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.examination import Examination
from cerkit.model.wording import Sentence, paragraphs, sentences_of

_NOW: Final = re.compile(
    r"\b(?:current|currently|now|present|valid|in\s+force|accompany|under\s+evaluation|evaluated\s+here|conclusions?)\b",
    re.IGNORECASE,
)
_ITSELF: Final = re.compile(
    r"\bthis\s+is\s+(?:the\s+)?(?:clinical\s+evaluation\s+)?report"
    r"(?:[\s,]++|no\.|number\b|version\b|issue\b|revision\b|\{\{[^{}]{0,60}\}\}|(?-i:[A-Z][\w-]*+)){0,12}$"
    r"|\bsignatures?\b[^.;]{0,40}\b(?:apply|applies|belongs?|refers?|relates?)\s+to\s+(?:the\s+)?"
    r"(?:version|issue|revision)\s*$",
    re.IGNORECASE,
)
"""What leads to the version of the report that says it: "this is report CER-1, version", "the signatures apply to"."""


_IS_DEVICE: Final = re.compile(r"\s+(?:software|device)\b(?! of)(?!.*@)", re.IGNORECASE)
"""What follows a version of the device, where no other device is cited."""
_NEAR: Final = 45
"""Letters between a subject and its version; what stands further off is of something else."""


_DIGITS: Final = re.compile(r"\d(?:,\d{3}|\d{3}(?<![\w.,@-]\d{4}))")
"""What a large number holds; found many times faster than the number itself."""
_COUNTED: Final = re.compile(r"(?<![\w.,@-])(\d{1,3}(?:,\d{3})+|\d{4,9})(?![\w.]*\d)(?!\s?%)")


# Texts and not compiled patterns, because few sentences give the version of a document beside its identifier.
_DOCUMENT: Final = r"(?P<document>DOC-[\w-]*\w)"
_ISSUE: Final = r"(?:version|issue|revision)\s+(?P<version>\d+(?:\.\d+)*)"
_DOCUMENTS: Final = (
    rf"\b{_DOCUMENT}(?:\]\[\])?[\s,(]*(?:in |of )?{_ISSUE}",
    rf"\b{_ISSUE}(?: of [^,;()\[\]]{{0,30}})?[\s,;(]*\[?{_DOCUMENT}",
)
_SIZE: Final = re.compile(
    r"\b(?:investigation|evaluation|study|test)(?: of [\w ]{3,40}?)? (?:at|in|with|of|among|by|on) "
    rf"(?P<number>\d{{1,4}}|{'|'.join(NUMBERS)}) (?:[a-z-]+ ){{0,2}}?(?P<noun>sites|centres|participants)\b",
    re.IGNORECASE,
)
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


def check_typed_facts(examination: Examination) -> Iterator[Diagnostic]:
    """Each sentence of the report that types a fact of report, plan, protocol, instructions for use or device."""
    facts = facts_of(examination)
    for chapter in examination.dossier.chapters:
        if not chapter.is_report:
            continue
        for block in paragraphs(chapter):
            if block.kind not in ("heading", "table") and any(_readings(block.text, facts)):
                for sentence in sentences_of(block):
                    yield from _in_sentence(chapter, sentence, facts)


def _readings(text: str, facts: Facts) -> Iterator[Reading]:
    """The facts that a text may type by its words: most paragraphs type none, and cost no more than this."""
    lower = text.casefold()
    for marks, reading in _BY_WORDS:
        if any(mark in lower for mark in marks):
            yield reading
    if any(name in text for name in facts.device_names):
        yield _named_versions
    if any(mark in text for mark in facts.number_marks):
        yield _report_numbers
    if _DIGITS.search(text):
        yield _counts


def _in_sentence(chapter: Chapter, sentence: Sentence, facts: Facts) -> Iterator[Diagnostic]:
    for reading in _readings(sentence.text, facts):
        for found in reading(sentence.text, facts):
            place = chapter.at(sentence.start + found.at)
            yield rules.TYPED_FACT_DISAGREES.at(place, found.message, subject=chapter.path)


def _named_versions(text: str, facts: Facts) -> Iterator[Found]:
    """Versions behind the name of the device, and results that are said to come from one without data."""
    fact = facts.versions.get("device")
    for match in facts.named_version.finditer(text):
        value = match[1]
        yield from _version(text, facts, "device", value, match.start(1))
        if (
            fact is not None
            and value in fact.earlier - facts.tested_versions - {fact.value}
            and _RESULTS.search(text, 0, match.start())
            and not _DENIED.search(text)
        ):
            yield Found(match.start(1), f"no data are from version {value}; {fact.name} is {fact.value}")


def _versions(text: str, facts: Facts) -> Iterator[Found]:
    for match in VERSION.finditer(text):
        follows = match.end() if match.group(2) else None
        is_own = follows is not None and _IS_DEVICE.match(text, follows) and not SOURCE.search(text)
        subject = "device" if is_own else facts.subject_of(text, match.start(), follows=follows, within=_NEAR)
        if subject is not None:
            yield from _version(text, facts, subject, match.group(1), match.start(1))


def _version(text: str, facts: Facts, subject: str, value: str, at: int) -> Iterator[Found]:
    fact = facts.versions.get(subject)
    if fact is None or value == fact.value or NOT_REAL.search(text):
        return
    before = text[:at]
    is_itself = subject == "report" and _ITSELF.search(before) is not None
    if value in fact.earlier and (PAST.search(text) or not (is_itself or _NOW.search(text))):
        return
    if value in fact.earlier and subject == "report" and not (is_itself or _NOW.search(before)):
        return
    yield Found(at, f"the version of {fact.name} is {fact.value}, not {value}")


def _documents(text: str, facts: Facts) -> Iterator[Found]:
    """The version that stands beside the identifier of a document."""
    if PAST.search(text):
        return
    for match in (match for pattern in _DOCUMENTS for match in re.finditer(pattern, text, re.IGNORECASE)):
        version = facts.documents.get(match["document"])
        if version is not None and version != match["version"]:
            message = f"the version of {match['document']} is {version}, not {match['version']}"
            yield Found(match.start("version"), message)


def _sizes(text: str, facts: Facts) -> Iterator[Found]:
    """At how many sites, and with how many participants, data on the device were obtained."""
    match = _SIZE.search(text) if facts.sizes else None
    if match is None or "@" in text or not facts.own_sources.issuperset(SOURCE.findall(text)):
        return
    value = NUMBERS.get(match["number"].casefold()) or int(match["number"])
    if value not in facts.sizes:
        message = f"no data set on the device has {value} {match['noun']}"
        yield Found(match.start("number"), message)


def _report_numbers(text: str, facts: Facts) -> Iterator[Found]:
    if facts.number_form is None or facts.number is None:
        return
    for match in facts.number_form.finditer(text):
        if match.group() not in facts.known_numbers and not PAST.search(text):
            yield Found(
                match.start(), f"{facts.number.name} has the number {facts.number.value}, not {match.group()}"
            )


def _counts(text: str, facts: Facts) -> Iterator[Found]:
    """Large numbers with the digits of a recorded one in another order, outside talk of other devices' data."""
    if not facts.own_sources.issuperset(SOURCE.findall(text)):
        return
    for match in _COUNTED.finditer(text):
        number = int(match.group(1).replace(",", ""))
        meant = facts.counts.get("".join(sorted(str(number))))
        if meant is not None and number not in facts.all_counts:
            yield Found(
                match.start(), f"{number:,} has the digits of the recorded {meant:,} in another order"
            )


def _classes(text: str, facts: Facts) -> Iterator[Found]:
    """The class of the device, in sentences that say by whose law."""
    match = CLASS.search(text)
    if match is None or not facts.classes or NOT_REAL.search(text) or PAST.search(text):
        return
    if facts.subject_of(text, match.start()) != "device" and not DEVICE_FIRST.match(text):
        return
    laws = [law for law, pattern in _LAWS.items() if pattern.search(text)]
    fact = facts.classes.get(laws[0]) if len(laws) == 1 else None
    if fact is not None and match.group(1).casefold() != fact.value.casefold():
        yield Found(match.start(1), f"{fact.name} is {fact.value}, not {match.group(1)}")


_VERSION_WORDS: Final = ("version", "revision", "issue", "edition", "release ", " v")
_BY_WORDS: Final[tuple[tuple[tuple[str, ...], Reading], ...]] = (
    (_VERSION_WORDS, _versions),
    (("doc-",), _documents),
    (("sites", "centres", "participants"), _sizes),
    (("class",), _classes),
    *DATES,
)
"""Words without any of which a fact is not typed, and how it is read."""
