"""What a source says of itself in words, against its fields, one source at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.literature import agreement_rules as rules
from cerkit.checks.literature.appraisal_rules import NOT_APPRAISED
from cerkit.checks.literature.words import content_words, says_nothing
from cerkit.checks.texts import shortened
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.records.source import Source
from cerkit.model.standing import FULLY_READ

_MANY_WORDS: Final = 12
_FITS_ANY: Final = """
    above acceptable accordance annexed appraisal appraised appropriate assessed assessment attached author
    authors authors' background below best better carried checklist clear clearly clinical complete
    conducted considered convincing correct database described design enough excellent factor file fine form
    forms full fully group helpful high high-impact high-quality high-ranking impact important indexed
    informative interesting international journal leading medium medline method methodology methods nice ok
    okay overall peer peer-reviewed performed pivotal plan prestigious properly published pubmed ranked
    ranking recognised recognized reliable renowned reputable respected reviewed robust satisfactory scheme
    score scores sheet solid sound sufficiently supportive top trustworthy university useful valid validity
    valuable value weight well-conducted well-designed well-known
"""
"""Words with which any source can be praised or put aside."""
_LONGEST: Final = 4000
"""Letters of a text that are looked at."""
# Texts and not compiled patterns: what a source says is remembered, and few sources are asked anew.
_PART: Final = (
    r"\babstract\b|\bsummary\b|\bdigest\b|\b(?:press|news) release\b|\bbibliographic record\b|"
    r"\btables?\b[^.;]{0,30}\bread\b"
)
_WHOLE: Final = (
    r"\bfull[- ]?texts?\b|\bin full\b|\b(?:whole|complete|entire|full)\b|\b(?:article|paper|manuscript|report|"
    r"publication|pdf|text|supplement\w*|appendix|thesis|book|chapter|pages?)\b"
)
_NOT_WHOLE: Final = (
    r"\b(?:no|not|without|never|lacks?|unavailable|nor)\b[^.;]{0,40}\b(?:full[- ]?text|in full|whole|"
    r"complete|article|paper|pdf)\b"
    r"|\b(?:full[- ]?text|article|paper|pdf)\b[^.;]{0,30}\b(?:not|never|no longer|unavailable|inaccessible)\b"
    r"|\bonly (?:the |an? )?(?:abstract|summary|tables?|record)\b|\b(?:abstract|summary|tables?|record) only\b"
)
_LATER: Final = (
    r"\b(?:then|later|since|afterwards|now|meanwhile|supplement\w*|appendix|at first|first|until)\b"
)
_SENTENCE: Final = re.compile(r"[^.;!?\n]+(?:[.;!?\n](?!\s|$)[^.;!?\n]+)*")
_WORK: Final = r"(?:article|paper|publication|study|work|manuscript|report)"
_RETRACTED: Final = (
    rf"(?<!of )\b(?:(?:the|this) (?:original |whole )?{_WORK}|it|this) (?:itself )?(?:was|is|has been|had been|"
    rf"has since been) (?:[a-z]+ )?(?:retracted|withdrawn by the (?:journal|publisher|editors?|authors?))\b"
    rf"|\b(?:journal|editors?|publisher|authors?)\b[^,]{{0,60}}\b(?:retracted|withdrew) "
    rf"(?:(?:the|this|their|its) {_WORK}|it)\b"
    rf"|^\W*retracted (?:on|in|by|since|after|because|for)\b|^\W*retracted\W*$"
    rf"|\b(?:retraction notice|notice of retraction|retraction of (?:the|this) {_WORK})\b[^,]{{0,20}}"
    rf"\b(?:was|has been|appeared|is) ?(?:published|issued|printed)?\b"
)
_RETRACTED_TITLE: Final = re.compile(
    r"^\W*retracted(?:\W*:| article\b|\W*\])|(?-i:^\W*RETRACTED\b)"
    r"|[\[(]retracted(?: article)?[^\])]{0,40}[\])]",
    re.IGNORECASE,
)
_DENIED: Final = (
    r"\b(?:not|no|never|none|nothing|neither|nor|without|whether|if|unless|until|should|"
    r"(?<!in )(?<!of )may(?! \d)|might|could|other|another)\b"
)


def check_said(source: Source, place: Place) -> Iterator[Diagnostic]:
    """A source that says it was not read in full, or was retracted, in words only."""
    yield from _on_read(source, place)
    if source.retracted:
        return
    route = _retracted_in(source)
    if route is not None:
        message = f"{source.id} is said to be retracted here, but its field `retracted` is not true"
        yield rules.RETRACTED_IN_WORDS.at(place.within(*route), message, subject=source.id)


def check_reason(source: Source, place: Place) -> Iterator[Diagnostic]:
    """An appraisal whose reason would fit any source. An unfavourable one that was rejected is told elsewhere."""
    appraisal = source.appraisal
    if appraisal is None or source.retracted:
        return
    if appraisal.role == "rejected" and source.outcome in ("unfavourable", "mixed"):
        return
    if len(content_words(appraisal.reason)) >= _MANY_WORDS:  # most have, and this asks it of every source
        return
    if says_nothing(appraisal.reason, beside=(_FITS_ANY,)):
        message = (
            f"the reason of the appraisal of {source.id} fits any source: “{shortened(appraisal.reason)}”"
        )
        hint = "say what of its method, its people or its device led to weight and role"
        at = place.within("appraisal", "reason")
        yield NOT_APPRAISED.at(at, message, hint=hint, subject=source.id, severity=Severity.WARNING)


def _on_read(source: Source, place: Place) -> Iterator[Diagnostic]:
    if source.read not in FULLY_READ:
        return
    note = source.read_note
    at = place.within("read")
    if note and is_partial(note):
        message = f"{source.id} is entered as read in {_named(source.read)}, but `read_note` says: “{shortened(note)}”"
        yield rules.READ_DIFFERS.at(at, message, subject=source.id)
    elif source.read == "full text" and source.appraisal is not None and source.appraisal.illustration:
        message = (
            f"{source.id} is entered as read in full text, but its appraisal is marked as made without it "
            "(`illustration: true`)"
        )
        yield rules.READ_DIFFERS.at(at, message, subject=source.id)


def is_partial(note: str) -> bool:
    """Whether a note on what was read names a part and not the whole."""
    text = note[:_LONGEST]
    if re.search(_NOT_WHOLE, text, re.IGNORECASE):
        return not re.search(_LATER, text, re.IGNORECASE)
    return bool(re.search(_PART, text, re.IGNORECASE)) and not re.search(_WHOLE, text, re.IGNORECASE)


def is_told_retracted(text: str) -> bool:
    """Whether a sentence says that the work itself was retracted, and does not deny it."""
    return any(
        re.search(_RETRACTED, sentence.group(), re.IGNORECASE)
        and not re.search(_DENIED, sentence.group(), re.IGNORECASE)
        for sentence in _SENTENCE.finditer(" ".join(text[:_LONGEST].split()))
    )


def _retracted_in(source: Source) -> tuple[str, ...] | None:
    publication = source.publication
    if _is_title_of_retracted(source.title):
        return ("title",)
    if publication is not None and _is_title_of_retracted(publication.title):
        return "publication", "title"
    for field in ("limitations", "notes", "read_note", "role"):
        text = getattr(source, field)
        if text and _mentions(text) and is_told_retracted(text):
            return (field,)
    appraisal = source.appraisal
    if appraisal is not None and _mentions(appraisal.reason) and is_told_retracted(appraisal.reason):
        return "appraisal", "reason"
    return None


def _is_title_of_retracted(title: str) -> bool:
    return "retracted" in title.casefold() and _RETRACTED_TITLE.search(title) is not None


def _mentions(text: str) -> bool:
    plain = text.casefold()
    return "retract" in plain or "withdr" in plain


def _named(read: str) -> str:
    return "full text" if read == "full text" else "full"
