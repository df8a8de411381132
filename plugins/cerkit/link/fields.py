"""Which fields of a model are links, found once per model from its annotations."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from cerkit.model.identifiers import Target


@dataclass(frozen=True, slots=True)
class LinkField:
    """A field that names records."""

    name: str
    kinds: frozenset[str]
    """Kinds of record it may name."""
    is_many: bool


@dataclass(frozen=True, slots=True)
class NestedField:
    """A field that holds models with links or identifiers of their own."""

    name: str
    model: type[BaseModel]
    is_many: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """What linking needs to know of a model."""

    links: tuple[LinkField, ...]
    nested: tuple[NestedField, ...]
    has_id: bool


@cache
def shape_of(model: type[BaseModel]) -> Shape:
    """The link fields of a model and the nested models worth visiting."""
    links: list[LinkField] = []
    nested: list[NestedField] = []
    for name, info in model.model_fields.items():
        target = next((mark for mark in info.metadata if isinstance(mark, Target)), None)
        found = (target, False) if target else _find(info.annotation, many=False)
        if found is None:
            continue
        what, many = found
        if isinstance(what, Target):
            links.append(LinkField(name, frozenset(str(kind) for kind in what.kinds), many))
        elif _is_worth_visiting(what):
            nested.append(NestedField(name, what, many))
    return Shape(tuple(links), tuple(nested), "id" in model.model_fields)


def _is_worth_visiting(model: type[BaseModel]) -> bool:
    shape = shape_of(model)
    return bool(shape.links or shape.nested or shape.has_id)


def _find(annotation: Any, *, many: bool) -> tuple[Target | type[BaseModel], bool] | None:
    """The link or model inside an annotation, looking through optionals, unions and tuples."""
    origin = get_origin(annotation)
    if origin is Annotated:
        mark = next((item for item in annotation.__metadata__ if isinstance(item, Target)), None)
        return (mark, many) if mark else _find(annotation.__origin__, many=many)
    if isinstance(annotation, type) and origin is None:
        return (annotation, many) if issubclass(annotation, BaseModel) else None
    if origin in (Union, UnionType, tuple):
        for argument in get_args(annotation):
            found = _find(argument, many=many or origin is tuple)
            if found is not None:
                return found
    return None
