"""Side-effects that pages tell without a number, and that no risk holds (D44)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.device import rules
from cerkit.checks.texts import shortened
from cerkit.model.diagnostics import Diagnostic, Severity
from cerkit.model.examination import Examination
from cerkit.model.wording import normalised, sentences_of_report

_EFFECTS: Final = (
    *(
        "headache",
        "eye strain",
        "eyestrain",
        "tired",
        "fatigue",
        "nausea",
        "dizz",
        "vomit",
        "itch",
        "rash",
        "irritation",
    ),
    *(
        "redness",
        "swelling",
        "bleeding",
        "infection",
        "fever",
        "allerg",
        "blurred",
        "discomfort",
        "burns",
        " pain",
    ),
)
# Texts and not compiled patterns: few sentences name an effect on the body.
_OBSERVED: Final = (
    r"\b(?:complain|report|suffer|experienc|develop|notic|observ|felt|feel|had\b|occur|caus|side[- ]effect|undesirable|"
    r"adverse|affected|seen\b|known\b)"
)
_NOT_SAID: Final = (
    r"\d|@|\{\{|\bsrc-|\b(?:no|not|never|none|neither|nor|nobody|nothing|without|free|if|would|could|may|might|whether|"
    r"instead|rather|laser|treatment|surgery|drops)\b"
)
_STATE_OF_THE_ART: Final = "3"


def check_effects(examination: Examination) -> Iterator[Diagnostic]:
    """Sentences on effects that were seen; what a risk names has its rate there."""
    dossier = examination.dossier
    known: str | None = None
    chapters = [
        item for item in dossier.chapters if (item.section or "").partition(".")[0] != _STATE_OF_THE_ART
    ]
    for chapter, sentence, text in sentences_of_report(chapters, _EFFECTS):
        if not re.search(_OBSERVED, text) or re.search(_NOT_SAID, text):
            continue
        if known is None:
            known = normalised(
                " ".join(f"{risk.hazard} {risk.situation} {risk.harm}" for risk in dossier.risks)
            )
        told = [effect for effect in _EFFECTS if effect in text]
        if told and all(effect.strip() not in known for effect in told):
            message = f"a side-effect is told here without a rate, and no risk holds it: “{shortened(sentence.text)}”"
            yield rules.SIDE_EFFECT_WITHOUT_RATE.at(
                chapter.at(sentence.start), message, subject=chapter.path, severity=Severity.WARNING
            )
