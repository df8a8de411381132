"""What a model holds, in words: types from its annotations, meanings from the texts below its fields."""

from __future__ import annotations

import inspect
import re
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, StringConstraints
from pydantic_core import PydanticUndefined

from cerkit.model import identifiers
from cerkit.model.catalogues import base as catalogues
from cerkit.model.fields import Markdown, Strictly
from cerkit.model.identifiers import Kind, Target
from cerkit.model.records import review
from cerkit.render.attribute_texts import attribute_texts

_NAMED: typing.Final[dict[Any, str]] = {
    Markdown: "text in Markdown",
    identifiers.LocalId: "name (small letters, digits, hyphens)",
    identifiers.RequirementId: "identifier of a catalogue's entry",
    catalogues.CatalogueId: "identifier of a catalogue",
    catalogues.EntryId: "identifier of an entry",
    catalogues.Issued: 'date as exactly as known, quoted: "2017", "2016-06", "2017-09-21"',
    review.RecordKey: "record key, for example `pmid-38912345`",
}
"""Types with a form of their own, by what a writer calls them."""

_SHORT_FORMS: typing.Final = {"ifu": "IFU", "pico": "PICO", "pmcf": "PMCF", "samd": "SaMD"}

_PLAIN: typing.Final[dict[Any, str]] = {
    str: "text",
    int: "whole number",
    bool: "`true` or `false`",
    date: "day",
    Decimal: "number",
}


@dataclass(frozen=True, slots=True)
class FieldWords:
    """One field of a model as a row of the reference."""

    name: str
    holds: str
    """Type in words, Markdown."""
    needed: str
    """Whether it must be there, or what counts without it."""
    meaning: str


def fields_of(model: type[BaseModel], homes: Mapping[Kind, str]) -> Iterator[FieldWords]:
    """The fields in the order in which they are written. `homes`: kind of record -> address of its section."""
    hints = typing.get_type_hints(model, include_extras=True)
    meanings = attribute_texts(model)
    for name, info in model.model_fields.items():
        yield FieldWords(
            name,
            _words(hints[name], homes),
            _needed(info.get_default(call_default_factory=True, validated_data={})),
            meanings.get(name, ""),
        )


def models_in(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """The models that the fields of a model hold, in the order of the fields, once each."""
    found = (part for info in model.model_fields.values() for part in _models_of(info.annotation))
    yield from dict.fromkeys(found)


def models_below(model: type[BaseModel], shown: set[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    """Models inside a model that were not shown yet, each before its own parts; they count as shown then."""
    for part in models_in(model):
        if part not in shown:
            shown.add(part)
            yield part
            yield from models_below(part, shown)


def anchor_of(model: type[BaseModel]) -> str:
    """Where the reference describes a model: RequirementAssessment -> requirement-assessment."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", model.__name__).lower()


def title_of(model: type[BaseModel]) -> str:
    """RequirementAssessment -> Requirement assessment."""
    words = anchor_of(model).replace("-", " ").capitalize().split()
    return " ".join(_SHORT_FORMS.get(word.lower(), word) for word in words)


def text_of(thing: object) -> str:
    """The docstring without its line breaks; empty for a model that speaks for itself."""
    own = inspect.cleandoc(getattr(thing, "__doc__", None) or "")
    return "\n\n".join(" ".join(part.split()) for part in own.split("\n\n"))


def _words(hint: Any, homes: Mapping[Kind, str]) -> str:
    """The type in words."""
    if hint in _NAMED:
        return _NAMED[hint]
    composed = _COMPOSED.get(get_origin(hint))
    if composed is not None:
        return composed(get_args(hint), homes)
    if issubclass(hint, Strictly):
        return f"[{title_of(hint)}](#{anchor_of(hint)})"
    return _PLAIN[hint]


def _annotated(arguments: tuple[Any, ...], homes: Mapping[Kind, str]) -> str:
    inner, *marks = arguments
    for mark in marks:
        if isinstance(mark, Target):
            return _link(mark, homes)
        if isinstance(mark, StringConstraints) and mark.pattern not in (None, r"\S"):
            return _form(str(mark.pattern))
    return _words(inner, homes)


def _form(pattern: str) -> str:
    prefix = re.match(r"\^([A-Z]+-)\[", pattern)
    return f"identifier `{prefix[1]}…`" if prefix else f"text of the form `{pattern}`"


def _link(target: Target, homes: Mapping[Kind, str]) -> str:
    if len(target.kinds) > 5:
        return "link to any record"
    kinds = sorted(target.kinds, key=list(Kind).index)
    named = (f"[{kind}]({homes[kind]})" if kind in homes else str(kind) for kind in kinds)
    return f"link to {' or '.join(named)}"


def _union(arguments: tuple[Any, ...], homes: Mapping[Kind, str]) -> str:
    parts = [part for part in arguments if part is not type(None)]
    if set(parts) == {int, Decimal}:
        return "number"
    return " or ".join(dict.fromkeys(_words(part, homes) for part in parts))


def _many(arguments: tuple[Any, ...], homes: Mapping[Kind, str]) -> str:
    items = [part for part in arguments if part is not Ellipsis]
    word = _words(items[0], homes)
    if word.startswith("link to "):
        return word.replace("link to ", "list of links to ", 1)
    return f"list of {word}" if Ellipsis in arguments or len(items) == 1 else f"list of {len(items)}: {word}"


def _needed(default: Any) -> str:
    if default is PydanticUndefined:
        return "yes"
    if default in (None, (), {}):
        return "no"
    shown = str(default).lower() if isinstance(default, bool) else str(default)
    return f"no; `{shown}` without it"


def _literal(arguments: tuple[Any, ...], _homes: Mapping[Kind, str]) -> str:
    return " · ".join(f"`{value}`" for value in arguments)


def _entries(arguments: tuple[Any, ...], homes: Mapping[Kind, str]) -> str:
    key, value = (_words(part, homes) for part in arguments)
    return f"named entries: {key} → {value}"


_COMPOSED: typing.Final[dict[Any, Callable[[tuple[Any, ...], Mapping[Kind, str]], str]]] = {
    Annotated: _annotated,
    Literal: _literal,
    typing.Union: _union,
    types.UnionType: _union,
    tuple: _many,
    list: _many,
    dict: _entries,
}


def _models_of(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and get_origin(annotation) is None:
        if issubclass(annotation, BaseModel):
            yield annotation
        return
    for argument in get_args(annotation):
        yield from _models_of(argument)
