"""Page after page of one search, for services that hand over a mark with which the next page is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cerkit.model.records.review import BibliographicRecord
from cerkit.services.asking import Caller
from cerkit.services.reading import short_of
from cerkit.services.values import Harvest


@dataclass(frozen=True, slots=True)
class Page:
    """What one answer holds."""

    reported: int
    """Hits of the whole search."""
    records: Iterable[BibliographicRecord]
    following: str
    """The mark of the next page; empty on the last one."""
    is_last_when_all_came: bool = True
    """False where the number of hits may grow while they are handed over: then only the mark ends it."""


def harvest(caller: Caller, sent: str, ask: Callable[[str], Page | None], first: str = "") -> Harvest:
    """All pages from the mark `first` on; a mark that stands still is the last. `ask` gives None for no page."""
    found: dict[str, BibliographicRecord] = {}
    mark, reported = first, 0
    while (page := ask(mark)) is not None:
        reported = page.reported
        for record in page.records:
            found.setdefault(record.accession, record)
        caller.progress(f"{caller.name}: {len(found)} of {reported}")
        if page.following in {"", mark} or (page.is_last_when_all_came and len(found) >= reported):
            break
        mark = page.following
    return Harvest(
        reported=reported,
        records=tuple(found.values()),
        exchanges=tuple(caller.exchanges),
        sent=sent,
        missing=short_of(reported, len(found)),
    )
