"""From a dossier to its trace: nodes for everything identified, links as written, and what is wrong with them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from typing import Any, Final

from cerkit.link import rules
from cerkit.link.fields import Shape, shape_of
from cerkit.link.titles import title_of
from cerkit.model.catalogues import PillarCatalogue, RequirementCatalogue
from cerkit.model.diagnostics import Diagnostic, Place, Route
from cerkit.model.dossier import SLOTS, Dossier
from cerkit.model.identifiers import Kind, finding_id, kind_of
from cerkit.model.records.evaluation import RequirementAssessment
from cerkit.model.records.source import Finding, Source
from cerkit.model.trace import Link, Node, Trace, natural_key

PILLARS: Final = "n41-pillars"
"""Catalogue of the parts of a software evaluation (IMDRF N41)."""

_KIND_ORDER: Final = {kind: position for position, kind in enumerate(Kind)}


def build_trace(dossier: Dossier) -> tuple[Trace, tuple[Diagnostic, ...]]:
    """Link everything. Links to nothing, or to the wrong kind, are diagnostics and not part of the trace."""
    builder = _Builder(dossier)
    builder.add_catalogues()
    builder.add_records()
    builder.add_chapters()
    trace = Trace(dossier=dossier, nodes=builder.sorted_nodes(), links=builder.checked_links())
    return trace, (*builder.diagnostics, *_criterion_diagnostics(trace))


class _Builder:
    """Collects nodes first, then checks the links against them."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.nodes: dict[str, Node] = {}
        self.written: list[tuple[Link, frozenset[Kind], Place, Route]] = []
        self.diagnostics: list[Diagnostic] = []

    def add_catalogues(self) -> None:
        """Entries of the requirement catalogues that apply, and the pillars."""
        requirements = self.dossier.requirements
        place = self.dossier.origins.get("requirements/0", Place("evidence/requirements.yml"))
        for position, name in enumerate(requirements.catalogues if requirements else ()):
            catalogue = self.dossier.catalogues.get(name)
            if isinstance(catalogue, RequirementCatalogue):
                for entry in catalogue.entries:
                    self.nodes[entry.id] = Node(entry.id, Kind.REQUIREMENT, entry.title, entry, place)
            else:
                self._unknown_catalogue(name, place.within("catalogues", position), "requirements")
        pillars = self.dossier.catalogues.get(PILLARS)
        if isinstance(pillars, PillarCatalogue):
            for pillar in pillars.entries:
                self.nodes[pillar.id] = Node(pillar.id, Kind.PILLAR, pillar.title, pillar, Place(PILLARS))

    def add_records(self) -> None:
        for slot in SLOTS:
            value = getattr(self.dossier, slot.attribute)
            records = value if isinstance(value, tuple) else () if value is None else (value,)
            if slot.mapping:
                continue
            shape = shape_of(slot.model)
            for position, record in enumerate(records):
                key = getattr(record, "id", None) if shape.has_id else None
                owner = key or (slot.attribute if slot.single else f"{slot.attribute}/{position}")
                place = self.dossier.origins[key or f"{slot.attribute}/{position}"]
                if key:
                    self._add_node(record, key, place, None)
                self._visit(record, shape, owner, place, (), is_node=bool(key))

    def add_chapters(self) -> None:
        for chapter in self.dossier.chapters:
            place = Place(chapter.path, line=1, column=1)
            self.nodes[chapter.path] = Node(chapter.path, Kind.CHAPTER, chapter.title, chapter, place)

    def sorted_nodes(self) -> dict[str, Node]:
        ordered = sorted(self.nodes.values(), key=lambda node: (_KIND_ORDER[node.kind], natural_key(node.id)))
        return {node.id: node for node in ordered}

    def checked_links(self) -> tuple[Link, ...]:
        """Links whose target exists and is of a fitting kind; chapters' mentions last."""
        links: list[Link] = []
        for link, kinds, place, route in self.written:
            target = self.nodes.get(link.target)
            if target is not None and target.kind in kinds:
                links.append(link)
            elif target is not None:
                self._wrong_kind(link, target, kinds, place, route)
            elif link.target not in self.dossier.broken:
                self._dangling(link, kinds, place, route)
        mentions = {
            Link(chapter.path, "mentions", reference.target)
            for chapter in self.dossier.chapters
            for reference in chapter.references
            if reference.target in self.nodes
        }
        return (*links, *sorted(mentions, key=lambda link: (link.source, natural_key(link.target))))

    def _add_node(self, record: Any, identifier: str, place: Place, parent: str | None) -> None:
        kind = Kind.FINDING if isinstance(record, Finding) else kind_of(identifier)
        earlier = self.nodes.get(identifier)
        if kind is None and earlier is not None:
            self.nodes[identifier] = Node(identifier, earlier.kind, earlier.title, record, place)
        elif kind is None:
            names = self.dossier.requirements.catalogues if self.dossier.requirements else ()
            message = f"{identifier} is no entry of the catalogues that apply ({', '.join(names) or 'none'})"
            hint = self._near(identifier, frozenset({Kind.REQUIREMENT}))
            self.diagnostics.append(
                rules.DANGLING_REFERENCE.at(place.within("id"), message, hint=hint, subject=identifier)
            )
        elif earlier is None:
            self.nodes[identifier] = Node(identifier, kind, title_of(record), record, place, parent)

    def _visit(
        self, record: Any, shape: Shape, owner: str, place: Place, route: Route, *, is_node: bool
    ) -> None:
        """Collect the links of a record and of the models nested in it. `route` leads from the record's place."""
        for field in shape.links:
            value = getattr(record, field.name)
            if not value:
                continue
            relation = (
                ".".join((*(step for step in route if isinstance(step, str)), field.name))
                if route
                else field.name
            )
            if field.is_many:
                for position, target in enumerate(value):
                    where = (*route, field.name, position)
                    self.written.append((Link(owner, relation, target), field.target.kinds, place, where))
            else:
                link = Link(owner, relation, value)
                self.written.append((link, field.target.kinds, place, (*route, field.name)))
        for nested in shape.nested:
            value = getattr(record, nested.name)
            if not value:
                continue
            inner = shape_of(nested.model)
            for position, item in enumerate(value if nested.is_many else (value,)):
                step = (nested.name, position) if nested.is_many else (nested.name,)
                if inner.has_id and _has_global_id(item):
                    identifier = finding_id(owner, item.id) if isinstance(record, Source) else item.id
                    below = place.within(*route, *step)
                    self._add_node(item, identifier, below, owner if is_node else None)
                    self._visit(item, inner, identifier, below, (), is_node=True)
                else:
                    self._visit(item, inner, owner, place, (*route, *step), is_node=is_node)

    def _wrong_kind(
        self, link: Link, target: Node, kinds: frozenset[Kind], place: Place, route: Route
    ) -> None:
        wanted = " or ".join(sorted(kinds)) if len(kinds) < 4 else "another kind of record"
        message = f"{link.source}: {link.target} is a {target.kind}, but `{link.relation}` names a {wanted}"
        hint = self._near(link.target, kinds)
        self.diagnostics.append(
            rules.WRONG_KIND.at(place.within(*route), message, hint=hint, subject=link.source)
        )

    def _dangling(self, link: Link, kinds: frozenset[Kind], place: Place, route: Route) -> None:
        message = f"{link.source}: `{link.relation}` names {link.target}, which does not exist"
        hint = self._near(link.target, kinds)
        self.diagnostics.append(
            rules.DANGLING_REFERENCE.at(place.within(*route), message, hint=hint, subject=link.source)
        )

    def _near(self, identifier: str, kinds: frozenset[Kind]) -> str | None:
        return near_identifiers(identifier, (node.id for node in self.nodes.values() if node.kind in kinds))

    def _unknown_catalogue(self, name: str, place: Place, kind: str) -> None:
        known = sorted(self.dossier.catalogues)
        near = difflib.get_close_matches(name, known, n=3)
        hint = f"did you mean {', '.join(near)}?" if near else f"catalogues: {', '.join(known)}"
        message = f"there is no catalogue of {kind} called {name}"
        self.diagnostics.append(rules.UNKNOWN_CATALOGUE.at(place, message, hint=hint))


