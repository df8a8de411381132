"""Contraindications that pages name, beside those that device and instructions for use list (D11)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.device import rules
from cerkit.checks.texts import beginnings
from cerkit.model.diagnostics import Diagnostic
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.records.device import Device
from cerkit.model.wording import normalised, sentences_with

_MARKS: Final = (
    *("contraindic", "not be used", "not be screened", "not be examined", "not be analysed", "suitable for"),
)
"""Words without any of which nobody speaks of a contraindication."""
_STATE_OF_THE_ART: Final = "3"
"""The chapter that speaks of the contraindications of other devices and of treatment."""
_ROOT: Final = 5
_COMMON: Final = beginnings(
    """with after before during those people persons patients adults women children anybody anyone
    everybody who have has had and the any all eyes eye both either such following cases case other also when where
    whose they them this that are was were not for from under over years age device software use used using condition
    conditions group groups known disease diseases child
    adolescents young""",
    _ROOT,
)
"""Beginnings of words that tell no contraindication from another."""
_PARTS: Final = re.compile(r",|\band\b|\bor\b|\bas well as\b")
_DENIED: Final = re.compile(r"\b(?:not|no|never|nor|neither|without)\b")
_CODE: Final = re.compile(r"\b[a-z]{2,6}-[\w.-]*\d[\w.-]*|[\[\]()]")
_BEFORE: Final = (
    r"(?:also|therefore|thus|further|furthermore|additionally|strictly|absolutely|relatively|generally|"
    r"likewise|only)"
)
_MUST_NOT: Final = "(?:must|should|shall|may) not be"
_PEOPLE: Final = "people|persons|patients|adults|women|men|anybody|anyone|eyes|pregnancy"
_NO_SUBJECT: Final = "this|that|it|these|those|which|there|what|neither|no|none|not|each|every"


def check_contraindications(examination: Examination) -> Iterator[Diagnostic]:
    """Sentences on contraindications of the device; each thing that they name is held against the lists."""
    device = examination.dossier.device
    if device is None or not device.intended_use.contraindications:
        return
    stated, listed = _stated(device), _listed(examination.dossier, device)
    for chapter in examination.dossier.chapters:
        is_on_others = (chapter.section or "").partition(".")[0] == _STATE_OF_THE_ART
        for sentence, text in sentences_with(chapter, _MARKS) if chapter.is_report else ():
            found = stated.search(text)
            if found is None or (found["other"] and is_on_others):
                continue
            part = _unlisted(found[found.lastgroup or 0], listed)
            if part is not None:
                message = (
                    f'"{part}" is called a contraindication here, and {device.id} and the instructions '
                    "for use list none of that name; only a reader can tell whether one of them is meant"
                )
                place = chapter.at(sentence.start)
                yield rules.CONTRAINDICATION_UNLISTED.at(place, message, subject=chapter.path)


def _unlisted(told: str, listed: frozenset[str]) -> str | None:
    """The first of the things told that has no word in common with the lists."""
    for part in _PARTS.split(told):
        roots = beginnings(_CODE.sub(" ", part), _ROOT) - _COMMON
        if roots and roots.isdisjoint(listed) and not _DENIED.search(part):
            return part.strip()
    return None


def _stated(device: Device) -> re.Pattern[str]:
    """ "The device is contraindicated in X", "must not be used in people with X"; or "X is a contraindication"."""
    names = (device.name, device.short_name, *device.allowed_names)
    own = "|".join(("the device", "the software", *(re.escape(normalised(name)) for name in names)))
    use = rf"(?:the )?(?:its )?use(?: of (?:{own}))?"
    return re.compile(
        rf"(?:^\W*|[,;:] )(?:[^,;:]{{0,60}}, )?(?:{own}|it|{use}) (?:is|was) (?:{_BEFORE} ){{0,2}}contraindicated"
        r" (?:in|after|for|during|with|when|if|by|on)\b(?P<what>[^.;:]{3,200})"
        rf"|^\W*(?P<other>(?!(?:{_NO_SUBJECT})\b)[^.;:]{{3,120}}?) (?:is|are) (?:{_BEFORE} ){{0,2}}"
        r"(?:an? |the )?(?:further |additional |other |new |absolute |relative |only )?"
        rf"contraindications?(?:\W*$| (?:of|for|to) (?:{own}|{use})\b)"
        rf"|\b(?:{own}) (?:{_MUST_NOT} used (?:in|on|for|with|after|during)|is (?:not |un)suitable for)"
        rf" (?P<forbidden>(?:{_PEOPLE})\b[^.;:]{{0,150}})"
        rf"|^\W*(?P<barred>(?!(?:{_NO_SUBJECT})\b)[^.;:]{{3,120}}?) {_MUST_NOT}"
        rf" (?:screened|examined|analysed) (?:with|by) (?:{own}|it)\b"
    )


def _listed(dossier: Dossier, device: Device) -> frozenset[str]:
    """Beginnings of the words of all contraindications, of their reasons, and of the population's own words."""
    texts = [
        text for item in device.intended_use.contraindications for text in (item.text, item.reason or "")
    ]
    texts += [item.text for item in device.intended_use.indications]
    texts += [item.text for item in device.intended_use.populations]
    for section in dossier.ifu.sections if dossier.ifu else ():
        if section.kind == "contraindications":
            texts += [section.text or "", *section.items]
    return beginnings(" ".join(texts), _ROOT)
