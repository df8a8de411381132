"""What the instructions for use promise on performance is a claim, and is decided as one (D08)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.coverage import rules
from cerkit.checks.wording import normalised
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.examination import Examination

_PATH: Final = "evidence/ifu.yml"
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_ROOT: Final = 6
_SAME: Final = 0.6
"""Share of the words of a claim, or of the sentence, from which on the one is the other reworded."""
_KIND: Final = re.compile(
    r"\b(?:types?|class|version|grades?|stages?|levels?) \d(?:(?:,| and| or| to) \d)*\b"
)
"""Numbers that are names."""
_NO_PROMISE: Final = re.compile(
    r"\d|\b(?:not?|nor|neither|cannot|without|never|only|unknown|uncertain|limited|depends?|was|were|been|see|table|"
    r"manual|section|should|must|check|measured|tested|reported|may be lower|lower)\b"
)
"""A number is compared elsewhere; limits, reports of a test and instructions promise nothing."""


def check_promises(examination: Examination) -> Iterator[Diagnostic]:
    """Entries of the performance sections against the claims, in whatever state those are."""
    dossier = examination.dossier
    if dossier.ifu is None or dossier.device is None or not dossier.claims:
        return
    names = {normalised(name) for name in (dossier.device.name, dossier.device.short_name) if name}
    claims = [_roots(normalised(claim.wording)) for claim in dossier.claims]
    for at, section in enumerate(dossier.ifu.sections):
        for step, item in enumerate(section.items if section.kind == "performance" else ()):
            text = normalised(item)
            if _NO_PROMISE.search(_KIND.sub(" ", text)) or not _is_on_device(text, names):
                continue
            if any(_is_same(_roots(text), claim) for claim in claims):
                continue
            message = f'{section.id} promises "{item}", which no claim says'
            place = Place(_PATH, ("sections", at, "items", step))
            yield rules.PROMISE_WITHOUT_CLAIM.at(place, message, subject=section.id)


def _is_on_device(text: str, names: set[str]) -> bool:
    return (
        any(name in text for name in names)
        or re.match(r"(?:the|this) (?:device|software|system)\b", text) is not None
    )


def _is_same(text: frozenset[str], claim: frozenset[str]) -> bool:
    return len(text & claim) >= _SAME * max(1, min(len(text), len(claim)))


def _roots(text: str) -> frozenset[str]:
    """Longer words without their endings."""
    return frozenset(word[:_ROOT] for word in _WORD.findall(text))