def _has_global_id(item: Any) -> bool:
    """False for parts whose `id` counts only inside their record, such as a question of the protocol."""
    return isinstance(item, Finding | RequirementAssessment) or kind_of(item.id) is not None


def near_identifiers(identifier: str, candidates: Iterator[str]) -> str | None:
    """A hint that names existing identifiers like this one."""
    near = difflib.get_close_matches(identifier, list(candidates), n=3, cutoff=0.5)
    return f"identifiers close to it: {', '.join(near)}" if near else None


def _criterion_diagnostics(trace: Trace) -> Iterator[Diagnostic]:
    """Findings that cannot decide the criterion which names them."""
    for criterion in trace.dossier.criteria:
        endpoint = trace.endpoint(criterion.endpoint)
        place = trace.nodes[criterion.id].place
        for position, identifier in enumerate(criterion.decided_by):
            found = trace.finding(identifier)
            if found is None or endpoint is None:
                continue
            source, finding = found
            where = place.within("decided_by", position)
            if finding.endpoint != criterion.endpoint:
                message = f"{criterion.id} is about {criterion.endpoint}, but {identifier} measures {finding.endpoint}"
                yield rules.OTHER_ENDPOINT.at(where, message, subject=criterion.id)
            elif finding.unit != endpoint.unit:
                message = f"{identifier} is given in {finding.unit}, but {endpoint.id} in {endpoint.unit}"
                yield rules.OTHER_ENDPOINT.at(
                    where, message, hint="give both in the same unit", subject=criterion.id
                )
            elif not trace.is_admissible(source):
                yield rules.INADMISSIBLE_EVIDENCE.at(
                    where, _why_inadmissible(criterion.id, source), subject=criterion.id
                )


def _why_inadmissible(criterion: str, source: Source) -> str:
    if source.relation not in ("under evaluation", "equivalent"):
        return f"{criterion} is decided by {source.id}, which holds data of a {source.relation} device"
    if source.relation == "equivalent":
        return f"{criterion} is decided by {source.id}, whose device was not accepted as equivalent"
    if source.retracted:
        return f"{criterion} is decided by {source.id}, which is retracted"
    if source.appraisal is not None and source.appraisal.role == "rejected":
        return f"{criterion} is decided by {source.id}, which the appraisal rejected"
    return f"{criterion} is decided by {source.id}, of which only the {source.read} was read"
