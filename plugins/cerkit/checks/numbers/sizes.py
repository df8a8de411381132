"""A size of the manufacturer's own source that one of its texts repeats with its digits confused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cerkit.checks.numbers import rules
from cerkit.checks.numbers.known import known_source, miscopied_size
from cerkit.checks.numbers.typed_text import sizes_in
from cerkit.model.diagnostics import Diagnostic, Place
from cerkit.model.records.source import Source

_TWO_DIGITS: Final = re.compile("[0-9]{2}")  # in no text without them is a size, which takes longer to see
_TEXTS: Final = ("population", "role", "limitations", "notes")
"""Fields that tell in words how many there were."""


def check_sizes_told(source: Source, place: Place) -> Iterator[Diagnostic]:
    """Of each text the first; of a publication the numbers are those of the page, and not the author's."""
    if source.relation != "under evaluation":
        return
    for field in _TEXTS:
        text = getattr(source, field)
        if not text or not _TWO_DIGITS.search(text):
            continue
        message = next(filter(None, (_told(source, number, typed) for number, typed in sizes_in(text))), None)
        if message is not None:
            yield rules.TYPED_NUMBER.at(place.within(field), message, subject=source.id)


def _told(source: Source, number: int, typed: str) -> str | None:
    known = known_source(source)
    told = miscopied_size(number, known)
    # The text itself is one of those that hold the number.
    return f"`{typed}` is said in {told}" if told is not None and known.counted[number] < 2 else None
