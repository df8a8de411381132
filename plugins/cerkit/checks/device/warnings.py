"""Warnings of the instructions for use that neither the device, nor a risk, nor the report knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cerkit.checks.device import rules
from cerkit.checks.device.record_texts import record_texts
from cerkit.checks.texts import beginnings
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.wording import paragraphs

IFU: Final = "evidence/ifu.yml"

_FEWEST: Final = 3
"""Words of its own from which on a warning has a subject that nobody else speaks of."""
_SHARE: Final = 0.4
_TOLD: Final = {
    "risks": ("hazard", "situation", "harm", "probability_basis", "controls"),
    "claims": ("wording", "limits"),
    "gaps": ("title", "description", "acceptable_because", "measures"),
    "surveillance": ("name", "method", "action"),
}
"""Records of the evaluation that speak of use and harm."""


def check_warnings(examination: Examination) -> Iterator[Diagnostic]:
    """Each warning is taken up by a record of the evaluation, or by one paragraph of the report."""
    dossier = examination.dossier
    if dossier.ifu is None or dossier.device is None or not dossier.risks:
        return
    known = _words(" ".join(_told(dossier)))
    pages: tuple[frozenset[str], ...] | None = None
    for at, section in enumerate(dossier.ifu.sections):
        for step, item in enumerate(section.items if section.kind == "warnings" else ()):
            own = _words(item)
            foreign = own - known
            if len(foreign) < _FEWEST or len(foreign) < _SHARE * len(own):
                continue
            pages = _pages(dossier) if pages is None else pages
            if any(2 * len(foreign & page) > len(foreign) for page in pages):
                continue
            message = f'{section.id} warns "{item}", of which no risk and no chapter speaks'
            place = Place(IFU, ("sections", at, "items", step))
            yield rules.WARNING_WITHOUT_RISK.at(place, message, subject=section.id)


def _told(dossier: Dossier) -> Iterator[str]:
    """What the records of the evaluation say of use, people and harm."""
    device = dossier.device
    if device is not None:
        use = device.intended_use
        yield from (device.name, device.description, device.principle, use.text)
        for contraindication in use.contraindications:
            yield from (contraindication.text, contraindication.reason)
        yield from (item.text for item in use.indications)
        yield from (item.text for item in use.populations)
        yield from (item.text for item in use.users)
        yield from (item.text for item in use.settings)
        yield from (item.training or "" for item in use.users)
    yield from (text for _, _, text in record_texts(dossier, _TOLD))


def _pages(dossier: Dossier) -> tuple[frozenset[str], ...]:
    """The words of each paragraph of the report."""
    return tuple(
        _words(block.text)
        for chapter in dossier.chapters
        if chapter.is_report
        for block in paragraphs(chapter)
    )


def _words(text: str) -> frozenset[str]:
    """Longer words without their endings."""
    return beginnings(text, 6, shortest=5)
