"""From single files to one dossier; identifiers are unique from here on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cerkit.model.catalogues.base import CatalogueBase
from cerkit.model.diagnostics import Diagnostic, Place, Rule
from cerkit.model.dossier import SLOTS, Chapter, Dossier, Placed, RecordFile, Records


def assemble(
    files: Iterable[RecordFile],
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
    origins: dict[str, Place] = {}
    diagnostics: list[Diagnostic] = []
    for file in sorted(files, key=lambda item: item.path):
        broken.update(file.broken)
        group = groups[file.slot.attribute]
        for entry in file.placed:
            found = tuple(_duplicates(entry, origins, duplicate))
            diagnostics += found
            if not found:
                group.append(entry)
    single = {slot.attribute for slot in SLOTS if slot.single}
    kept: dict[str, Any] = {
        attribute: (group[0].record if group else None) if attribute in single else Records(group)
        for attribute, group in groups.items()
    }
    dossier = Dossier(
        **kept,
        chapters=tuple(sorted(chapters, key=lambda chapter: chapter.path)),
        catalogues=catalogues,
        placed={attribute: tuple(group) for attribute, group in groups.items()},
        broken=frozenset(broken),
    )
    return dossier, tuple(diagnostics)


def _duplicates(entry: Placed, origins: dict[str, Place], rule: Rule) -> Iterator[Diagnostic]:
    """Identifiers of the record and its parts that stand somewhere already; the others are noted."""
    for identifier, _, route, parent in entry.outline.nodes:
        first = origins.get(identifier)
        if first is None:
            origins[identifier] = entry.place
            continue
        message = f"{identifier} stands in {first.path} already"
        yield rule.at(entry.place.within(*route, "id"), message, subject=identifier)
        if parent is None and not route:
            return  # the parts of a record that is left out are no second mistake
