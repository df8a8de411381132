"""A size of the manufacturer's own source that one of its texts repeats with its digits confused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cerkit.checks.numbers import rules
from cerkit.checks.numbers.known import known_source, miscopied_size
from cerkit.checks.numbers.typed_text import sizes_in
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.records.source import Source

_TEXTS: Final = ("population", "role", "limitations", "notes")
"""Fields that tell in words how many there were."""


def check_sizes_told(source: Source, place: Place) -> Iterator[Diagnostic]:
    """Of each text the first; of a publication the numbers are those of the page, and not the author's."""
    if source.relation != "under evaluation":
        return
    known = known_source(source)
    for field in _TEXTS:
        for number, text in sizes_in(getattr(source, field) or ""):
            told = miscopied_size(number, known)
            # The text itself is one of those that hold the number.
            if told is not None and known.counted[number] < 2:
                message = f"`{text}` is said in {told}"
                yield rules.TYPED_NUMBER.at(place.within(field), message, subject=source.id)
                break
