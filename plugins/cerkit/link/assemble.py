"""From the readings of single files to one dossier; identifiers are unique from here on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cerkit.model.catalogues import CatalogueBase
from cerkit.model.diagnostics import Diagnostic, Place, Rule
from cerkit.model.dossier import SLOTS, Chapter, Dossier, Placed, Reading


def assemble(
    readings: Iterable[Reading],
    chapters: Iterable[Chapter],
    catalogues: Mapping[str, CatalogueBase],
    *,
    duplicate: Rule,
) -> tuple[Dossier, tuple[Diagnostic, ...]]:
    """Put every record in its place, in the order of the files' paths.

    Of two records with the same identifier the first is kept; the other is reported under the rule `duplicate`.
    """
    groups: dict[str, list[Placed]] = {slot.attribute: [] for slot in SLOTS}
    broken: set[str] = set()
    for reading in sorted(readings, key=lambda item: item.path):
        broken.update(reading.broken)
        if reading.slot is not None:
            groups[reading.slot.attribute].extend(reading.entries)
    origins: dict[str, Place] = {}
    diagnostics: list[Diagnostic] = []
    kept: dict[str, Any] = {}
    single = {slot.attribute for slot in SLOTS if slot.single}
    for attribute, entries in groups.items():
        unique = _unique(entries, attribute, origins, diagnostics, duplicate)
        kept[attribute] = (unique[0] if unique else None) if attribute in single else tuple(unique)
    dossier = Dossier(
        **kept,
        chapters=tuple(sorted(chapters, key=lambda chapter: chapter.path)),
        catalogues=catalogues,
        origins=origins,
        broken=frozenset(broken),
    )
    return dossier, tuple(diagnostics)


def _unique(
    entries: list[Placed],
    attribute: str,
    origins: dict[str, Place],
    diagnostics: list[Diagnostic],
    duplicate: Rule,
) -> list[Any]:
    records: list[Any] = []
    for entry in entries:
        identifier = getattr(entry.record, "id", None) or f"{attribute}/{len(records)}"
        first = origins.get(identifier)
        if first is not None:
            message = f"{identifier} stands in {first.path} already"
            diagnostics.append(duplicate.at(entry.place.within("id"), message, subject=identifier))
            continue
        origins[identifier] = entry.place
        records.append(entry.record)
    return records
