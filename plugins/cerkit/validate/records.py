"""From the plain values of one file to its records, with every mistake of every record."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from itertools import islice
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from cerkit.model.diagnostics import MOST_TOLD, Diagnostic, Place
from cerkit.model.fields import Empty, Strictly
from cerkit.model.layout import SLOTS, UNFINISHED, Screening, Slot
from cerkit.model.readings import Entry, Reading
from cerkit.validate import rules
from cerkit.validate.errors import described, diagnose

_NAMING_FIELDS: Final = ("id", "search", "evaluator", "catalogue")
"""Fields that name a file; the first one that a model has counts."""


def slot_of(path: str) -> Slot | None:
    """The kind of file that a path below `evidence/` names, or None."""
    for slot, fits in _slots_below().get(path.partition("/")[0], ()):
        if fits(path):
            return slot
    return None


def validate_file(path: str, value: Any, slot: Slot) -> Reading:
    """The records of one file. `path` is the whole path, as diagnostics print it."""
    place = Place(path)
    if isinstance(value, Empty):
        return Reading(path, slot)
    if slot.mapping:
        return _validate_decisions(value, slot, place)
    if slot.key is None:
        return _validate_single(value, _finished(slot, value), place)
    return _validate_list(value, slot, slot.key, place)


def _finished(slot: Slot, value: Any) -> Slot:
    """The kind that a record is while it lacks what is filled in later, else its own."""
    is_begun = slot.filled_later is not None and isinstance(value, dict) and slot.filled_later not in value
    return UNFINISHED[slot.attribute] if is_begun else slot


@cache
def _slots_below() -> dict[str, list[tuple[Slot, Callable[[str], object]]]]:
    """Kinds of file, with the test of a path, by the first part of it; none begins with a wildcard."""
    groups: dict[str, list[tuple[Slot, Callable[[str], object]]]] = {}
    for slot in SLOTS:
        fits: Callable[[str], object] = slot.pattern.__eq__
        if "*" in slot.pattern:
            pattern = re.escape(slot.pattern).replace(r"\*\.yml", r"[^/]+\.yml").replace(r"\*", "[^/]*")
            fits = re.compile(pattern).fullmatch
        groups.setdefault(slot.pattern.split("/")[0], []).append((slot, fits))
    return groups


def _validate_single(value: Any, slot: Slot, place: Place) -> Reading:
    record, diagnostics = _validate_one(value, slot, place)
    if record is None:
        return Reading(place.path, slot, broken=_identifiers(value), diagnostics=diagnostics)
    if "*" in slot.pattern:
        diagnostics += _check_file_name(record, place)
    return Reading(place.path, slot, (Entry(record, place),), diagnostics=diagnostics)


def _validate_list(value: Any, slot: Slot, key: str, place: Place) -> Reading:
    if not isinstance(value, dict) or not isinstance(value.get(key), list):
        missing = isinstance(value, dict) and key in value and isinstance(value[key], Empty)
        return Reading(place.path, slot, diagnostics=() if missing else (_wants_list(key, place),))
    entries: list[Entry] = []
    broken: list[str] = []
    diagnostics = [
        rules.UNKNOWN_FIELD.at(
            Place(place.path, (other,), on_key=True),
            f"`{other}` is no key of this file",
            hint=f"only `{key}:` stands here",
        )
        for other in islice(value, MOST_TOLD + 2)
        if other != key
    ]
    for position, item in enumerate(value[key]):
        where = place.within(key, position)
        record, found = _validate_one(item, slot, where)
        diagnostics += found if len(diagnostics) <= MOST_TOLD else ()
        if record is None:
            broken += _identifiers(item)
        else:
            entries.append(Entry(record, where))
    return Reading(place.path, slot, tuple(entries), tuple(broken), tuple(diagnostics))


def _validate_decisions(value: Any, slot: Slot, place: Place) -> Reading:
    """A decision file: record key -> decision, one a line."""
    if not isinstance(value, dict):
        return Reading(
            place.path, slot, diagnostics=(rules.NOT_A_RECORD.at(place, "the file holds no decisions"),)
        )
    diagnostics: list[Diagnostic] = []
    try:
        # All at once, which is several times as fast; there are thousands, and nearly always they are sound.
        decisions = _decisions(slot.model).validate_python(value)
    except ValidationError:
        decisions = {}
        for key, item in value.items():
            record, found = _validate_one(item, slot, place.within(key))
            diagnostics += found if len(diagnostics) <= MOST_TOLD else ()
            if record is not None:
                decisions[key] = record
    *_, stage, name = place.path.split("/")
    screening = Screening(stage=stage, reviewer=name.removesuffix(".yml"), decisions=decisions)
    return Reading(place.path, slot, (Entry(screening, place),), diagnostics=tuple(diagnostics))


@cache
def _decisions(model: type[Strictly]) -> TypeAdapter[dict[str, Any]]:
    return TypeAdapter(dict[str, model])  # type: ignore[valid-type]  # the model is a value here


def _validate_one(value: Any, slot: Slot, place: Place) -> tuple[Strictly | None, tuple[Diagnostic, ...]]:
    if not isinstance(value, dict):
        if isinstance(value, Empty):
            return None, ()
        return None, (rules.NOT_A_RECORD.at(place, f"no record stands here, but {described(value)}"),)
    try:
        return slot.model.model_validate(value), ()
    except ValidationError as error:
        return None, tuple(islice(diagnose(error, value, slot.model, place), MOST_TOLD + 1))


def _wants_list(key: str, place: Place) -> Diagnostic:
    return rules.NOT_A_RECORD.at(
        place, f"the file has no list `{key}:`", hint=f"begin the file with `{key}:`"
    )


def _check_file_name(record: Strictly, place: Place) -> tuple[Diagnostic, ...]:
    field = next((name for name in _NAMING_FIELDS if name in type(record).model_fields), None)
    stem = place.path.rsplit("/", 1)[-1].removesuffix(".yml")
    if field is None or getattr(record, field) == stem:
        return ()
    identifier = str(getattr(record, field))
    message = f"{identifier} stands in a file called {stem}.yml"
    return (rules.IDENTIFIER_NOT_FILE_NAME.at(place.within(field), message, subject=identifier),)


def _identifiers(value: Any) -> tuple[str, ...]:
    """The identifier of a record that could not be read, and those of its parts, so that links to them stay quiet."""
    if not isinstance(value, dict):
        return ()
    own = value.get("id")
    found = [own] if isinstance(own, str) else []
    for item in value.values():
        parts = item if isinstance(item, list) else [item]
        for part in parts:
            for inner in _identifiers(part):
                found.append(inner)
                if isinstance(own, str):
                    found.append(f"{own}.{inner}")
    return tuple(found)
