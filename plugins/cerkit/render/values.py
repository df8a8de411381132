"""From a field of a record to a cell: what it holds decides the form, the model decides what is a link."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, get_args

from pydantic import BaseModel

from cerkit.model.fields import Strictly
from cerkit.model.identifiers import Target
from cerkit.model.records import control, evaluation, review, source
from cerkit.model.tables import EMPTY, Badge, Break, Cell, Items, Piece, RecordRef, Row, State, Words, cell
from cerkit.render.words import counts_text, date_text, humanised, interval_text, number_text, result_text

_LIST_FROM: Final = 32
"""Texts of a list that are longer than this stand below each other, shorter ones in one line."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a field may hold, as far as a table needs to know."""

    link: bool
    """True when its texts are identifiers of records."""
    model: type[Strictly] | None
    """The model of what it holds, for a dotted path."""


@lru_cache(maxsize=4096)
def shape_of(model: type[Strictly], path: str) -> Shape | None:
    """The shape of a field by its dotted path, or None where the model has no such field."""
    head, _, rest = path.partition(".")
    info = model.model_fields.get(head)
    if info is None:
        return None
    link = any(isinstance(mark, Target) for mark in info.metadata) or _has_link(info.annotation)
    shape = Shape(link=link or head == "id", model=_inner_model(info.annotation))
    if not rest:
        return shape
    return shape_of(shape.model, rest) if shape.model else None


def value_at(record: Strictly, path: str) -> object:
    """The value at a dotted path; over a list, the list of the values below it."""
    value: object = record
    for name in path.split("."):
        value = _step(value, name)
    return value


def cell_of(value: object, *, link: bool = False) -> Cell:
    """The cell of a field's value. Nothing is interpreted: texts stay texts."""
    return filled(pieces_of(value, link=link))


def row_of(*parts: Cell | Piece | str, anchor: str | None = None) -> Row:
    """A row of cells; a text or a piece that stands alone is made one."""
    return Row(tuple(part if isinstance(part, Cell) else cell(part) for part in parts), anchor)


def lacking(words: str) -> Badge:
    """Says that something is missing."""
    return Badge(State.GAP, words)


def filled(pieces: tuple[Piece, ...]) -> Cell:
    """A cell of the pieces; the sign for nothing where there are none."""
    return cell(*pieces) if pieces else EMPTY


def pieces_of(value: object, *, link: bool = False) -> tuple[Piece, ...]:
    """The pieces of a field's value, none for an empty one."""
    if value is None or value == () or value == "":
        return ()
    if isinstance(value, Mapping):
        named = ((str(key).replace("_", " "), pieces_of(held)) for key, held in value.items())
        return _listed(tuple((Words(f"{name}: "), *pieces) for name, pieces in named))
    if isinstance(value, tuple | list):
        return _listed(tuple(pieces_of(item, link=link) for item in value if item is not None))
    if isinstance(value, Strictly):
        wording = _WORDINGS.get(type(value))
        return wording(value) if wording else _listed(tuple(_labelled(value)))
    text = scalar_text(value)
    return (RecordRef(text) if link else Words(text),)


