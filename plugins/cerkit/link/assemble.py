"""From single files to one dossier; identifiers are unique from here on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cerkit.model.catalogues.base import CatalogueBase
from cerkit.model.catalogues.legal import RequirementCatalogue
from cerkit.model.chapters import Chapter
from cerkit.model.diagnostics import Diagnostic, Place, Rule
from cerkit.model.dossier import Dossier
from cerkit.model.layout import SLOTS, UNFINISHED
from cerkit.model.outline import Placed, Records
from cerkit.model.readings import RecordFile
from cerkit.model.records.evaluation import Requirements


def assemble(
    files: Iterable[RecordFile],
    chapters: Iterable[Chapter],
    catalogues: Mapping[str, CatalogueBase],
    *,
    duplicate: Rule,
    broken: Iterable[str] = (),
) -> tuple[Dossier, tuple[Diagnostic, ...]]:
    """Put every record in its place, in the order of the files' paths.

    Of two records with the same identifier the first is kept; the other is reported under the rule `duplicate`.
    `broken`: identifiers that stand in catalogues of the user's own which could not be read.
    """
    groups: dict[str, list[Placed]] = {slot.attribute: [] for slot in (*SLOTS, *UNFINISHED.values())}
    unfinished = {slot.attribute for slot in UNFINISHED.values()}
    hidden = set(broken)
    origins: dict[str, Place] = {}
    diagnostics: list[Diagnostic] = []
    for file in sorted(files, key=lambda item: item.path):
        hidden.update(file.broken)
        if file.slot.attribute in unfinished:
            # They may be named, and nothing can be read from them yet: one rule tells so, and no other.
            hidden.update(row[0] for entry in file.placed for row in entry.outline.nodes)
        if file.slot.model is Requirements and not file.placed:
            hidden.update(_entries(catalogues))
        for entry in file.placed:
            if _is_new(entry, origins):
                groups[file.slot.attribute].append(entry)
                continue
            if _is_duplicate(entry, origins):
                hidden.update(row[0] for row in entry.outline.nodes)
            else:
                groups[file.slot.attribute].append(entry)
            diagnostics += _duplicates(entry, origins, duplicate)
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
        broken=frozenset(hidden),
    )
    return dossier, tuple(diagnostics)


def _entries(catalogues: Mapping[str, CatalogueBase]) -> Iterator[str]:
    """Every requirement there is: which catalogues apply is not known while requirements.yml cannot be read."""
    for catalogue in catalogues.values():
        if isinstance(catalogue, RequirementCatalogue):
            yield from (entry.id for entry in catalogue.entries)


def _is_new(entry: Placed, origins: dict[str, Place]) -> bool:
    """Whether none of its identifiers stands anywhere else; they are noted. So it is with nearly all, at no cost."""
    nodes = entry.outline.nodes
    names = dict.fromkeys([row[0] for row in nodes], entry.place)
    if len(names) < len(nodes) or not origins.keys().isdisjoint(names):
        return False
    origins.update(names)
    return True


def _is_duplicate(entry: Placed, origins: dict[str, Place]) -> bool:
    """Whether another record has its identifier. A part of it that is named twice does not put the whole aside."""
    return any(row[0] in origins for row in entry.outline.nodes if not row[2])


def _duplicates(entry: Placed, origins: dict[str, Place], rule: Rule) -> Iterator[Diagnostic]:
    """Identifiers of the record and its parts that stand somewhere already; the others are noted."""
    for identifier, _, route, _ in entry.outline.nodes:
        first = origins.get(identifier)
        if first is None:
            origins[identifier] = entry.place
            continue
        message = f"{identifier} stands in {first.path} already"
        yield rule.at(entry.place.within(*route, "id"), message, subject=identifier)
        if not route:
            return  # the parts of a record that is left out are no second mistake
