"""A record as its fields, each with a name that stays the same wherever its entry stands in a list, and with its text.

White space, the order of keys, the form of a number and the order of a list are no part of what a field says, except in
the few lists that are printed in the written order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, NamedTuple

from pydantic import BaseModel

from cerkit.model.flat import alike
from cerkit.model.identifiers import kind_of
from cerkit.model.records import control, device, evaluation, review, source


class Value(NamedTuple):
    """What a field says."""

    meaning: Hashable
    """Equal where two values mean the same."""
    text: str
    """One line for people."""


class Field(NamedTuple):
    """One field of a record, or one entry of a list whose entries have names of their own."""

    name: str
    """`conclusion.statement`, `sizes.enrolled`, `periods[2025-07-01].denominator`."""
    value: Value
    entries: tuple[str, ...] = ()
    """The entries of lists in which it stands, from the outermost: `periods[2025-07-01]`."""


_IDENTIFIED: Final = (source.Finding, evaluation.RequirementAssessment)
_ORDERED: Final = frozenset(
    {(control.IfuSection, "items"), (device.Device, "history"), (source.Publication, "authors")}
)
"""Lists that are printed in the written order. Of every other list the order says nothing."""

_NAMED: Final[Mapping[type[BaseModel], Callable[[Any], str]]] = {
    evaluation.PlanElement: lambda item: item.element,
    evaluation.PlannedSource: lambda item: item.kind,
    evaluation.Appearance: lambda item: f"{item.medium}, {item.place}",
    device.DeviceVersion: lambda item: item.version,
    control.SurveillancePeriod: lambda item: item.starts.isoformat(),
    control.IndicatorValue: lambda item: item.indicator,
    control.EquivalenceRow: lambda item: item.row,
    control.ChecklistItem: lambda item: item.item,
    control.ReviewEntry: lambda item: f"{item.record}, {item.digest}",
    control.ReportRevision: lambda item: item.version,
    control.ReleasedTag: lambda item: item.tag,
    control.Signature: lambda item: f"{item.role}, {item.name}",
    control.Interest: lambda item: item.topic,
    review.Pico: lambda item: item.id,
    review.ProtocolSource: lambda item: item.name,
    review.Limit: lambda item: item.limit,
    review.Reviewer: lambda item: item.name,
    review.DeclaredFlow: lambda item: item.round,
    review.BibliographicRecord: lambda item: item.key,
    review.DuplicateLink: lambda item: " = ".join(sorted(item.same)),
    source.AccuracyTable: lambda item: f"{item.data_set}, {item.unit_of_analysis}, {item.endpoint}",
    control.Term: lambda item: item.term,
    control.Waiver: lambda item: f"{item.rule}, {item.record}",
}
"""By what an entry of a list is known, where it has no identifier: found again wherever it stands."""


def name_of(item: BaseModel) -> str | None:
    """The name by which an entry without identifier is known; None where nothing names it."""
    naming = _NAMED.get(type(item))
    return " ".join(naming(item).split()) if naming else None


def fields_of(record: BaseModel) -> Iterator[Field]:
    """Every field that says something. Parts with identifiers are records of their own, and left out."""
    return _fields(record, "", ())


def _fields(record: BaseModel, prefix: str, entries: tuple[str, ...]) -> Iterator[Field]:
    model = type(record)
    for name in model.model_fields:
        value = getattr(record, name)
        if value is None or value == () or value == {} or _is_identity(name, value):
            continue
        where = f"{prefix}{name}"
        if isinstance(value, BaseModel):
            yield from _fields(value, f"{where}.", entries)
        elif isinstance(value, Mapping):
            for key, held in value.items():
                yield Field(f"{where}.{key}", value_of(held), entries)
        elif isinstance(value, tuple) and type(value[0]) in _NAMED:
            yield from _entries(value, where, entries)
        else:
            yield Field(where, value_of(value, is_ordered=(model, name) in _ORDERED), entries)


def _is_identity(name: str, value: object) -> bool:
    """Whether it is the record's own identifier, or parts that have identifiers of their own."""
    if name in ("id", "key"):
        return True
    first = value[0] if isinstance(value, tuple) else value
    if not isinstance(first, BaseModel):
        return False
    return isinstance(first, _IDENTIFIED) or kind_of(getattr(first, "id", "")) is not None


def _entries(items: tuple[BaseModel, ...], where: str, entries: tuple[str, ...]) -> Iterator[Field]:
    """The fields of entries under their names; the second of one name gets a number."""
    seen: Counter[str] = Counter()
    for item in items:
        name = name_of(item) or ""
        seen[name] += 1
        entry = f"{where}[{name}]" if seen[name] == 1 else f"{where}[{name} ({seen[name]})]"
        yield from _fields(item, f"{entry}.", (*entries, entry))


def value_of(value: object, *, is_ordered: bool = False) -> Value:
    """What a value means and how it is told."""
    if isinstance(value, tuple):
        items = [value_of(item, is_ordered=is_ordered) for item in value]
        kept = items if is_ordered else sorted(items, key=lambda item: item.text)
        return Value(tuple(item.meaning for item in kept), "; ".join(item.text for item in kept))
    if isinstance(value, Mapping):
        pairs = sorted((str(key), value_of(item)) for key, item in value.items())
        meaning = tuple((key, item.meaning) for key, item in pairs)
        return Value(meaning, "; ".join(f"{key}: {item.text}" for key, item in pairs))
    if isinstance(value, BaseModel):
        parts = [(field.name, field.value) for field in fields_of(value)]
        meaning = tuple((name, item.meaning) for name, item in parts)
        return Value(meaning, ", ".join(f"{name}: {item.text}" for name, item in parts))
    text = _plain(value)
    return Value(alike(text), text)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return number_text(value)
    return " ".join(str(value).split())


def number_text(value: int | Decimal) -> str:
    """Without zeros at the end that say nothing."""
    text = format(Decimal(value), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
