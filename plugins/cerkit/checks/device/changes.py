"""Changes of the device that texts tell and that no version of it does (D13)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from cerkit.checks.device import rules
from cerkit.checks.months import MONTHS
from cerkit.checks.texts import shortened
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.records.device import Device
from cerkit.model.wording import Paragraph, normalised, sentences_of, sentences_of_report

_MARKS: Final = (
    *(
        "retrain",
        "re-train",
        "tuned",
        "calibrated",
        "network",
        "the model",
        "algorithm",
        "threshold",
        "operating point",
    ),
    *("software", "build"),
)
# Texts and not compiled patterns: few sentences hold a mark.
_AGAIN: Final = r"(?:re-?train(?:ed|ing)|fine-tuned|re-?tuned|re-?calibrated)"
_ALTERED: Final = (
    *(
        "updated",
        "changed",
        "modified",
        "replaced",
        "adjusted",
        "lowered",
        "raised",
        "moved",
        "shifted",
        "altered",
    ),
    *("exchanged", "revised", "patched", "increased", "decreased", "reduced", "upgraded", "extended"),
)
_DONE: Final = (
    *(f"{before}{word}" for before in ("was ", "were ", "been ", "ly ") for word in _ALTERED),
    *("retrain", "re-train", "tuned", "calibrated"),
)
"""Words without any of which no change is told."""
_PART: Final = r"(?:network|model|algorithm|classifier|threshold|operating point|software|build)s?"
_CHANGED: Final = (
    rf"\b{_PART}(?: of (?:the device|drt|the software))?,? (?:(?:was|were|has been|have been|had been) )?(?:\w+ )?"
    rf"(?:{_AGAIN}|(?:was|were|been) (?:\w+ )?(?:{'|'.join(_ALTERED)}))\b"
    rf"|\b{_AGAIN} (?:of )?(?:the |this |our )?(?:\w+ )?{_PART}\b"
)
_NOT_SAID: Final = (
    r"@|\bsrc-|\b(?:no|not|never|none|neither|nor|without|nothing|cannot|if|would|could|should|may|might|must|when|"
    r"whenever|unless|before|every|each|any|planned|future|next|other|another|list|screen|database)\b"
)
_AFTER: Final = (
    r"\b(?:since|after|following) (?:the )?(?:\w+ ){0,2}?"
    r"(?:investigation|stud|test|release|data lock|placing|report)"
)
_DAY: Final = (
    rf"\b(\d{{4}})-(\d\d)(?:-(\d\d))?\b|\b({'|'.join(MONTHS)}) (\d{{4}})\b|\b(?:in|since|during) (20\d\d)\b"
)
_STATE_OF_THE_ART: Final = "3"


def check_changes(examination: Examination) -> Iterator[Diagnostic]:
    """Sentences of the report, and the device's history."""
    device = examination.dossier.device
    if device is None or not device.versions:
        return
    chapters = [
        chapter
        for chapter in examination.dossier.chapters
        if (chapter.section or "").partition(".")[0] != _STATE_OF_THE_ART
    ]
    for chapter, sentence, text in sentences_of_report(chapters, _MARKS):
        if _is_untold(text, device):
            yield _told(sentence.text, chapter.at(sentence.start), chapter.path)
    for name, place, text in _of_records(examination.dossier, device):
        for told in sentences_of(Paragraph(text, 0, "text")):
            if _is_untold(normalised(told.text), device):
                yield _told(told.text, place, name)


def _of_records(dossier: Dossier, device: Device) -> Iterator[tuple[str, Place, str]]:
    """What is told of the device as time went on."""
    for at, entry in enumerate(device.history):
        yield device.id, Place("evidence/device.yml", ("history", at)), entry
    for at, period in enumerate(dossier.surveillance.periods if dossier.surveillance else ()):
        place = Place("evidence/surveillance.yml", ("periods", at, "conclusion"))
        yield "evidence/surveillance.yml", place, period.conclusion or ""


def _told(text: str, place: Place, subject: str) -> Diagnostic:
    message = f"a change of the device is told here that no version has: “{shortened(text)}”"
    hint = "enter the version with its change and clinical impact, or say of which version this was"
    return rules.VERSION_BEHIND.at(place, message, hint=hint, subject=subject, severity=Severity.WARNING)


def _is_untold(text: str, device: Device) -> bool:
    """Whether a text tells a change later than the last version; or a new training that no version knows."""
    if not any(word in text for word in _DONE):
        return False
    if re.search(_CHANGED, text) is None or re.search(_NOT_SAID, text):
        return False
    if any(entry.version in text for entry in device.versions):
        return False
    newest = max(entry.released for entry in device.versions)
    days = [_day(found) for found in re.finditer(_DAY, text)]
    if days:
        return max(days) > newest
    if re.search(_AFTER, text):
        return True
    told = " ".join(normalised(f"{entry.change} {entry.clinical_impact}") for entry in device.versions)
    again = re.search(_AGAIN, text)
    return again is not None and again[0].replace("-", "")[:7] not in told.replace("-", "")


def _day(found: re.Match[str]) -> date:
    year, month, day, name, of_name, alone = found.groups()
    if name:
        return date(int(of_name), MONTHS.index(name) + 1, 1)
    if alone:
        return date(int(alone), 1, 1)
    return date(int(year), min(max(int(month), 1), 12), min(max(int(day or 1), 1), 28))
