"""The texts of records as registers and pages print them, with their places."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from typing import Final

from cerkit.model.diagnostics import Place, Route
from cerkit.model.dossier import Dossier
from cerkit.model.fields import Strictly

_NOT_TEXT: Final = frozenset(
    ("id", "kind", "string", "export", "export_sha256", "digest", "commit", "tag", "url", "doi", "read")
)
"""Fields that hold no words, or a search string in the language of its database."""
_NOT_PRINTED: Final = frozenset(("sources", "record_batches", "duplicate_links", "screening", "policy"))
"""Sources are checked one by one; lists of hits are not the author's words, and a policy names what it looks for."""


class Texts:
    """Texts as one, so that it is looked through once, and from each character back to its place."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._starts: list[int] = []
        self._places: list[tuple[Place, Route, str]] = []
        self._length = 0

    def add(self, record: object, place: Place, subject: str) -> None:
        """All texts of a record."""
        for route, text in texts_of(record):
            self._starts.append(self._length)
            self._places.append((place, route, subject))
            self._parts.append(text)
            self._length += len(text) + 1

    @property
    def text(self) -> str:
        """All of them, each on lines of its own."""
        return "\n".join(self._parts)

    def at(self, offset: int) -> tuple[Place, str]:
        """The place of a character, and the record that holds it."""
        place, route, subject = self._places[bisect_right(self._starts, offset) - 1]
        return place.within(*route), subject


def texts_of_records(dossier: Dossier) -> Texts:
    """What every record but the sources says."""
    texts = Texts()
    for name, placed in dossier.placed.items():
        if name not in _NOT_PRINTED:
            for item in placed:
                texts.add(item.record, item.place, getattr(item.record, "id", item.place.path))
    return texts


def texts_of(value: object, route: Route = ()) -> Iterator[tuple[Route, str]]:
    """The texts in a record, with the way to each."""
    if isinstance(value, str):
        yield route, value
    elif isinstance(value, Strictly):
        for name, part in value.__dict__.items():
            if name not in _NOT_TEXT:
                yield from texts_of(part, (*route, name))
    elif isinstance(value, tuple | list):
        for position, part in enumerate(value):
            yield from texts_of(part, (*route, position))
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from texts_of(part, (*route, key))
