"""Works: what several records of several searches are together, by the links that say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from cerkit.model.dossier import Dossier
from cerkit.model.records.review import BibliographicRecord, DuplicateLinks, Search


class Work(NamedTuple):
    """One work, found once or more often. Its key is that of its first hit, and stays so."""

    keys: tuple[str, ...]
    """Every key under which it was found, the first hit's before the others."""
    records: tuple[BibliographicRecord, ...]
    searches: tuple[str, ...]
    """The search of each of the records."""

    @property
    def key(self) -> str:
        return self.keys[0]

    @property
    def round(self) -> str:
        """The round of the review that found it first."""
        return round_of(self.searches[0])

    @property
    def record(self) -> BibliographicRecord:
        """The record that tells most: the first one with an abstract, else the first."""
        return next((record for record in self.records if record.abstract), self.records[0])


def round_of(search: str) -> str:
    """The round to which a search belongs: 2026 for `SRH-2026-pubmed`."""
    return search.split("-")[1] if "-" in search else search


def searches_in_order(dossier: Dossier) -> tuple[Search, ...]:
    """The searches as they were run."""
    return tuple(sorted(dossier.searches, key=lambda item: (item.ran_on, item.id)))


def works(dossier: Dossier) -> tuple[Work, ...]:
    """The works that are screened, in the order in which they were first found."""
    removed = removed_keys(dossier)
    found = all_works(dossier)
    return tuple(work for work in found if removed.isdisjoint(work.keys)) if removed else found


def removed_keys(dossier: Dossier) -> frozenset[str]:
    """Keys that were taken out before the screening; one of a work's keys is enough."""
    return frozenset(item.key for links in dossier.duplicate_links for item in links.removed)


@lru_cache(maxsize=2)
def all_works(dossier: Dossier) -> tuple[Work, ...]:
    """All works of the records that are kept, those taken out before the screening among them.

    There are ten thousand, and several ask for them: those of the two sides of a comparison are kept.
    """
    days = {search.id: search.ran_on.isoformat() for search in dossier.searches}
    batches = sorted(
        dossier.record_batches, key=lambda item: (days.get(item.search, "9999-12-31"), item.search)
    )
    hits = [(batch.search, record) for batch in batches for record in batch.records]
    groups = _groups([record.key for _, record in hits], dossier.duplicate_links)
    found: dict[str, list[tuple[str, BibliographicRecord]]] = {}
    for hit in hits:
        found.setdefault(groups[hit[1].key], []).append(hit)
    return tuple(_work(together) for together in found.values())


def linked(dossier: Dossier) -> dict[str, str]:
    """Each key that a link names -> the key that stands for its work."""
    keys = [key for item in dossier.duplicate_links for link in item.links for key in link.same]
    return _groups(keys, dossier.duplicate_links)


def together(keys: Iterable[str], links: Sequence[DuplicateLinks]) -> tuple[tuple[str, ...], ...]:
    """Keys that are one work, in groups, sorted; also where the link between two of them goes over a third."""
    wanted = sorted(keys)
    linked = [key for item in links for link in item.links for key in link.same]
    groups = _groups((*wanted, *linked), links)
    found: dict[str, list[str]] = {}
    for key in wanted:
        found.setdefault(groups[key], []).append(key)
    return tuple(tuple(group) for group in found.values())


def _work(hits: list[tuple[str, BibliographicRecord]]) -> Work:
    if len(hits) == 1:  # most are found once, and there are ten thousand of them
        search, record = hits[0]
        return Work((record.key,), (record,), (search,))
    return Work(
        keys=tuple(dict.fromkeys(record.key for _, record in hits)),
        records=tuple(record for _, record in hits),
        searches=tuple(search for search, _ in hits),
    )


def _groups(keys: Iterable[str], links: Iterable[DuplicateLinks]) -> dict[str, str]:
    """Each key -> the key that stands for all that are linked with it. A chain of links is followed."""
    parents = {key: key for key in keys}

    def top(key: str) -> str:
        while parents[key] != key:
            parents[key] = parents[parents[key]]
            key = parents[key]
        return key

    for item in links:
        for link in item.links:
            one, other = link.same
            if link.verdict == "same" and one in parents and other in parents:
                parents[top(other)] = top(one)
    return {key: top(key) for key in parents}
