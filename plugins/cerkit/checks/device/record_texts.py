"""The texts of records, with their places: several rules read the same fields for different things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from cerkit.model.diagnostics import Place
from cerkit.model.dossier import Dossier

_PARTS: Final = {"ifu": "sections", "plan": "elements", "surveillance": "indicators"}
"""Records of which there is one, and the list inside it that is meant."""

Fields = Mapping[str, Sequence[str]]
"""The file without its ending, and the fields of its entries."""


def record_texts(dossier: Dossier, fields: Fields) -> Iterator[tuple[str, Place, str]]:
    """Identifier, place and text of each field that is filled; of a list of texts each."""
    for name, asked in fields.items():
        listed = _PARTS.get(name, name)
        whole = getattr(dossier, name)
        entries = getattr(whole, listed, ()) if name in _PARTS else whole
        for at, entry in enumerate(entries):
            identifier = getattr(entry, "id", None) or entry.element
            for field in asked:
                place = Place(f"evidence/{name}.yml", (listed, at, field))
                yield from ((identifier, *found) for found in _texts(getattr(entry, field), place))


def _texts(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(value, str):
        yield place, value
    else:
        yield from ((place.within(step), text) for step, text in enumerate(value or ()))
