"""Whether somebody argues that the follow-up suffices as a whole, in the record and in the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.control import rules
from cerkit.checks.texts import only_asserts
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.wording import Paragraph, normalised, paragraphs

_FILE: Final = "evidence/surveillance.yml"
_PRINTED: Final = "pmcf_sufficiency"
"""Name of the field; a page that prints it has the argument."""
_TOPIC: Final = re.compile(
    r"\bpmcf\b|\bpmcf-\w|\b(?:post-market )?clinical follow-?up\b|\bfollow-?up (?:activit|stud|plan)"
)
_FOREIGN: Final = re.compile(
    r"\b(?:of|by|for) (?:the )?(?:comparator|competitor|other (?:device|manufacturer|system)s?|"
    r"similar devices?|its manufacturer)\b"
)
_HEADING: Final = re.compile(r"\s*(#{1,6})[ \t]+(.*)")
_ON_FOLLOW_UP: Final = re.compile(r"\bpmcf\b|follow-?up")
_OPEN_POINTS: Final = r"(?:entry|entries|risks?|uncertaint(?:y|ies)|questions?|gaps?|periods?)"
_NOTHING_MORE: Final = (
    r"\b(?:no(?! changes?| amendments?)|neither|nor|without)\b(?: \w+){0,3} (?:activit\w+|stud(?:y|ies)|follow-?up|"
    r"measures?|investigations?)(?: \w+){0,4} (?:needed|necessary|required|planned|foreseen|warranted|called for)"
    r"|\bno need for (?:more|further|additional|others?|another)\b"
    r"|\b(?:more|further|additional)\b[^.]{0,50}\bnot (?:needed|necessary|required|foreseen)\b"
)
_NOTHING_LEFT: Final = (
    rf"\bno (?:\w+ ){{0,2}}{_OPEN_POINTS}\b[^.]{{0,80}}\b(?:uncovered|without|unanswered|open|remain\w*|"
    r"not (?:addressed|answered|covered))\b"
    r"|\bnothing\b[^.]{0,60}\b(?:outside|uncovered|unanswered|unaddressed)\b"
    rf"|\b(?:every|each|all) (?:\w+ ){{0,4}}{_OPEN_POINTS}\b[^.]{{0,60}}\b(?:answer\w*|covered|reveal\w*|address\w*)\b"
    r"|\bcovers? (?:all|every|each|both|the (?:whole|entire|open|full|complete))\b"
)
_ENOUGH: Final = re.compile(
    r"\bsuffic(?!ient(?:ly)? (?:number|large|sample|size|data|power))\w*|\badequa(?:te(?! number| sample)\w*|cy)\b"
    r"|\b(?:is|are|be|will|quite|not|this) enough\b|\benough (?:to|for|over|together)\b|\bwould do\b"
    rf"|\bin full\b|\bappropriate means\b|{_NOTHING_MORE}|{_NOTHING_LEFT}"
)
_AS_A_WHOLE: Final = re.compile(
    r"\b(?:together|jointly|as a whole|overall|in (?:total|sum|combination)|combin\w+|between them|both|neither)\b"
    rf"|\b(?:each|every|all|no)\b(?: \w+){{0,2}} (?:{_OPEN_POINTS}|activity|activities|study|indications?)\b"
    r"|\bno (?:\w+ ){0,3}follow-?up\b"
    r"|\b(?:life-?(?:time|cycle)|(?:service|expected|whole|entire|product) life|life of)\b"
    r"|\b(?:as long as|for as long|unlimited|end of (?:support|life|use)|withdrawn|spans?)\b"
    r"|\buntil\b[^.]{0,40}\bends?\b|\b(?:\d+|two|three|four|five|ten) years\b"
)
_ARGUED_ELSEWHERE: Final = re.compile(
    r"\b(?:argued|justified|discussed|shown|reasoned)\b[^.]{0,40}\bin \[(?:sec|tbl)-"
)


def check_sufficiency(examination: Examination) -> Iterator[Diagnostic]:
    """The field of the record, and the paragraphs of the report on follow-up."""
    dossier = examination.dossier
    surveillance = dossier.surveillance
    if surveillance is not None:
        text = surveillance.pmcf_sufficiency
        if text is None:
            yield rules.SUFFICIENCY_MISSING.at(
                Place(_FILE, line=1, column=1), _what_is_missing(dossier), subject=_FILE
            )
        elif not argues_sufficiency(text):
            message = (
                "pmcf_sufficiency seems not to argue that the activities together suffice over the lifetime"
            )
            yield rules.SUFFICIENCY_NOT_ARGUED.at(Place(_FILE, (_PRINTED,)), message, subject=_FILE)
        elif only_asserts(text) and not _ARGUED_ELSEWHERE.search(normalised(text)):
            message = f"pmcf_sufficiency only asserts that the activities suffice: “{' '.join(text.split())}”"
            yield rules.SUFFICIENCY_NOT_ARGUED.at(Place(_FILE, (_PRINTED,)), message, subject=_FILE)
    yield from _in_the_report(dossier)


def _what_is_missing(dossier: Dossier) -> str:
    if not dossier.pmcf:
        return "no follow-up activity is planned, and pmcf_sufficiency does not say why none is needed"
    named = ", ".join(activity.id for activity in dossier.pmcf)
    are = "together are" if len(dossier.pmcf) > 1 else "is"
    return f"nothing says why {named} {are} enough over the lifetime of the device"


def _in_the_report(dossier: Dossier) -> Iterator[Diagnostic]:
    first: tuple[Chapter, Paragraph] | None = None
    for chapter in dossier.chapters:
        if not chapter.is_report:
            continue
        if _PRINTED in chapter.prose:
            return
        for paragraph in _on_follow_up(chapter):
            if argues_sufficiency(paragraph.text):
                return
            first = _better(first, (chapter, paragraph))
    if first is not None:
        chapter, paragraph = first
        lead = len(paragraph.text) - len(paragraph.text.lstrip())
        message = "follow-up is described, but nothing seems to argue that it is enough as a whole"
        yield rules.SUFFICIENCY_NOT_ARGUED.at(
            chapter.at(paragraph.start + lead), message, subject=chapter.path
        )


def _better(
    first: tuple[Chapter, Paragraph] | None, other: tuple[Chapter, Paragraph]
) -> tuple[Chapter, Paragraph]:
    """The conclusions are where the argument belongs; elsewhere the first paragraph is as good as any."""
    if first is None or (other[0].section == "5" and first[0].section != "5"):
        return other
    return first


def _on_follow_up(chapter: Chapter) -> Iterator[Paragraph]:
    """Paragraphs in a section on follow-up, and any other on follow-up of this device."""
    inside = 0
    for paragraph in paragraphs(chapter):
        if paragraph.kind == "heading":
            found = _HEADING.match(paragraph.text)
            if found and (not inside or len(found[1]) <= inside):
                inside = len(found[1]) if _ON_FOLLOW_UP.search(normalised(found[2])) else 0
            continue
        if not inside and not _may_be_topic(paragraph.text):
            continue
        text = normalised(paragraph.text)
        if paragraph.kind == "table" or _FOREIGN.search(text) or text.startswith("{{"):
            continue
        if inside or _TOPIC.search(text):
            yield paragraph


def _may_be_topic(text: str) -> bool:
    """Spares most paragraphs of a report the work of being made comparable."""
    lower = text.lower()
    return "pmcf" in lower or "follow" in lower


def argues_sufficiency(text: str) -> bool:
    """Whether a text speaks of being enough, and of all activities or of the lifetime; or says where that is argued."""
    plain = normalised(text)
    return bool((_ENOUGH.search(plain) and _AS_A_WHOLE.search(plain)) or _ARGUED_ELSEWHERE.search(plain))
