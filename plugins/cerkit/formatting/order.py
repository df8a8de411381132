"""In which order the fields of a record stand: as in its model."""

from __future__ import annotations

import types
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from cerkit.model.layout import SLOTS, Slot

Shape = Any
"""Type of a value as a model declares it, or None for one of which no model speaks."""


def shape_of_file(path: str) -> Shape:
    """The type of what a file holds. Catalogues keep their order: their models inherit from each other, and so the
    fields of an entry stand in no order that anybody would write."""
    slot = next((slot for slot in SLOTS if _fits(slot, path)), None)
    if slot is None:
        return None
    if slot.key is not None:
        return dict[str, tuple[slot.model, ...]]  # type: ignore[name-defined]  # a type made at run time
    return dict[str, slot.model] if slot.mapping else slot.model  # type: ignore[name-defined]  # likewise


def rank(shape: Shape, key: str) -> int:
    """Place of a field in its record. Unknown fields come last; the keys of a named list all have the same."""
    return _fields(_bare(shape)).get(key, (len(_fields(_bare(shape))), None))[0]


def below(shape: Shape, key: str | None) -> Shape:
    """Type of a field, or of the items of a list and the values of a mapping by name."""
    bare = _bare(shape)
    fields = _fields(bare)
    if fields:
        return fields[key][1] if key in fields else None
    arguments = get_args(bare)
    origin: Any = get_origin(bare)
    if origin is dict and key is not None:
        return arguments[1]
    if origin in {tuple, list} and key is None:
        return arguments[0]
    return None


@cache
def _fields(bare: Shape) -> dict[str | None, tuple[int, Shape]]:
    if not (isinstance(bare, type) and issubclass(bare, BaseModel)):
        return {}
    return {name: (index, info.annotation) for index, (name, info) in enumerate(bare.model_fields.items())}


def _bare(shape: Shape) -> Shape:
    """The type without marks and without `| None`."""
    while True:
        origin: Any = get_origin(shape)
        if origin is Annotated:
            shape = get_args(shape)[0]
        elif origin in {Union, types.UnionType}:
            parts = [part for part in get_args(shape) if part is not type(None)]
            if len(parts) != 1:
                return None
            shape = parts[0]
        else:
            return shape


def _fits(slot: Slot, path: str) -> bool:
    wanted, parts = f"evidence/{slot.pattern}".split("/"), path.split("/")
    if len(wanted) != len(parts):
        return False
    return all(
        want in {part, "*"} or (want == "*.yml" and part.endswith(".yml"))
        for want, part in zip(wanted, parts, strict=True)
    )