def scalar_text(value: object) -> str:
    """A single value in words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | Decimal):
        return number_text(value)
    return date_text(value) if isinstance(value, date) else str(value)


def joined(parts: tuple[tuple[Piece, ...], ...], separator: Piece) -> tuple[Piece, ...]:
    """The parts with the separator between them."""
    pieces: list[Piece] = []
    for position, part in enumerate(parts):
        pieces.extend((separator, *part) if position else part)
    return tuple(pieces)


def record_refs(identifiers: tuple[str, ...]) -> tuple[Piece, ...]:
    """Links to records, in one line."""
    return joined(tuple((RecordRef(identifier),) for identifier in identifiers), Words(", "))


def _listed(items: tuple[tuple[Piece, ...], ...]) -> tuple[Piece, ...]:
    """One item as it is, short ones in a line, longer ones as a list."""
    items = tuple(item for item in items if item)
    if len(items) <= 1:
        return items[0] if items else ()
    if all(len(item) == 1 and isinstance(item[0], RecordRef) for item in items):
        return joined(items, Words(", "))
    short = all(len(item) == 1 and isinstance(item[0], Words) for item in items) and all(
        len(item[0].text) <= _LIST_FROM for item in items if isinstance(item[0], Words)
    )
    return joined(items, Words(", ")) if short else (Items(items),)


def _appearance(value: evaluation.Appearance) -> tuple[Piece, ...]:
    place = (Words(f"{value.medium}, {value.place}"),)
    return (*place, Words(" ("), RecordRef(value.document), Words(")")) if value.document else place


def _conclusion(value: evaluation.Conclusion) -> tuple[Piece, ...]:
    signed = (RecordRef(value.by), Words(f", {date_text(value.on)}"))
    return (Words(value.statement, strong=True), Break(), Words(value.text), Break(), *signed)


def _discrepancy(value: source.Discrepancy) -> tuple[Piece, ...]:
    return (Words(f"{value.reason} ("), RecordRef(value.by), Words(f", {date_text(value.on)})"))


def _indicator_value(value: control.IndicatorValue) -> tuple[Piece, ...]:
    comment = f" ({value.comment})" if value.comment else ""
    return (RecordRef(value.indicator), Words(f": {number_text(value.value)}{comment}"))


def _labelled(value: Strictly) -> list[tuple[Piece, ...]]:
    """Each field that says something, after its label."""
    rows: list[tuple[Piece, ...]] = []
    for name in type(value).model_fields:
        shape = shape_of(type(value), name)
        held = pieces_of(getattr(value, name), link=bool(shape and shape.link))
        if held:
            rows.append((Words(f"{humanised(name)}: "), *held))
    return rows


def name_text(name: source.Name) -> str:
    """A person's name as it is read, or a body's."""
    return name.literal or " ".join(part for part in (name.given, name.family) if part)


def _step(value: object, name: str) -> object:
    if value is None:
        return None
    if isinstance(value, tuple):
        below = [_step(item, name) for item in value]
        flat = [part for item in below for part in (item if isinstance(item, tuple) else (item,))]
        return tuple(part for part in flat if part is not None)
    return getattr(value, name)


def _has_link(annotation: Any) -> bool:  # typing's forms have no common type
    marks = getattr(annotation, "__metadata__", ())
    if any(isinstance(mark, Target) for mark in marks):
        return True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return False
    return any(_has_link(part) for part in get_args(annotation))


def _inner_model(annotation: Any) -> type[Strictly] | None:  # typing's forms have no common type
    if isinstance(annotation, type):
        return annotation if issubclass(annotation, Strictly) else None
    return next((model for part in get_args(annotation) if (model := _inner_model(part))), None)


def same_value(held: object, wanted: object) -> bool:
    """Whether a field's value is what a writer asked for; numbers by value, the rest by its printed form."""
    if isinstance(held, tuple):
        return any(same_value(item, wanted) for item in held)
    if isinstance(held, bool) or isinstance(wanted, bool):
        return held is wanted or str(held).lower() == str(wanted).lower()
    if isinstance(held, int | Decimal) and isinstance(wanted, int | float | Decimal):
        return Decimal(str(held)) == Decimal(str(wanted))
    if isinstance(held, date):
        return held.isoformat() == str(wanted)
    return held == wanted or (held is not None and str(held) == str(wanted))


_WORDINGS: Final[Mapping[type[Strictly], Callable[[Any], tuple[Piece, ...]]]] = {
    source.Name: lambda value: (Words(name_text(value)),),
    source.Interval: lambda value: (Words(interval_text(value)),),
    source.Counts: lambda value: (Words(counts_text(value)),),
    source.Finding: lambda value: (Words(f"{value.label}: {result_text(value)}"),),
    source.Discrepancy: _discrepancy,
    evaluation.Appearance: _appearance,
    evaluation.Conclusion: _conclusion,
    evaluation.PlannedSource: lambda value: (Words(f"{value.kind}: {value.reason}"),),
    review.Limit: lambda value: (Words(f"{value.limit}: {value.reason}"),),
    control.Interest: lambda value: (Words(f"{value.topic}: {value.statement}"),),
    control.IndicatorValue: _indicator_value,
}
"""Records inside records that read better as a phrase than as a list of their fields."""
