"""What people sign off before a release: each item once, by somebody, on something that was looked at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cerkit.checks.control import rules
from cerkit.checks.control.signing import appraisals
from cerkit.checks.control.substance import is_read, speaking_day
from cerkit.checks.texts import says_nothing
from cerkit.model.catalogues.report import Checklist as Catalogue
from cerkit.model.catalogues.report import ChecklistItem as CatalogueItem
from cerkit.model.diagnostics import Diagnostic, Place, Severity
from cerkit.model.dossier import Dossier
from cerkit.model.examination import Examination
from cerkit.model.identifiers import near_identifiers
from cerkit.model.records.control import Checklist, ChecklistItem

_RELEASE: Final = "meddev-a10"
_FILE: Final = f"evidence/checklists/{_RELEASE}.yml"


def check_checklists(examination: Examination) -> Iterator[Diagnostic]:
    """The release checklist is complete, and every entry of every checklist can be what was judged."""
    dossier = examination.dossier
    answered: set[str] = set()
    has_unknown = False
    place: Place | None = None
    for placed, checklist in zip(dossier.placed.get("checklists", ()), dossier.checklists, strict=True):
        catalogue = dossier.catalogues.get(checklist.catalogue)
        if not isinstance(catalogue, Catalogue):
            continue
        known = {item.id: item for item in catalogue.entries}
        yield from _entries(examination, checklist, placed.place, known)
        if checklist.catalogue == _RELEASE:
            yield from _stale(examination, checklist, placed.place.within("items"))
            place = placed.place.within("items")
            answered |= {item.item for item in checklist.items}
            has_unknown = has_unknown or not answered <= known.keys()
    if not has_unknown:  # a mistyped item may be the one that is missing
        yield from _open(examination, answered, place)


def is_asked(dossier: Dossier, item: CatalogueItem) -> bool:
    """Whether the item's condition holds for this device."""
    if item.only_if == "equivalence":
        # A claim that its own conclusion denies is reported there.
        return any(item.claimed and item.conclusion == "equivalent" for item in dossier.equivalences)
    if item.only_if == "on_market":
        return dossier.device is not None and dossier.device.market.state != "not yet placed on the market"
    return True


def _open(examination: Examination, answered: set[str], place: Place | None) -> Iterator[Diagnostic]:
    dossier = examination.dossier
    catalogue = dossier.catalogues.get(_RELEASE)
    if not isinstance(catalogue, Catalogue):
        return
    asked = [item for item in catalogue.entries if item.auto != "full" and is_asked(dossier, item)]
    if place is None and not is_read(dossier, _FILE):
        return
    if place is None or not answered:
        message = f"none of the {len(asked)} items of the release checklist that a person has to judge is signed off"
        yield rules.CHECKLIST_OPEN.at(place or Place(_FILE, line=1, column=1), message, subject=_FILE)
        return
    for item in asked:
        if item.id not in answered:
            message = f"{item.id} is not signed off: {item.question}"
            yield rules.CHECKLIST_OPEN.at(place, message, subject=item.id)


def _entries(
    examination: Examination, checklist: Checklist, place: Place, known: dict[str, CatalogueItem]
) -> Iterator[Diagnostic]:
    seen: set[str] = set()
    for position, entry in enumerate(checklist.items):
        at = place.within("items", position)
        if entry.item not in known:
            hint = near_identifiers(entry.item, known)
            message = f"{entry.item} is no item of {checklist.catalogue}"
            yield rules.CHECKLIST_DOUBTFUL.at(at.within("item"), message, hint=hint, subject=entry.item)
            continue
        if entry.item in seen:
            message = f"{entry.item} is answered twice"
            yield rules.CHECKLIST_DOUBTFUL.at(at.within("item"), message, subject=entry.item)
        seen.add(entry.item)
        if entry.state == "no":
            message = f"{entry.item} was answered with “no”: {known[entry.item].question}"
            yield rules.CHECKLIST_NOT_MET.at(at.within("state"), message, subject=entry.item)
        yield from _doubts(examination, entry, at, known[entry.item])


def _doubts(
    examination: Examination, entry: ChecklistItem, place: Place, item: CatalogueItem
) -> Iterator[Diagnostic]:
    day = speaking_day(examination)
    if says_nothing(entry.looked_at):
        message = f"{entry.item} does not say what was looked at: “{entry.looked_at}”"
        yield rules.CHECKLIST_DOUBTFUL.at(place.within("looked_at"), message, subject=entry.item)
    if entry.state == "not applicable" and item.only_if and is_asked(examination.dossier, item):
        message = f"{entry.item} is called not applicable, but it applies: {_because(item.only_if)}"
        yield rules.CHECKLIST_DOUBTFUL.at(place.within("state"), message, subject=entry.item)
    if entry.on > day:
        message = f"{entry.item} was signed off on {entry.on}, after the report of {day}"
        yield rules.CHECKLIST_DOUBTFUL.at(place.within("on"), message, subject=entry.item)


def _because(condition: str) -> str:
    return "equivalence is claimed" if condition == "equivalence" else "the device has been on the market"


def _stale(examination: Examination, checklist: Checklist, place: Place) -> Iterator[Diagnostic]:
    """Items signed off before the newest evidence was appraised; what came after a signature is that rule's matter."""
    releases = examination.dossier.releases
    signed = min((item.on for item in releases.signatures if item.on), default=None) if releases else None
    first = signed or speaking_day(examination)
    known = (item for item in appraisals(examination.trace, first) if item.on <= first)
    newest = max(known, key=lambda item: item.on, default=None)
    stale = [entry.item for entry in checklist.items if newest is not None and entry.on < newest.on]
    if stale and newest is not None:
        message = f"signed off before {newest.what} of {newest.on}: {', '.join(stale)}"
        yield rules.CHECKLIST_DOUBTFUL.at(place, message, subject=place.path, severity=Severity.WARNING)
