"""The instructions for use and the report hold the same indications, contraindications, warnings and residual risks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from cerkit.checks.device import rules
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.examination import Examination
from cerkit.model.records.control import Ifu
from cerkit.model.records.device import Contraindication, Device, Indication
from cerkit.model.records.evaluation import Risk
from cerkit.model.wording import normalised

DEVICE: Final = "evidence/device.yml"
IFU: Final = "evidence/ifu.yml"
RISKS: Final = "evidence/risks.yml"

_ALIKE: Final = 0.4
"""Share of common words from which on two entries are one entry in two wordings."""


class _Entry(NamedTuple):
    """An entry of a printed list, or the whole text of a section without a list."""

    section: str
    text: str
    place: Place
    is_item: bool


def check_lists(examination: Examination) -> Iterator[Diagnostic]:
    """Indications and contraindications, both ways."""
    device, ifu = examination.dossier.device, examination.dossier.ifu
    if device is None:
        return
    if ifu is None:
        if "evidence/ifu.yml" not in examination.dossier.broken and not examination.dossier.placed.get("ifu"):
            yield _missing(Place(DEVICE, ("id",)), "there is no record of the instructions for use")
        return
    use = device.intended_use
    yield from _compare(device, ifu, "indications", use.indications)
    yield from _compare(device, ifu, "contraindications", use.contraindications)


def check_connections(examination: Examination) -> Iterator[Diagnostic]:
    """Contraindications name their section; warnings and residual risks name the risks that they answer."""
    dossier = examination.dossier
    if dossier.ifu is None:
        return
    kinds = {section.id: section.kind for section in dossier.ifu.sections}
    for at, item in enumerate(dossier.device.intended_use.contraindications if dossier.device else ()):
        named = [kinds[name] for name in item.ifu_sections if name in kinds]
        if "contraindications" not in named and len(named) == len(item.ifu_sections):
            place = Place(DEVICE, ("intended_use", "contraindications", at))
            what = (
                "names no section" if not named else f"names {', '.join(item.ifu_sections)}, but no section"
            )
            message = f"{item.id} {what} of contraindications in the instructions for use"
            yield rules.WARNING_WITHOUT_RISK.at(
                place.within("ifu_sections") if named else place, message, subject=item.id
            )
    named_by_risks = {name for risk in dossier.risks for name in risk.ifu_sections}
    holders = {section.id.rpartition(".")[0] for section in dossier.ifu.sections}
    for at, section in enumerate(dossier.ifu.sections):
        if section.kind not in ("warnings", "residual risks") or section.id in holders:
            continue
        if not section.risks and section.id not in named_by_risks:
            message = f"{section.id} ({section.title}) is connected with no risk"
            yield rules.WARNING_WITHOUT_RISK.at(Place(IFU, ("sections", at)), message, subject=section.id)


def check_residual_risks(examination: Examination) -> Iterator[Diagnostic]:
    """Each risk stands in the instructions for use, and both sides name each other."""
    dossier = examination.dossier
    if dossier.ifu is None:
        return
    own = {section.id: section for section in dossier.ifu.sections if section.kind == "residual risks"}
    wrong: set[str] = set()
    for at, risk in enumerate(dossier.risks):
        place = Place(RISKS, ("risks", at))
        if not risk.ifu_sections:
            told = [section.id for section in dossier.ifu.sections if risk.id in section.risks]
            message = f"{risk.id} ({risk.hazard}) names no section of the instructions for use"
            hint = f"{', '.join(told)} tells of it: name it in ifu_sections" if told else None
            yield rules.RISK_NOT_TOLD.at(place, message, hint=hint, subject=risk.id)
        for step, name in enumerate(risk.ifu_sections):
            if name in own and own[name].risks and risk.id not in own[name].risks:
                message = f"{risk.id} names {name}, which tells of {', '.join(own[name].risks)} and not of it"
                wrong.add(risk.id)
                yield rules.RISK_NOT_TOLD.at(place.within("ifu_sections", step), message, subject=risk.id)
    yield from _told_elsewhere(dossier.ifu, {risk.id: risk for risk in dossier.risks if risk.id not in wrong})


def _told_elsewhere(ifu: Ifu, risks: Mapping[str, Risk]) -> Iterator[Diagnostic]:
    """Sections on residual risks that tell of a risk which names only others."""
    own = {section.id for section in ifu.sections if section.kind == "residual risks"}
    for at, section in enumerate(ifu.sections):
        for step, name in enumerate(section.risks if section.id in own else ()):
            named = risks[name].ifu_sections if name in risks else ()
            if named and section.id not in named and not own & set(named):
                message = f"{section.id} tells of {name}, which names {', '.join(named)} instead"
                place = Place(IFU, ("sections", at, "risks", step))
                yield rules.RISK_NOT_TOLD.at(place, message, subject=section.id)


def _compare(
    device: Device,
    ifu: Ifu,
    kind: Literal["indications", "contraindications"],
    items: Sequence[Indication | Contraindication],
) -> Iterator[Diagnostic]:
    printed = list(_printed(ifu, kind))
    if not printed:
        if items:
            message = f"the instructions for use list no {kind}, {device.id} has {len(items)}"
            yield _missing(Place(IFU, ("sections",)), message)
        return
    texts = {_plain(entry.text): entry for entry in printed}
    left = [entry for entry in printed if entry.is_item]
    open_items: list[tuple[int, Indication | Contraindication]] = []
    for at, item in enumerate(items):
        wanted = _plain(item.text)
        entry = texts.get(wanted) or next(
            (entry for entry in printed if not entry.is_item and wanted in _plain(entry.text)), None
        )
        if entry is None:
            open_items.append((at, item))
        elif entry in left:
            left.remove(entry)
    for at, item in open_items:
        near = max(left, key=lambda entry: _likeness(entry.text, item.text), default=None)
        if near is not None and _likeness(near.text, item.text) >= _ALIKE:
            left.remove(near)
            message = f'{near.section} says "{near.text}", {item.id} "{item.text}"'
            yield rules.LISTS_DIFFER.at(near.place, message, subject=item.id)
        else:
            place = Place(DEVICE, ("intended_use", kind, at))
            message = f"{item.id} ({item.text}) is not among the {kind} of the instructions for use"
            yield rules.LISTS_DIFFER.at(place, message, subject=item.id)
    for entry in left:
        message = f'{entry.section} lists "{entry.text}", which is none of the {kind} of {device.id}'
        yield rules.LISTS_DIFFER.at(entry.place, message, subject=entry.section)


def _printed(ifu: Ifu, kind: str) -> Iterator[_Entry]:
    for at, section in enumerate(ifu.sections):
        if section.kind != kind:
            continue
        for step, item in enumerate(section.items):
            yield _Entry(section.id, item, Place(IFU, ("sections", at, "items", step)), is_item=True)
        if section.text:
            yield _Entry(section.id, section.text, Place(IFU, ("sections", at, "text")), is_item=False)


def _missing(place: Place, message: str) -> Diagnostic:
    """What a draft may still lack."""
    return rules.LISTS_DIFFER.at(place, message, in_draft=Severity.NOTE)


def _plain(text: str) -> str:
    """What does not count as a difference: case, spacing, quotes, and the stop at the end."""
    return normalised(text).rstrip(" .;,")


def _likeness(one: str, other: str) -> float:
    left, right = set(_plain(one).split()), set(_plain(other).split())
    return len(left & right) / max(1, len(left | right))
