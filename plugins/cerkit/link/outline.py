"""The outline of a record: what has an identifier in it, and what it names."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Final, NamedTuple

from cerkit.link.facts import facts_of
from cerkit.link.fields import shape_of
from cerkit.model.diagnostics import Route
from cerkit.model.identifiers import Kind, finding_id, kind_of
from cerkit.model.layout import Slot
from cerkit.model.outline import LinkKind, LinkRow, NodeRow, Outline
from cerkit.model.records.evaluation import RequirementAssessment
from cerkit.model.records.source import Finding, Source

_KIND_OF_MODEL: Final[dict[type, Kind]] = {Finding: Kind.FINDING, RequirementAssessment: Kind.REQUIREMENT}


class WrittenLinks(NamedTuple):
    """The links of one field, with the route to it."""

    source: str
    kind: LinkKind
    targets: tuple[str, ...]
    route: Route
    is_many: bool


def outline_of(record: Any, slot: Slot, position: int) -> Outline:
    """Nodes and links of one record. `position` names a record without identifier among those of its kind."""
    if slot.mapping:
        return Outline((), ())
    nodes: list[NodeRow] = []
    links: list[LinkRow] = []
    for item in walk(record, slot, position):
        if isinstance(item, WrittenLinks):
            links.append((item.source, item.kind, item.targets))
        else:
            nodes.append(item)
    if not isinstance(record, Source):
        return Outline(nodes, links)
    *facts, findings = facts_of(record)
    return Outline(nodes, links, facts, findings)


def walk(record: Any, slot: Slot, position: int) -> Iterator[NodeRow | WrittenLinks]:
    """Every identified part of a record and the links of every field, a holder before its parts."""
    shape = shape_of(slot.model)
    identifier = record.id if shape.has_id else None
    owner = identifier or (slot.attribute if slot.single else f"{slot.attribute}/{position}")
    if identifier:
        yield identifier, _kind(record, identifier), (), None
    yield from _walk(record, slot.model, owner, identifier, (), "")


def _walk(
    record: Any, model: type, owner: str, holder: str | None, route: Route, prefix: str
) -> Iterator[NodeRow | WrittenLinks]:
    """The fields that are links, then the nested models that have some. `prefix` begins the relation's name."""
    shape = shape_of(model)
    for field in shape.links:
        value = getattr(record, field.name)
        if value:
            targets = value if field.is_many else (value,)
            kind = _link_kind(prefix + field.name, field.kinds)
            yield WrittenLinks(owner, kind, targets, (*route, field.name), field.is_many)
    for nested in shape.nested:
        value = getattr(record, nested.name)
        for position, item in enumerate((value if nested.is_many else (value,)) if value else ()):
            below = (*route, nested.name, position) if nested.is_many else (*route, nested.name)
            if shape_of(nested.model).has_id and _has_global_id(item):
                identifier = finding_id(owner, item.id) if isinstance(record, Source) else item.id
                yield identifier, _kind(item, identifier), below, holder
                yield from _walk(item, nested.model, identifier, identifier, below, "")
            else:
                yield from _walk(item, nested.model, owner, holder, below, f"{prefix}{nested.name}.")


@cache
def _link_kind(relation: str, kinds: frozenset[str]) -> LinkKind:
    """One value for each kind of link: a dossier has a hundred thousand links of some fifty kinds."""
    return LinkKind(relation, kinds)


def _has_global_id(item: Any) -> bool:
    """False for parts whose `id` counts only inside their record, such as a question of the protocol."""
    return type(item) in _KIND_OF_MODEL or kind_of(item.id) is not None


def _kind(item: Any, identifier: str) -> str:
    return str(_KIND_OF_MODEL.get(type(item)) or kind_of(identifier))
