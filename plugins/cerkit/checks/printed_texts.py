"""The texts of records as registers and pages print them, with their places."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import accumulate
from typing import Final

from cerkit.model.diagnostics import Place, Route
from cerkit.model.dossier import Dossier
from cerkit.model.fields import Strictly

_NOT_TEXT: Final = frozenset(
    (
        *("id", "kind", "string", "export", "export_sha256", "digest", "commit", "tag", "url", "doi", "read"),
        "record",
    )
)
"""Fields that hold no words, or a search string in the language of its database.

A waiver names what the rule names, which may be a file of the evidence.
"""
_NOT_PRINTED: Final = frozenset(("sources", "record_batches", "duplicate_links", "screening", "policy"))
"""Sources are checked one by one; lists of hits are not the author's words, and a policy names what it looks for."""


_Way = tuple[Route, str | int]
"""The way to what holds a text, and the last step."""
_NO_TEXTS: Final = frozenset((bool, int, Decimal, date))
"""Types of fields without a text."""


class Texts:
    """Texts as one, so that it is looked through once, and from each character back to its place."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._routes: list[_Way] = []
        self._records: list[tuple[int, Place, str]] = []

    def add(self, record: object, place: Place, subject: str) -> None:
        """All texts of a record."""
        self._records.append((len(self._parts), place, subject))
        _collect(record, (), self._parts, self._routes)

    @property
    def text(self) -> str:
        """All of them, each on lines of its own."""
        return "\n".join(self._parts)

    @cached_property
    def _starts(self) -> Sequence[int]:
        return list(accumulate((len(part) + 1 for part in self._parts), initial=0))

    def at(self, offset: int) -> tuple[Place, str]:
        """The place of a character, and the record that holds it."""
        part = bisect_right(self._starts, offset) - 1
        record = bisect_right(self._records, part, key=lambda item: item[0]) - 1
        _, place, subject = self._records[record]
        above, step = self._routes[part]
        return place.within(*above, step), subject


def texts_of_records(dossier: Dossier) -> Texts:
    """What every record but the sources says."""
    texts = Texts()
    for name, placed in dossier.placed.items():
        if name not in _NOT_PRINTED:
            for item in placed:
                texts.add(item.record, item.place, getattr(item.record, "id", item.place.path))
    return texts


def _collect(value: object, route: Route, texts: list[str], ways: list[_Way]) -> None:
    """The texts in a record, and the way to each."""
    parts: Iterable[tuple[str | int, object]]
    if isinstance(value, Strictly):
        parts = [item for item in value.__dict__.items() if item[0] not in _NOT_TEXT]
    elif isinstance(value, tuple | list):
        parts = enumerate(value)
    elif isinstance(value, Mapping):
        parts = value.items()
    else:
        return
    for step, part in parts:
        if isinstance(part, str):
            texts.append(part)
            ways.append((route, step))
        elif part and part.__class__ not in _NO_TEXTS:
            _collect(part, (*route, step), texts, ways)
