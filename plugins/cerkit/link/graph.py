"""From a dossier to its trace: nodes for everything identified, links as written, and what is wrong with them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Final

from cerkit.link import rules
from cerkit.link.outline import WrittenLinks, walk
from cerkit.model.catalogues.legal import PillarCatalogue, RequirementCatalogue
from cerkit.model.diagnostics import Diagnostic, Place, Rule
from cerkit.model.dossier import Dossier
from cerkit.model.identifiers import Kind, near_identifiers, with_article
from cerkit.model.layout import SLOTS, Slot
from cerkit.model.outline import LinkKind, LinkRow, Links, NodeRow, Outline, Placed
from cerkit.model.trace import Link, Nodes, Standalone, Trace, natural_key

PILLARS: Final = "n41-pillars"
"""Catalogue of the parts of a software evaluation (IMDRF N41)."""
MOST_HINTS: Final = 100
_NAMING_CATALOGUES: Final = (
    ("plan", "appraisal_schemes"),
    ("protocol", "appraisal_schemes"),
    ("checklists", "catalogue"),
)
"""Records that name catalogues, beside the requirements, and the field in which they do."""
_MENTIONS: Final = LinkKind("mentions", frozenset())


def build_trace(dossier: Dossier) -> tuple[Trace, tuple[Diagnostic, ...]]:
    """Link everything. Links to nothing, or to the wrong kind, are diagnostics and not part of the trace."""
    builder = _Builder(dossier)
    builder.add_catalogues()
    builder.add_records()
    builder.add_chapters()
    trace = Trace(dossier=dossier, nodes=Nodes(builder.rows), rows=Links(builder.checked_links()))
    return trace, tuple(builder.diagnostics)


class _Builder:
    """Collects nodes first, then checks the links against them."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.rows: dict[str, tuple[NodeRow, Placed | Standalone, str | None]] = {}
        self.diagnostics: list[Diagnostic] = []
        self.names: dict[str, list[str]] = {}
        self.hints: dict[tuple[str, frozenset[str]], str | None] = {}

    def add_catalogues(self) -> None:
        """Entries of the requirement catalogues that apply, and the pillars."""
        requirements = self.dossier.requirements
        place = Place("evidence/requirements.yml")
        for position, name in enumerate(requirements.catalogues if requirements else ()):
            catalogue = self.dossier.catalogues.get(name)
            if isinstance(catalogue, RequirementCatalogue):
                for entry in catalogue.entries:
                    self._add_entry(entry.id, Kind.REQUIREMENT, entry.title, entry, place)
            else:
                self._unknown_catalogue(name, place.within("catalogues", position), "requirements")
        for attribute, field in _NAMING_CATALOGUES:
            for placed in self.dossier.placed.get(attribute, ()):
                self._check_catalogues(placed, field)
        pillars = self.dossier.catalogues.get(PILLARS)
        if isinstance(pillars, PillarCatalogue):
            for pillar in pillars.entries:
                self._add_entry(pillar.id, Kind.PILLAR, pillar.title, pillar, Place(PILLARS))

    def add_records(self) -> None:
        """Every record's nodes. An assessed requirement takes the place of its catalogue's entry, and its title."""
        for _, _, placed in self._placed():
            for row in placed.outline.nodes:
                if row[1] == Kind.REQUIREMENT:
                    self._add_assessment(row, placed)
                else:
                    self.rows.setdefault(row[0], (row, placed, None))

    def add_chapters(self) -> None:
        for chapter in self.dossier.chapters:
            place = Place(chapter.path, line=1, column=1)
            self._add_entry(chapter.path, Kind.CHAPTER, chapter.title, chapter, place)

    def checked_links(self) -> list[Outline]:
        """Outlines of which all targets exist and are of a fitting kind, else what is left of them; mentions last."""
        sound: list[Outline] = []
        for slot, position, placed in self._placed():
            if self._is_sound(placed.outline):
                sound.append(placed.outline)
            else:
                sound.append(Outline((), tuple(self._checked_slowly(slot, position, placed))))
        return [*sound, Outline((), tuple(self._mentions()))]

    def _is_sound(self, outline: Outline) -> bool:
        """Whether all targets fit. Written without calls: a dossier has tens of thousands."""
        known, kinds = self.rows, outline.kinds
        for at, targets in outline.named:
            allowed = kinds[at].kinds
            for target in targets:
                found = known.get(target)
                if found is None or found[0][1] not in allowed:
                    return False
        return True

    def _fits(self, target: str, kinds: frozenset[str]) -> bool:
        found = self.rows.get(target)
        return found is not None and found[0][1] in kinds

    def _checked_slowly(self, slot: Slot, position: int, placed: Placed) -> Iterator[LinkRow]:
        """A record with a wrong link is gone through again, now with the routes to its fields."""
        for item in walk(placed.record, slot, position):
            if not isinstance(item, WrittenLinks):
                continue
            kinds = item.kind.kinds
            for index, target in enumerate(item.targets):
                route = (*item.route, index) if item.is_many else item.route
                self._check(Link(item.source, item.kind.relation, target), kinds, placed.place.within(*route))
            yield item.source, item.kind, [name for name in item.targets if self._fits(name, kinds)]

    def _check(self, link: Link, kinds: frozenset[str], place: Place) -> None:
        found = self.rows.get(link.target)
        if found is None and not self.dossier.may_hold(link.target):
            self._dangling(link, kinds, place)
        elif found is not None and found[0][1] not in kinds:
            self._wrong_kind(link, found[0][1], kinds, place)

    def _mentions(self) -> Iterator[LinkRow]:
        """What each page names, once."""
        for chapter in self.dossier.chapters:
            named = {reference.target for reference in chapter.references if reference.target in self.rows}
            if named:
                yield chapter.path, _MENTIONS, sorted(named, key=natural_key)

    def _placed(self) -> Iterator[tuple[Slot, int, Placed]]:
        for slot in SLOTS:
            if not slot.mapping:
                for position, placed in enumerate(self.dossier.placed.get(slot.attribute, ())):
                    yield slot, position, placed

    def _add_entry(self, identifier: str, kind: Kind, title: str, value: object, place: Place) -> None:
        self.rows[identifier] = ((identifier, str(kind), (), None), Standalone(value, place), title)

    def _add_assessment(self, row: NodeRow, placed: Placed) -> None:
        identifier, _, route, _ = row
        entry = self.rows.get(identifier)
        if entry is not None:
            self.rows[identifier] = (row, placed, entry[2])
            return
        if self.dossier.may_hold(identifier):
            return
        names = self.dossier.requirements.catalogues if self.dossier.requirements else ()
        message = f"{identifier} is no entry of the catalogues that apply ({', '.join(names) or 'none'})"
        hint = self._near(identifier, frozenset({Kind.REQUIREMENT}))
        place = placed.place.within(*route, "id")
        self.diagnostics.append(rules.DANGLING_REFERENCE.at(place, message, hint=hint, subject=identifier))

    def _wrong_kind(self, link: Link, kind: str, kinds: frozenset[str], place: Place) -> None:
        wanted = with_article(" or ".join(sorted(kinds))) if len(kinds) < 4 else "another kind of record"
        message = f"{link.target} is {with_article(kind)}, but `{link.relation}` names {wanted}"
        self._report(rules.WRONG_KIND, link, message, kinds, place)

    def _dangling(self, link: Link, kinds: frozenset[str], place: Place) -> None:
        message = f"`{link.relation}` names {link.target}, which does not exist"
        self._report(rules.DANGLING_REFERENCE, link, message, kinds, place)

    def _report(self, rule: Rule, link: Link, message: str, kinds: frozenset[str], place: Place) -> None:
        """A record without identifier is no subject; the place says which one it is."""
        subject = link.source if link.source in self.rows else None
        text = f"{subject}: {message}" if subject else message
        self.diagnostics.append(rule.at(place, text, hint=self._near(link.target, kinds), subject=subject))

    def _near(self, identifier: str, kinds: frozenset[str]) -> str | None:
        """Identifiers like this one. After the first hundred names somebody has lost a file, and needs no hints."""
        if (identifier, kinds) not in self.hints and len(self.hints) < MOST_HINTS:
            candidates = (name for kind in sorted(kinds) for name in self._names_of().get(kind, ()))
            self.hints[identifier, kinds] = near_identifiers(identifier, candidates)
        return self.hints.get((identifier, kinds))

    def _names_of(self) -> dict[str, list[str]]:
        """Identifiers by kind, gathered when the first link is found wrong."""
        if not self.names:
            for name, (row, _, _) in self.rows.items():
                self.names.setdefault(row[1], []).append(name)
        return self.names

    def _check_catalogues(self, placed: Placed, field: str) -> None:
        value = getattr(placed.record, field)
        routes = ((field,),) if isinstance(value, str) else tuple((field, at) for at in range(len(value)))
        for route, name in zip(routes, (value,) if isinstance(value, str) else value, strict=True):
            if name not in self.dossier.catalogues:
                self._unknown_catalogue(name, placed.place.within(*route), "this kind")

    def _unknown_catalogue(self, name: str, place: Place, kind: str) -> None:
        if self.dossier.may_hold(name):
            return
        known = [key for key in sorted(self.dossier.catalogues) if key != name]
        near = difflib.get_close_matches(name, known, n=3)
        hint = f"did you mean {', '.join(near)}?" if near else f"catalogues: {', '.join(known)}"
        message = f"there is no catalogue of {kind} called {name}"
        self.diagnostics.append(rules.UNKNOWN_CATALOGUE.at(place, message, hint=hint))
